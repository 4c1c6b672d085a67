import { describe, expect, it } from '@jest/globals';
import { buildStacks, type PackFile, PacksRefused } from './index.js';
import { bureau, county, localRow, national, soundRow } from './sample.js';

const faultsOf = (files: readonly PackFile[]) => {
  try {
    buildStacks(files, (text) => `${text.length}`);
    return [];
  } catch (error) {
    if (error instanceof PacksRefused) return error.faults.map(({ row, field, message }) => [row, field, message] as const);
    throw error;
  }
};
const without = (field: string): object => Object.fromEntries(Object.entries(soundRow).filter(([key]) => key !== field));
const chain = (step: object, more: object = {}) => ({
  ...soundRow,
  id: 'approval.x',
  unit: 'approval',
  value: {
    id: 'approval.x',
    protected: ['amount'],
    resume: 'replay',
    steps: [
      {
        id: 'one',
        name: { zh: '一', en: 'one' },
        mode: 'in-turn',
        veto: 'any',
        candidates: { organisation: 'finance', role: 'finance-officer' },
        selfApprover: 'exclude',
        empty: 'suspend',
        ...step,
      },
    ],
    ...more,
  },
});

describe('a faulty row is refused with what to write instead', () => {
  it.each<[string, object, string | null, string]>([
    ['no id', without('id'), 'id', 'write words joined by dots'],
    ['an id with a space', { ...soundRow, id: 'contract sign' }, 'id', 'write words joined by dots'],
    ['a field misspelt', { ...soundRow, vlaue: 3 }, 'vlaue', 'is no field here; write one of id, unit'],
    ['no value', without('value'), 'value', 'is missing; write it, or `open: fill`'],
    ['no unit', without('unit'), 'unit', 'is missing; write what the value counts'],
    ['an unknown unit', { ...soundRow, unit: 'days' }, 'unit', 'is "days"; write one of workingDay, calendarDay'],
    ['no anchor', without('anchor'), 'anchor', 'is missing; write the event whose date decides'],
    ['an unknown anchor', { ...soundRow, anchor: 'signing' }, 'anchor', 'is "signing"; write one of caseStart'],
    ['no citation', without('citation'), 'citation', 'is missing; write the text and article'],
    ['no first day', without('from'), 'from', 'is missing; write the first day in quotes'],
    ['a day that does not exist', { ...soundRow, from: '2025-02-30' }, 'from', 'is "2025-02-30"; write the first day'],
    ['an end before the beginning', { ...soundRow, to: '2002-12-31' }, 'to', 'is 2002-12-31, before 2003-01-01'],
    ['no word on verification', without('verified'), 'verified', 'write true if the text was read'],
    ['a period without its kind', without('kind'), 'kind', 'write no-later-than or at-least'],
    ['a period without its day one', without('dayOne'), 'dayOne', 'write excluded or included'],
    ['calendar days without a roll', without('roll'), 'roll', 'write none, statutory, block or anyNonWorking'],
    ['a minimum period without its edge', { ...soundRow, kind: 'at-least' }, 'edge', 'write day or strict'],
    ['a period of text', { ...soundRow, value: '30' }, 'value', 'is "30"; write a whole number without quotes, at least 1'],
    ['a period of half a day', { ...soundRow, value: 0.5 }, 'value', 'write a whole number'],
    ['an amount as a number', { ...soundRow, unit: 'fen', value: 400 }, 'value', 'write the amount in whole fen as text'],
    ['an amount in yuan', { ...soundRow, unit: 'fen', value: '4000000.00' }, 'value', "write the amount in whole fen: '400000000'"],
    ['a share as a number', { ...soundRow, unit: 'percent', value: 10.5 }, 'value', "such as '10.5'"],
    ['a share above a hundred', { ...soundRow, unit: 'percent', value: '100.01' }, 'value', "from '0' to '100'"],
    [
      'a range upside down',
      { ...soundRow, unit: 'percentRange', value: { min: '20', max: '10' } },
      'value',
      'write the smaller one as min',
    ],
    [
      'weights of 99',
      { ...soundRow, unit: 'percentTable', value: { a: '50', b: '49' } },
      'value',
      'sums to 99; make the shares sum to 100',
    ],
    ['a ratio as a decimal', { ...soundRow, unit: 'ratio', value: '0.66' }, 'value', "such as '2/3'"],
    ['a word twice', { ...soundRow, unit: 'words', value: ['micro', 'micro'] }, 'value', 'names micro twice'],
    ['the thirtieth of February', { ...soundRow, unit: 'monthDay', value: '02-30' }, 'value', "such as '03-31'"],
    ['yes in quotes', { ...soundRow, unit: 'flag', value: 'true' }, 'value', 'write true or false without quotes'],
    [
      'a fraction inside a table',
      { ...soundRow, unit: 'table', value: [{ share: 0.5 }] },
      'value',
      "write fractions as text in quotes: '0.5'",
    ],
    ['nothing inside a table', { ...soundRow, unit: 'table', value: [{ share: null }] }, 'value', 'leave the field out or write a value'],
    [
      'a rule id that nobody has',
      { ...soundRow, unit: 'table', value: { signRule: 'contract.sing' } },
      'value',
      'names the rule `contract.sing`',
    ],
    ['an opening that does not fit', { ...soundRow, open: 'superset' }, 'open', 'does not fit calendarDay'],
    ['a switch that is none', { ...soundRow, switches: ['value'] }, 'switches', 'write a list of dayOne, roll, edge'],
    ['an addition to nothing', { ...soundRow, addition: true }, 'addition', 'has no pack above to add to'],
    [
      'dates in the wrong order',
      {
        ...without('value'),
        dated: [
          { from: '2020-01-01', value: 1 },
          { from: '2019-01-01', value: 2 },
        ],
      },
      'dated[1].from',
      'write the oldest value first',
    ],
    [
      'dates that overlap',
      {
        ...without('value'),
        dated: [
          { from: '2019-01-01', to: '2020-01-01', value: 1 },
          { from: '2020-01-01', value: 2 },
        ],
      },
      'dated[0].to',
      'end it the day before',
    ],
    ['a chain without a mode', chain({ mode: 'together' }), 'value', '`mode` is "together"; write one of in-turn, all-sign, any-sign'],
    [
      'a chain with an unknown role',
      chain({ candidates: { organisation: 'finance', role: 'boss' } }),
      'value',
      '`candidates.role` is "boss"',
    ],
    ['a chain that passes when empty', chain({ empty: 'pass' }), 'value', '`empty` is "pass"; write one of suspend'],
    ['a chain that a small amount escapes', chain({ above: '100' }), 'value', 'at least one step must apply to every amount'],
    ['a chain that protects nothing', chain({}, { protected: [] }), 'value', '`protected` is missing'],
  ])('%s', (_title, row, field, message) => {
    const faults = faultsOf(national(row));
    expect(faults).toEqual([[expect.any(String), field, expect.stringContaining(message)]]);
  });

  it.each<[string, readonly PackFile[], string]>([
    [
      'text that is no YAML',
      [...national(soundRow), { path: 'national/b.yaml', fault: 'Map keys must be unique' }],
      'is no YAML: Map keys must be unique',
    ],
    ['an empty file', [...national(soundRow), { path: 'national/b.yaml', data: null }], 'is empty; write topic, defaults and rows'],
    ['no rows', [...national(soundRow), { path: 'national/b.yaml', data: { topic: 'b' } }], 'is empty; write a list of rows'],
    [
      'a topic of another name',
      [...national(soundRow), { path: 'national/b.yaml', data: { topic: 'c', rows: [{ ...soundRow, id: 'x' }] } }],
      'is "c"; write b',
    ],
    [
      'the same row in two files',
      [...national(soundRow), { path: 'national/b.yaml', data: { topic: 'b', rows: [soundRow] } }],
      'stands in national/topic.yaml too',
    ],
    ['no pack.yaml', national(soundRow).slice(1), 'is missing; write jurisdiction, name, level and parent'],
    [
      'a folder of another name',
      [{ path: 'national/pack.yaml', data: { jurisdiction: 'nation', name: { zh: '全国', en: 'N' }, level: 'national' } }],
      'write national, the name of its folder',
    ],
    ['a parent that is not there', county(localRow('x', { value: 1 })), 'is national, which has no sound pack'],
    ['no pack at all', [], 'holds no pack'],
  ])('%s', (_title, files, message) => {
    expect(faultsOf(files).map(([, , said]) => said)).toEqual([expect.stringContaining(message)]);
  });

  it('tells all faults of all files at once, each with file, row and field', () => {
    const files = [
      ...national({ ...soundRow, value: 'x', anchor: 'y' }, { ...soundRow, id: 'b', unit: 'fen', value: 1 }),
      ...county(localRow('c', { value: 1 })),
    ];
    expect(() => buildStacks(files, () => '')).toThrow(
      'national/topic.yaml, row contract.sign, field anchor: is "y"; write one of caseStart',
    );
    expect(faultsOf(files).map(([row, field]) => `${row}/${field}`)).toEqual([
      'contract.sign/anchor',
      'contract.sign/value',
      'b/value',
      'c/id',
    ]);
  });
});

