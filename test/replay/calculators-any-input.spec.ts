import { describe, expect, it } from '@jest/globals';
import { calculators } from '@goufu/calculators';
import type { Json } from '@goufu/domain';
import fc from 'fast-check';
import { asked, refusedOf } from '../support/calculators.js';

const RULES = [
  'threshold.openTender',
  'weights.sum',
  'sme.deduct',
  'low.t1',
  'committee.recusal',
  'factors.forbidden',
  'method.table',
  'procedure.open-tender',
  'gps.negative_list',
  'gps.term_default',
  'pre.split_forbidden.code_length',
  'award.standstill',
  '__proto__',
];
/** Every place in a value, by its steps. */
const placesIn = (value: Json, path: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === 'object' && value !== null
    ? [path, ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner as Json, [...path, key]))]
    : [path];
/** The value with something else in one place; undefined: nothing. */
const replaced = (value: Json, [step, ...rest]: readonly string[], by: unknown): unknown => {
  if (step === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...value] as unknown as Record<string, unknown>)
    : { ...(value as Record<string, unknown>) };
  copy[step] = replaced(copy[step] as Json, rest, by);
  return JSON.parse(JSON.stringify(copy)) as unknown;
};
const text = (input: unknown): string => JSON.stringify(input) ?? 'null';
const odd = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom(
    '0',
    '-1',
    '05',
    '1e3',
    '1/3',
    '99999999999999999999',
    '2025-02-30',
    '0001-01-01',
    '9999-12-31',
    '',
    ' ',
    0,
    -1,
    1.5,
    1e21,
  ),
);

describe.each(calculators.map((one) => [one.name, one] as const))('the calculator %s', (name, { example }) => {
  it('answers its own example, and whatever it is given it answers or refuses, the same bytes each time', () => {
    expect(asked(name, example)).toHaveProperty('result');
    const same = (input: unknown): void => {
      const parsed = JSON.parse(text(input)) as unknown;
      const first = JSON.stringify(asked(name, parsed));
      expect(JSON.stringify(asked(name, JSON.parse(text(input))))).toBe(first);
    };
    fc.assert(fc.property(fc.jsonValue(), same), { numRuns: 40 });
    const places = placesIn(example);
    fc.assert(
      fc.property(fc.constantFrom(...places), odd, (place, by) => same(replaced(example, place, by))),
      { numRuns: 120 },
    );
    const parameters = fc.dictionary(fc.constantFrom(...RULES), odd, { maxKeys: 2 });
    fc.assert(
      fc.property(parameters, fc.constantFrom(...places), odd, (given, place, by) => {
        same({ ...(example as object), parameters: given });
        same({ ...(replaced(example, place.slice(0, 1), by) as object), parameters: given });
      }),
      { numRuns: 80 },
    );
  });
});

describe('a value that a what-if replaces', () => {
  const weights = calculators.find(({ name }) => name === 'weights')?.example as Record<string, Json>;
  const refused = (parameters: object) => refusedOf('weights', { ...weights, parameters });
  it('is named in the answer, and the rule that it replaces is cited as ever', () => {
    const answer = asked('weights', { ...weights, parameters: { 'price.weight.services_min': '12.5' } });
    expect(answer).toMatchObject({
      result: { pricePercentMin: '12.5' },
      overridden: ['price.weight.services_min'],
      rules: expect.arrayContaining([expect.objectContaining({ id: 'price.weight.services_min', citation: '财政部令第87号第五十五条' })]),
    });
  });
  it.each([
    ['price.weight.services_min', 12.5],
    ['price.weight.services_min', 'plenty'],
    ['price.weight.services_min', '101'],
    ['factors.forbidden', []],
    ['factors.forbidden', 'revenue'],
    ['committee.recusal', 'three'],
    ['committee.recusal', -3],
    ['sme.deduct', { min: '20', max: '10' }],
    ['sme.deduct', {}],
    ['method.table', [{ method: 'raffle' }]],
    ['procedure.open-tender', { ranking: 'price' }],
    ['threshold.openTender', '2e6'],
    ['threshold.openTender', '-1.00'],
  ])('has the form of the pack: %s is not %j', (rule, value) => {
    expect(refused({ [rule]: value })).toEqual([
      { code: 'input.malformed_parameter', rule: null, pointer: `/parameters/${rule}`, meta: { rule } },
    ]);
  });
  it('is of a rule that some pack knows', () => {
    expect(refused({ 'no.such.rule': '1' })).toEqual([
      { code: 'input.unknown_rule', rule: null, pointer: '/parameters/no.such.rule', meta: { rule: 'no.such.rule' } },
    ]);
  });
});
