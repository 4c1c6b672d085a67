import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { readPack, readPacks } from '@goufu/config';
import { buildStacks, coverageOf, libraryOf, rulePlaces } from './index.js';

const files = readPacks();
const library = libraryOf(
  files,
  buildStacks(files, (text) => `${text.length}`),
);
const list = readPack('coverage.yaml', readFileSync(new URL('../coverage.yaml', import.meta.url), 'utf8')).data;
const faultsOf = (...rows: readonly unknown[]) => coverageOf({ sections: { '2.4': rows } }, library).faults;

describe('the list of the law', () => {
  it('says of every row what becomes of it, and names rules that stand in a pack', () => {
    const { rows, faults } = coverageOf(list, library);
    expect(faults).toEqual([]);
    const counted = Object.fromEntries(rows.map(({ section }) => [section, rows.filter((row) => row.section === section).length]));
    // the rows of the list of the law, section by section: none may get lost
    expect(counted).toEqual({
      '2.0': 5,
      '2.1': 23,
      '2.2': 15,
      '2.3': 5,
      '2.4': 57,
      '2.5': 26,
      '2.6': 15,
      '2.7': 11,
      '2.8': 13,
      '2.9': 41,
      '2.10': 7,
      '2.11': 15,
      '2.12': 18,
      '2.13': 4,
      '2.14': 7,
    });
  });

  it('names for each check its files and specs, which are there', () => {
    const { rows } = coverageOf(list, library);
    for (const path of rows.flatMap(({ where, tests }) => [...where, ...tests]))
      expect(readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8')).toMatch(/\S/);
  });

  it('rests on rows that each cite their text', () => {
    const { rows } = coverageOf(list, library);
    for (const id of rows.flatMap(({ rules }) => rules))
      for (const jurisdiction of library.jurisdictions)
        for (const { citation } of library.shelf(jurisdiction).rows.get(id)?.row.versions ?? [])
          expect([id, citation.trim()]).not.toEqual([id, '']);
  });

  it.each<[string, unknown, string]>([
    ['a row without a kind', { row: 'contract.sign' }, 'contract.sign: kind is missing; write one of value, check, manual, not yet'],
    ['a kind of its own making', { row: 'contract.sign', kind: 'done' }, 'contract.sign: kind is "done"; write one of value'],
    ['a value that no pack has', { row: 'contract.sing', kind: 'value' }, 'contract.sing: names the rule contract.sing, which no pack has'],
    ['a check without its file', { row: 'low.judge', kind: 'check' }, 'low.judge: where is missing; write the files that check it'],
    ['a check without its spec', { row: 'low.judge', kind: 'check', where: ['a.ts'] }, 'low.judge: tests is missing; write the specs'],
    ['a row left to people without a reason', { row: 'same_brand', kind: 'manual' }, 'same_brand: notes is missing; write the reason'],
    ['a row left for later without a reason', { row: 'q.who', kind: 'not yet' }, 'q.who: notes is missing; write the reason'],
    ['a field misspelt', { row: 'contract.sign', kind: 'value', note: 'x' }, 'contract.sign: note is no field here'],
    ['what is no row', 'contract.sign', 'section 2.4: "contract.sign" is no row; write { row, kind }'],
  ])('refuses %s', (_what, row, fault) => {
    expect(faultsOf(row)).toEqual([expect.stringContaining(fault)]);
  });

  it('refuses a row that stands twice, and a list without rows', () => {
    const row = { row: 'contract.sign', kind: 'value' };
    expect(faultsOf(row, row)).toEqual(['contract.sign: stands twice']);
    expect(coverageOf({}, library).faults).toEqual(['sections is empty; write the rows of each section']);
  });
});

it('a rule is found where packs hold it, code asks for it, other rows and specs name it', () => {
  const code = [{ path: 'libs/domain/src/a.ts', text: "context.rules.rule('contract.sign', pins)" }];
  const specs = [{ path: 'libs/domain/src/a.spec.ts', text: '["contract.sign", 30]' }];
  expect(rulePlaces('contract.sign', library, code, specs)).toMatchObject({
    packs: ['national/award-and-contract.yaml'],
    asked: ['libs/domain/src/a.ts'],
    namedBy: expect.arrayContaining(['procedure.open-tender']),
    tests: ['libs/domain/src/a.spec.ts'],
  });
  expect(rulePlaces('contract.sig', library, code, specs)).toEqual({ packs: [], asked: [], namedBy: [], tests: [] });
});