describe('a lower pack stays within what the upper one leaves open', () => {
  const above = (more: object) => national({ ...soundRow, ...more });
  const below = (more: object) => county(localRow('contract.sign', more));

  it.each<[string, readonly PackFile[], string, string]>([
    ['a closed value', [...above({}), ...below({ value: 20 })], 'value', 'is closed; take the row out'],
    [
      'a longer period where only a shorter one is allowed',
      [...above({ open: 'lower' }), ...below({ value: 31 })],
      'value',
      'may only be lowered',
    ],
    [
      'a shorter period where only a longer one is allowed',
      [...above({ open: 'higher' }), ...below({ value: 29 })],
      'value',
      'may only be raised',
    ],
    [
      'a wider range',
      [...above({ unit: 'percentRange', value: { min: '10', max: '20' }, open: 'within' }), ...below({ value: { min: '9.5', max: '20' } })],
      'value',
      'write a range inside it',
    ],
    [
      'a word more',
      [...above({ unit: 'words', value: ['a'], open: 'subset' }), ...below({ value: ['a', 'b'] })],
      'value',
      'name nothing that is not in it',
    ],
    [
      'a word less',
      [...above({ unit: 'words', value: ['a', 'b'], open: 'superset' }), ...below({ value: ['a'] })],
      'value',
      'name everything that is in it',
    ],
    [
      'another unit',
      [...above({ open: 'lower' }), ...below({ unit: 'workingDay', value: 20 })],
      'unit',
      'is workingDay, above it is calendarDay',
    ],
    [
      'another anchor',
      [...above({ open: 'fill' }), ...below({ anchor: 'caseStart', value: 20 })],
      'anchor',
      'is caseStart, above it is notice',
    ],
    [
      'another kind',
      [...above({ open: 'lower' }), ...below({ kind: 'at-least', value: 20 })],
      'kind',
      'is at-least, above it is no-later-than',
    ],
    ['a way of counting that is no switch', [...above({ open: 'lower' }), ...below({ roll: 'block', value: 20 })], 'roll', 'and no switch'],
    [
      'a row that stands above called its own',
      [...above({ open: 'lower' }), ...below({ addition: true, value: 20 })],
      'addition',
      'leave `addition` out',
    ],
    [
      'a row that no pack above knows',
      [...above({}), ...county(localRow('contract.sing', { value: 20 }))],
      'id',
      'correct the id, or write `addition: true`',
    ],
  ])('%s is refused, and both rows are named', (_title, files, field, message) => {
    const said = faultsOf(files).filter(([, where]) => where === field);
    expect(said).toEqual([[expect.any(String), field, expect.stringContaining(message)]]);
    expect(said[0]?.[2]).toMatch(/county\/own\.yaml over national\/topic\.yaml|write `addition: true`/);
  });

  it('what the county filled is closed to its bureaus', () => {
    const files = [...above({ open: 'fill' }), ...below({ value: 20 }), ...bureau(localRow('contract.sign', { value: 10 }))];
    expect(faultsOf(files)).toEqual([['contract.sign', 'value', expect.stringContaining('above it is 20 and is closed')]]);
  });

  it('a bureau is measured by the county, not by the nation that the county covers', () => {
    const filled = [...above({ open: 'fill' }), ...below({ value: 40, open: 'lower' })];
    expect(faultsOf([...filled, ...bureau(localRow('contract.sign', { value: 35 }))])).toEqual([]);
    expect(faultsOf([...filled, ...bureau(localRow('contract.sign', { value: 35, from: '2019-12-31' }))])).toHaveLength(1);
    expect(faultsOf([...filled, ...bureau(localRow('contract.sign', { value: 41 }))])).toHaveLength(1);
  });

  it('a narrower figure has to hold against every dated value that it meets', () => {
    const dated = [
      { from: '2010-01-01', value: 30 },
      { from: '2022-01-01', value: 10 },
    ];
    const { value: _, ...undated } = soundRow;
    const files = (from: string, to?: string) => [
      ...national({ ...undated, dated, open: 'lower' }),
      ...county(localRow('contract.sign', { value: 20, from, ...(to ? { to } : {}) })),
    ];
    expect(faultsOf(files('2020-01-01'))).toHaveLength(1);
    expect(faultsOf(files('2020-01-01', '2021-12-31'))).toEqual([]);
  });
});
