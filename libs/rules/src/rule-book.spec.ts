import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { type PlainDate, plainDate } from '@goufu/domain';
import { buildStacks, PackUnknown, RuleBook, RulesNotInForce, type Stack, stackFromJson, stackToJson } from './index.js';
import { bureau, county, localRow, national, soundRow } from './sample.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const day = (text: string): PlainDate => plainDate(text);
const only = (stacks: readonly Stack[], jurisdiction: string): Stack => {
  const stack = stacks.find((one) => one.jurisdiction === jurisdiction);
  if (!stack) throw new Error(jurisdiction);
  return stack;
};

describe('stacked packs', () => {
  const stacks = buildStacks(
    [
      ...national(
        { ...soundRow, open: 'lower', switches: ['roll'] },
        { ...soundRow, id: 'pay.due', open: 'lower' },
        { ...soundRow, id: 'threshold', unit: 'fen', value: undefined, open: 'fill' },
      ),
      ...county(
        localRow('contract.sign', { roll: 'anyNonWorking' }),
        localRow('pay.due', { value: 15, from: '2024-01-01' }),
        localRow('threshold', { value: '100', from: '2021-01-01', to: '2023-12-31' }),
        localRow('own.figure', { value: 3, unit: 'count', anchor: 'caseStart', addition: true }),
      ),
      ...bureau(localRow('pay.due', { value: 10, from: '2025-01-01' })),
    ],
    sha256,
  );
  const at = (jurisdiction: string, on: string) => new RuleBook(stacks).at(jurisdiction, day(on));

  it('the nearest pack in force answers, and before it the one above', () => {
    expect(at('county', '2023-12-31').rule('pay.due')).toMatchObject({ value: 30, jurisdiction: 'national' });
    expect(at('county', '2024-01-01').rule('pay.due')).toMatchObject({
      value: 15,
      jurisdiction: 'county',
      unit: 'calendarDay',
      roll: 'statutory',
    });
    expect(at('county', '2025-01-01').rule('pay.due')).toMatchObject({ value: 15, jurisdiction: 'county' });
    expect(at('county/bureau', '2025-01-01').rule('pay.due')).toMatchObject({ value: 10, jurisdiction: 'county/bureau' });
  });

  it('a county may throw a switch and keep the national value', () => {
    expect(at('county', '2025-01-01').rule('contract.sign')).toMatchObject({
      value: 30,
      roll: 'anyNonWorking',
      citation: '县规定',
      jurisdiction: 'county',
    });
    expect(at('county', '2019-12-31').rule('contract.sign')).toMatchObject({ value: 30, roll: 'statutory', jurisdiction: 'national' });
  });

  it('a county has rows of its own, which the nation does not know', () => {
    expect(at('county', '2025-01-01').rule('own.figure').value).toBe(3);
    expect(() => at('national', '2025-01-01').rule('own.figure')).toThrow('no pack knows the rule own.figure');
  });

  it.each([
    ['the day before the first row', 'contract.sign', 'county', '2002-12-31', '2003-01-01'],
    ['the day before the county filled it', 'threshold', 'county', '2020-12-31', '2021-01-01'],
    ['the day after the last row ended', 'threshold', 'county', '2024-01-01', '2021-01-01'],
    ['a place where nobody filled it', 'threshold', 'national', '2022-01-01', null],
  ])('%s is refused, never answered with another law', (_title, id, jurisdiction, on, firstOn) => {
    const rules = at(jurisdiction, on);
    expect(rules.has(id)).toBe(false);
    let thrown: unknown;
    try {
      rules.rule(id);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(RulesNotInForce);
    expect(thrown).toMatchObject({ ruleId: id, on, jurisdiction, firstOn });
  });

  it('a name that every object has is no rule', () => {
    expect(at('county', '2025-01-01').has('toString')).toBe(false);
    expect(() => at('county', '2025-01-01').rule('constructor')).toThrow('no pack knows');
  });

  it('a jurisdiction without a pack is refused with those that have one', () => {
    expect(() => at('elsewhere', '2025-01-01')).toThrow('no pack for jurisdiction elsewhere; there are national, county, county/bureau');
  });

  it('is stored as canonical text under its hash and read back the same', () => {
    const stack = only(stacks, 'county/bureau');
    const json = stackToJson(stack);
    expect(sha256(json)).toBe(stack.hash);
    expect(stackFromJson(json, sha256)).toEqual(stack);
    expect(stackToJson(stackFromJson(json, sha256))).toBe(json);
    expect(stackFromJson(json.replace('"value":10', '"value":11'), sha256).hash).not.toBe(stack.hash);
  });

  it('has the same hash however the files and their fields are ordered', () => {
    const turned = (files: ReturnType<typeof national>) => files.toReversed();
    const reordered = Object.fromEntries(Object.entries(soundRow).toReversed());
    expect(buildStacks(turned(national(reordered, { ...soundRow, id: 'b' })), sha256)[0]?.hash).toBe(
      buildStacks(national({ ...soundRow, id: 'b' }, soundRow), sha256)[0]?.hash,
    );
  });
});

describe('a rule is pinned by its own anchor', () => {
  const release = (signDays: number, noticeDays: number, more: readonly object[] = []) =>
    only(
      buildStacks(
        national(
          { ...soundRow, id: 'sign', value: signDays, anchor: 'notice' },
          {
            ...soundRow,
            id: 'publish',
            anchor: 'contractSigned',
            value: undefined,
            dated: [
              { from: '2003-01-01', to: '2025-05-31', value: noticeDays },
              { from: '2025-06-01', value: noticeDays + 1 },
            ],
          },
          ...more,
        ),
        sha256,
      ),
      'national',
    );
  const old = release(30, 2);
  const current = release(20, 5, [{ ...soundRow, id: 'later', value: 7, anchor: 'notice' }]);
  const rules = new RuleBook([current], [old]).at('national', day('2025-07-01'));
  const pins = { notice: { on: day('2025-03-01'), pack: old.hash } };

  it('what the notice fixed stays as it was, what has not happened follows the new pack', () => {
    expect(rules.rule('sign', pins)).toMatchObject({ value: 30, pack: old.hash });
    expect(rules.rule('publish', pins)).toMatchObject({ value: 6, pack: current.hash });
    expect(rules.rule('sign')).toMatchObject({ value: 20, pack: current.hash });
    expect(rules.pack).toBe(current.hash);
  });

  it.each([
    ['2025-05-31', 2],
    ['2025-06-01', 3],
  ])('a contract signed on %s is published within %d working days, whatever today is', (signed, days) => {
    expect(rules.rule('publish', { contractSigned: { on: day(signed), pack: old.hash } }).value).toBe(days);
  });

  it('a rule written only later is taken from the current pack, on the pinned day', () => {
    expect(rules.rule('later', pins)).toMatchObject({ value: 7, pack: current.hash });
    expect(rules.has('later', { notice: { on: day('2002-01-01'), pack: old.hash } })).toBe(false);
  });

  it('a rule dropped from the current pack still holds for what is pinned', () => {
    const without = only(buildStacks(national({ ...soundRow, id: 'publish' }), sha256), 'national');
    const after = new RuleBook([without], [old]).at('national', day('2026-01-01'));
    expect(after.rule('sign', pins).value).toBe(30);
    expect(after.has('sign')).toBe(false);
  });

  it('a pin to a pack that was not loaded says which', () => {
    const alone = new RuleBook([current]);
    const ask = (book: RuleBook) => book.at('national', day('2025-07-01')).rule('sign', pins).value;
    expect(() => ask(alone)).toThrow(new PackUnknown(old.hash));
    expect(alone.knows(old.hash)).toBe(false);
    expect(ask(alone.with([old]))).toBe(30);
  });

  it('two current packs of one jurisdiction are refused', () => {
    expect(() => new RuleBook([current, old])).toThrow('two current packs of national');
  });
});
