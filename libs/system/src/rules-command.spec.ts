import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readPacks } from '@goufu/config';
import { plainDate } from '@goufu/domain';
import { buildStacks, libraryOf } from '@goufu/rules';
import { answerRules } from './rules-command.js';

const files = readPacks();
const library = libraryOf(
  files,
  buildStacks(files, (text) => createHash('sha256').update(text, 'utf8').digest('hex')),
);
const asked = (...args: readonly string[]) => answerRules(args, () => library, plainDate('2025-03-10'));
const told = (...args: readonly string[]): unknown => JSON.parse(asked(...args, '--json').text);

describe('the command that looks into the packs', () => {
  it('finds the packs of this tree without a fault', () => {
    expect(asked('check')).toMatchObject({ code: 0, text: expect.stringMatching(/规则包无误.*\n {2}changzhou/) });
  });

  it('tells every fault with file, line and what to write instead, and ends with 1', () => {
    const faults = [{ file: 'a/b.yaml', line: 7, row: 'contract.sign', field: 'value', message: 'is "30"; write a whole number' }];
    const answer = answerRules(['check'], () => faults, plainDate('2025-03-10'));
    expect(answer).toEqual({
      code: 1,
      text: 'a/b.yaml:7: 行 row contract.sign, 项 field value is "30"; write a whole number\n共1处错误。1 fault.',
    });
    expect(JSON.parse(answerRules(['list', '--json'], () => faults, plainDate('2025-03-10')).text)).toEqual({ faults });
  });

  it('explains a rule with its citation, its place in the file and a sentence in both languages', () => {
    const { text, code } = asked('explain', 'contract.sign', '--at', 'demo-county');
    expect(code).toBe(0);
    expect(text).toContain('值 value：30日 30 calendar days (calendarDay)');
    expect(text).toContain('自起算事件的次日起30日以内');
    expect(text).toContain('Within 30 calendar days, the day after the event being the first');
    expect(text).toContain('出处 citation：政府采购法第四十六条');
    expect(text).toMatch(/上级 above {2}全国 National \(national\) {2}national\/award-and-contract\.yaml:\d+/);
  });

  it('answers by old and by new law', () => {
    const value = (on: string) => (told('explain', 'sme.deduct', '--on', on) as { inForce: { value: unknown } | null }).inForce?.value;
    expect([value('2022-06-30'), value('2022-07-01')]).toEqual([
      { min: '6', max: '10' },
      { min: '10', max: '20' },
    ]);
  });

  it('shows what differs between two places, and between two days of one', () => {
    const ids = (...args: readonly string[]) => (told('diff', ...args) as { items: { id: string }[] }).items.map(({ id }) => id);
    expect(ids('national', 'guangming', '--on', '2026-03-01')).toEqual(expect.arrayContaining(['low.t1', 'pay.purchase.due']));
    expect(ids('national@2022-06-30', 'national@2022-07-01')).toEqual(expect.arrayContaining(['sme.deduct', 'sme.deduct_consortium']));
    expect(ids('demo-county', 'demo-county')).toEqual([]);
  });

  it('says what becomes another from a day on', () => {
    expect(told('what-changes', '2026-02-01')).toMatchObject({
      jurisdiction: 'national',
      on: '2026-02-01',
      items: expect.arrayContaining([expect.objectContaining({ on: '2026-02-01', id: 'low.t1', fields: ['inForce'], from: null })]),
    });
    expect(asked('what-changes', '2026-02-01').text).toContain('2026-02-01\n');
  });

  it('lists a topic of a place', () => {
    const { items } = told('list', '--topic', 'thresholds', '--at', 'demo-county') as { items: { id: string }[] };
    expect(items.map(({ id }) => id)).toEqual(['pre.plan_filing', 'threshold.openTender', 'threshold.procurement']);
  });

  it.each<[string, readonly string[], number, string]>([
    ['a command that there is not', ['frob'], 2, 'There is no command frob'],
    ['no command', [], 2, 'usage: npm run rules'],
    ['a word too many', ['check', 'it'], 2, 'check takes 0, not 1'],
    ['an option of another command', ['diff', 'a', 'b', '--at', 'c'], 2, 'diff has no option --at'],
    ['an option without its value', ['list', '--on'], 2, 'The option --on needs a value'],
    ['a day that does not exist', ['list', '--on', '2025-02-30'], 1, '2025-02-30 is no day'],
    ['a day of a diff that does not exist', ['diff', 'national@2025-13-01', 'national'], 1, '2025-13-01 is no day'],
    ['a place without a pack', ['list', '--at', 'atlantis'], 1, 'There is no pack for atlantis; there are changzhou'],
    ['a topic that there is not', ['list', '--topic', 'weather'], 1, 'There is no topic weather; there are'],
    ['an id misspelt', ['explain', 'contract.sing'], 1, 'knows the rule contract.sing; near to it: contract.'],
  ])('refuses %s', (_what, args, code, text) => {
    expect(asked(...args)).toEqual({ code, text: expect.stringContaining(text) });
  });
});
