import { type CalculationStep, type PlainDate, targetOf, targetReached } from '@goufu/domain';
import { z } from 'zod';
import { placeOf } from './kit/ask.js';
import { calculator } from './kit/calculator.js';
import { problem } from './kit/problem.js';
import { count, day, everywhere, name, some } from './kit/schemas.js';

const byDistrict = <T extends z.ZodType>(one: T) => z.record(z.string().min(1), one);
/** A target and what is counted for it. */
const about = <Id extends string, Facts extends z.ZodRawShape>(id: Id, facts: Facts) =>
  z.strictObject({ ...everywhere, target: z.literal(id), on: day(), facts: z.strictObject(facts) });

const contract = z.strictObject({
  district: name(),
  field: name(),
  supplierKind: z.enum(['micro', 'small', 'medium', 'large', 'social-organisation', 'public-institution', 'individual']),
  signedOn: day(),
});
const input = z.discriminatedUnion('target', [
  about('A-06', { registered: count() }),
  about('A-07', { introduced: count(), registered: count(), filed: count() }),
  about('A-08', { gradedValid: count(), assessable: count(), filed: count() }),
  about('A-09', { capable: count(), all: count() }),
  about('A-18', { attached: count(), all: count() }),
  about('A-19.park', { open: count() }),
  about('A-19.stations', { open: count() }),
  about('A-29', { completed: count() }),
  about('A-31', { named: z.strictObject({ industry: count(), charity: count(), community: count() }) }),
  about('B-07', { covered: count(), towns: count() }),
  about('B-21.towns', { covered: count(), towns: count() }),
  about('B-21.villages', { withOrganisationOrStation: count(), villages: count() }),
  about('B-22', { openedOn: byDistrict(day().nullable()) }),
  about('B-23', { hubs: byDistrict(count()) }),
  about('B-24', { open: some(name()) }),
  about('B-25', { counts: byDistrict(byDistrict(count())) }),
  about('B-26', { contracts: some(contract), districts: some(name()), year: count(1900, 9999) }),
  about('B-29', { covered: byDistrict(some(name())) }),
  about('B-30', { networks: count() }),
  about('B-41', { covered: count(), all: count() }),
]);

/** `B-21.villages`: the row and its part. */
const rowAndPart = (target: string): readonly [string, string | null] => {
  const [row = '', part = null] = target.split('.');
  return [row, part];
};

/** How far a target of a policy document is: `calculators.md` 20. The document is that of the place whose pack holds the target. */
export const target = calculator({
  name: 'target',
  title: { zh: '规划目标', en: 'How far a target of a policy document is' },
  input,
  example: { target: 'B-21.villages', on: '2018-12-31', facts: { withOrganisationOrStation: 126, villages: 168 } },
  place: (given, law) => placeOf(law, rowAndPart(given.target)[0], given.on as PlainDate),
  reckon: (given, asked) => {
    const [row, part] = rowAndPart(given.target);
    const unknown = { refused: [problem('input.unknown_rule', null, '/target', { rule: row })] };
    if (!asked.knows(row)) return unknown;
    const found = targetOf(asked.rule(row), part);
    if (!found) return unknown;
    const answer = targetReached(found, given.facts, given.on as PlainDate);
    if ('refused' in answer)
      return {
        refused: answer.refused.map(({ code, pointer, meta }) => problem(code, code.startsWith('input.') ? null : row, pointer, meta)),
      };
    const { reached, measured } = answer;
    const step: CalculationStep = {
      name: given.target,
      formula: measured.formula,
      inputs: measured.inputs,
      exact: reached.exact ?? '',
      rounded: null,
      rounding: null,
    };
    const findings = reached.findings.map(({ code, pointer, meta }) => problem(code, row, pointer, meta));
    return { result: { ...reached, findings }, steps: [step] };
  },
});
