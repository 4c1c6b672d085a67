// oxlint-disable unicorn/no-thenable -- a step of the ladder says what follows from it
import {
  breachConsequences,
  type CalculationStep,
  type Consequence,
  count as countOf,
  exactText,
  flag,
  formatYuan,
  type Incident,
  type LadderStep,
  mulRatio,
  ofPercent,
  parseYuan,
  type PlainDate,
  ratio,
  ratioOf,
} from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { type Problem, problem } from './kit/problem.js';
import { count, day, inForceOn, list, name, number, some, yuan } from './kit/schemas.js';
import { withinCalendar } from './kit/within-calendar.js';

const when = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('failed-assessment'), countAtLeast: count(1) }),
  z.strictObject({ kind: z.literal('vacancy'), singleLongerThanDays: count().optional(), totalLongerThanDays: count().optional() }),
]);
const then = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('rectify'), withinWorkingDays: count(1) }),
  z.strictObject({ kind: z.literal('deduct'), perDay: yuan(), counts: z.enum(['all-days', 'days-beyond']) }),
  z.strictObject({ kind: z.literal('penalty'), percentOfContract: number() }),
  z.strictObject({ kind: z.literal('may-terminate') }),
]);
const incident = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('failed-assessment'), on: day() }),
  z.strictObject({ kind: z.literal('vacancy'), post: name(), from: day(), to: day() }),
]);
const input = z.strictObject({
  ...inForceOn,
  contract: yuan(),
  ladder: list(z.strictObject({ id: name(), when, then: list(then) })),
  incidents: some(incident),
});
type Input = z.output<typeof input>;

/** Steps that stand twice, ask for nothing, or deduct by days where no days are counted: nothing could follow from them. */
const faultsOf = (ladder: Input['ladder']): readonly Problem[] => {
  const seen = new Set<string>();
  return ladder.flatMap((step, index) => {
    const place = `/ladder/${index}`;
    const found: Problem[] = seen.has(step.id) ? [problem('input.duplicate_id', null, `${place}/id`, { id: step.id })] : [];
    seen.add(step.id);
    if (step.when.kind === 'vacancy' && step.when.singleLongerThanDays === undefined && step.when.totalLongerThanDays === undefined)
      found.push(problem('input.missing', null, `${place}/when/singleLongerThanDays`));
    if (step.when.kind === 'failed-assessment')
      for (const [at, one] of step.then.entries())
        if (one.kind === 'deduct') found.push(problem('input.unknown_value', null, `${place}/then/${at}/kind`, { value: one.kind }));
    return found;
  });
};

const ladderOf = (ladder: Input['ladder']): readonly LadderStep[] =>
  ladder.map(({ id, when: on, then: follow }) => ({
    id,
    when: on as LadderStep['when'],
    then: follow.map((one) => (one.kind === 'deduct' ? { ...one, perDay: parseYuan(one.perDay) ?? 0n } : one)),
  }));

const incidentsOf = (incidents: Input['incidents']): readonly Incident[] =>
  incidents.map((one) =>
    one.kind === 'vacancy'
      ? { kind: one.kind, post: one.post, from: one.from as PlainDate, to: one.to as PlainDate }
      : { kind: one.kind, on: one.on as PlainDate },
  );

const stepsOf = (consequences: readonly Consequence[], ladder: readonly LadderStep[], contract: bigint): readonly CalculationStep[] =>
  consequences.flatMap((one): readonly CalculationStep[] => {
    if (one.kind === 'penalty') {
      const { percentOfContract, amount } = one;
      return [
        {
          name: `${one.step}.penalty`,
          formula: 'contract x percentOfContract / 100',
          inputs: { contract: formatYuan(contract), percentOfContract },
          exact: exactText(mulRatio(ratio(contract, 100n), ofPercent(ratioOf(percentOfContract)))),
          rounded: formatYuan(amount),
          rounding: { mode: 'half-up', decimals: 2 },
        },
      ];
    }
    if (one.kind !== 'deduct') return [];
    const deducts = ladder.find(({ id }) => id === one.step)?.then.find(({ kind }) => kind === 'deduct');
    const counts = deducts?.kind === 'deduct' ? deducts.counts : 'all-days';
    return [
      {
        name: `${one.step}.deduct.${one.post}`,
        formula: 'days x perDay',
        inputs: { days: String(one.days), counts },
        exact: exactText(ratio(one.amount, 100n)),
        rounded: null,
        rounding: null,
      },
    ];
  });

/** What a contract's ladder brings for what has happened: `calculators.md` 17. */
export const breach = calculator({
  name: 'breach',
  title: { zh: '违约后果', en: 'What the ladder of a contract brings' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-11-05',
    contract: '873456.79',
    ladder: [
      {
        id: 's3',
        when: { kind: 'vacancy', singleLongerThanDays: 15, totalLongerThanDays: 29 },
        then: [{ kind: 'deduct', perDay: '310.00', counts: 'all-days' }],
      },
    ],
    incidents: [{ kind: 'vacancy', post: '7', from: '2025-10-10', to: '2025-10-27' }],
  },
  reckon: (given, asked) => {
    const noticeNeeded = flag(asked.rule('breach.notice'));
    const defence = countOf(asked.rule('breach.defence'));
    const contract = parseYuan(given.contract) ?? 0n;
    const ladder = ladderOf(given.ladder);
    const asking = { on: given.on as PlainDate, contract, ladder, incidents: incidentsOf(given.incidents) };
    return withinCalendar(asked.calendar, '/on', () => {
      const judged = breachConsequences(asking, { noticeNeeded, calendar: asked.calendar });
      const faults = 'refused' in judged ? judged.refused : [];
      const refused = [...faultsOf(given.ladder), ...faults.map(({ code, pointer }) => problem(code, null, pointer))];
      if ('refused' in judged || refused.length > 0) return { refused };
      const steps: readonly CalculationStep[] = [
        ...stepsOf(judged.consequences, ladder, contract),
        {
          name: 'defence',
          formula: 'working days for the supplier after the notice',
          inputs: { noticeNeeded: String(judged.noticeNeeded), defenceWorkingDays: String(defence) },
          exact: String(defence),
          rounded: null,
          rounding: null,
        },
      ];
      const { deduction, penalty, mayTerminate } = judged;
      return {
        result: {
          consequences: judged.consequences.map((one) => ('amount' in one ? { ...one, amount: formatYuan(one.amount) } : one)),
          deduction: formatYuan(deduction),
          penalty: formatYuan(penalty),
          mayTerminate,
          noticeNeeded: judged.noticeNeeded,
          findings: [],
        },
        steps,
      };
    });
  },
});
