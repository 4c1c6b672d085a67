import {
  commonDenominator,
  compareRatio,
  divRatio,
  equalRatio,
  exactText,
  meanRatio,
  mulRatio,
  ofPercent,
  parseRatio,
  ratio,
  ratioOf,
  roundHalfUp,
  sumRatio,
  type Ratio,
} from '../../kernel/ratio.js';
import { segment } from '../../panel/answer.js';

/** What is found in a score, or refused of it, beyond the words of the appraisal's case. */
export const appraisalSentences = {
  'performance.percent_above_100': { zh: '定性指标得分比例不得超过100%。', en: 'A per cent of quality cannot be above 100.' },
  'performance.too_fine': {
    zh: '数值的分数过细，无法精确合计。',
    en: 'These fractions have no common denominator that could be written: they cannot be added up exactly.',
  },
  'performance.header_sum_differs': {
    zh: '表头所列{declared}分与指标合计{sum}分不一致。',
    en: 'The form prints {declared}; the indicators add up to {sum}.',
  },
  'performance.band_gap': { zh: '得分{total}不属于任何等级。', en: 'No grade has a place for a score of {total}.' },
  'performance.far_over_target': {
    zh: '完成指标值的{percent}%，超过{limit}%，指标值可能偏低。',
    en: 'This is {percent} % of the target, more than {limit} %: the target may have been too low.',
  },
  'performance.level_differs': {
    zh: '平均得分比例{percent}%不属于“{level}”，应为“{belongs}”。',
    en: 'A mean of {percent} % does not belong to {level} but to {belongs}.',
  },
} as const;

export type ScoreIndicator =
  | {
      readonly id: string;
      readonly under: string;
      readonly weight: string;
      readonly kind: 'quantity';
      readonly direction: 'up' | 'down';
      readonly target: string;
      readonly actual: string;
    }
  | {
      readonly id: string;
      readonly under: string;
      readonly weight: string;
      readonly kind: 'quality';
      /** Per cent of each scorer. */
      readonly percents: Readonly<Record<string, string>>;
      readonly level?: string;
    };
export type Band =
  | { readonly grade: string; readonly from: string }
  | { readonly grade: string; readonly from: string; readonly to: string };
export interface PerformanceInput {
  readonly decimals: number;
  /** Sums that the form prints; their order is that of `sumChecks`. */
  readonly headers: Readonly<Record<string, string>>;
  readonly execution: {
    readonly weight: string;
    readonly basis: 'full-year-budget' | 'funds-received';
    /** Fen. */
    readonly budget: bigint;
    readonly received: bigint;
    readonly spent: bigint;
  };
  readonly indicators: readonly ScoreIndicator[];
  readonly bands: readonly Band[];
  /** Over-fulfilment beyond this per cent of the target is a finding; null: no limit. */
  readonly overPercent?: string | null;
  /** Levels of quality: a named level has to hold the mean per cent. */
  readonly levels?: readonly { readonly level: string; readonly from: string; readonly to: string }[];
}
interface PerformanceFinding {
  readonly code: 'performance.header_sum_differs' | 'performance.band_gap' | 'performance.far_over_target' | 'performance.level_differs';
  readonly pointer: string;
  readonly meta: Readonly<Record<string, string>>;
}
export interface PerformanceFault {
  readonly code:
    | 'performance.weights_not_100'
    | 'input.malformed_number'
    | 'input.number_negative'
    | 'input.amount_negative'
    | 'input.empty_list'
    | 'input.duplicate_id'
    | 'performance.percent_above_100'
    | 'performance.too_fine';
  readonly pointer: string;
  readonly meta: Readonly<Record<string, string>>;
}
export interface PerformanceResult {
  readonly total: string;
  readonly grade: string | null;
  readonly items: readonly { readonly id: string; readonly exact: string }[];
  readonly execution: {
    readonly basis: PerformanceInput['execution']['basis'];
    readonly fullYearBudgetPercent: string | null;
    readonly fundsReceivedPercent: string | null;
  };
  readonly sumChecks: readonly { readonly header: string; readonly declared: string; readonly sum: string; readonly ok: boolean }[];
  readonly findings: readonly PerformanceFinding[];
}

const ZERO = ratio(0n);
const ONE = ratio(1n);
const HUNDRED = ratio(100n);
const EXECUTION = '执行率';
// A limit of the machine: a common denominator of six thousand digits is no appraisal but an attack.
const FINEST = 20_000;
const tooFine = (values: readonly Ratio[]): boolean => commonDenominator(values, FINEST) === null;
const atMostOne = (share: Ratio): Ratio => (compareRatio(share, ONE) > 0 ? ONE : share);

/** Score and grade of a project's spending 项目支出绩效 (`calculators.md` 15): exact throughout, the total rounded once, the grade by the rounded total. */
export const performanceScore = (input: PerformanceInput): PerformanceResult | { readonly refused: readonly PerformanceFault[] } => {
  const refused = faultsOf(input);
  if (refused.length > 0) return { refused };
  const { execution, indicators, headers, bands, decimals } = input;
  const full = rate(execution.spent, execution.budget);
  const received = rate(execution.spent, execution.received);
  const executed = execution.basis === 'full-year-budget' ? full : received;
  const items = [
    { id: 'execution', exact: mulRatio(atMostOne(executed ?? ZERO), ratioOf(execution.weight)) },
    ...indicators.map((one) => ({ id: one.id, exact: pointsOf(one) })),
  ];
  if (tooFine(items.map(({ exact }) => exact))) return { refused: [{ code: 'performance.too_fine', pointer: '/indicators', meta: {} }] };
  const total = roundHalfUp(sumRatio(items.map(({ exact }) => exact)), decimals);
  const weights = new Map<string, Ratio[]>();
  const declaredExecution = Object.keys(headers).find((header) => header === EXECUTION || header === 'execution');
  if (declaredExecution !== undefined) weights.set(declaredExecution, [ratioOf(execution.weight)]);
  for (const { under, weight } of indicators) {
    const found = weights.get(under);
    if (found) found.push(ratioOf(weight));
    else weights.set(under, [ratioOf(weight)]);
  }
  const sumChecks = Object.entries(headers).map(([header, declared]) => {
    const sum = sumRatio(weights.get(header) ?? []);
    return { header, declared, sum: exactText(sum), ok: equalRatio(sum, ratioOf(declared)) };
  });
  const grade = gradeOf(bands, ratioOf(total));
  return {
    total,
    grade,
    items: items.map(({ id, exact }) => ({ id, exact: exactText(exact) })),
    execution: { basis: execution.basis, fullYearBudgetPercent: percentText(full), fundsReceivedPercent: percentText(received) },
    sumChecks,
    findings: [
      ...sumChecks
        .filter(({ ok }) => !ok)
        .map(
          ({ header, declared, sum }): PerformanceFinding => ({
            code: 'performance.header_sum_differs',
            pointer: `/headers/${segment(header)}`,
            meta: { declared, sum },
          }),
        ),
      ...indicators.flatMap((one, index) => [
        ...farOver(one, index, input.overPercent ?? null),
        ...wrongLevel(one, index, input.levels ?? []),
      ]),
      ...(grade === null ? [{ code: 'performance.band_gap' as const, pointer: '/bands', meta: { total } }] : []),
    ],
  };
};

const rate = (spent: bigint, of: bigint): Ratio | null => (of === 0n ? null : ratio(spent, of));
const percentText = (share: Ratio | null): string | null => (share === null ? null : exactText(mulRatio(share, HUNDRED)));

/** Share of the target that is reached; downwards the other way round: none wanted and none there is all, none wanted and some there is nothing. */
const reached = ({ direction, target, actual }: Extract<ScoreIndicator, { kind: 'quantity' }>): Ratio => {
  const [wanted, found] = [ratioOf(target), ratioOf(actual)];
  if (direction === 'up') return wanted.num === 0n ? ONE : divRatio(found, wanted);
  return found.num === 0n ? ONE : divRatio(wanted, found);
};
const qualityOf = (percents: Readonly<Record<string, string>>): Ratio => meanRatio(Object.values(percents).map(ratioOf));

const pointsOf = (one: ScoreIndicator): Ratio => {
  const weight = ratioOf(one.weight);
  return one.kind === 'quantity' ? mulRatio(atMostOne(reached(one)), weight) : mulRatio(ofPercent(qualityOf(one.percents)), weight);
};

const farOver = (one: ScoreIndicator, index: number, limit: string | null): PerformanceFinding[] => {
  if (limit === null || one.kind !== 'quantity') return [];
  const share = mulRatio(reached(one), HUNDRED);
  if (compareRatio(share, ratioOf(limit)) <= 0) return [];
  return [{ code: 'performance.far_over_target', pointer: `/indicators/${index}/actual`, meta: { percent: exactText(share), limit } }];
};
const wrongLevel = (one: ScoreIndicator, index: number, levels: NonNullable<PerformanceInput['levels']>): PerformanceFinding[] => {
  if (one.kind !== 'quality' || one.level === undefined) return [];
  const mean = qualityOf(one.percents);
  // Of two levels that touch, the upper one has the bound.
  const fits = levels
    .toSorted((a, b) => compareRatio(ratioOf(b.from), ratioOf(a.from)))
    .find(({ from }) => compareRatio(mean, ratioOf(from)) >= 0);
  if (fits?.level === one.level) return [];
  return [
    {
      code: 'performance.level_differs',
      pointer: `/indicators/${index}/level`,
      meta: { level: one.level, percent: exactText(mean), belongs: fits?.level ?? '' },
    },
  ];
};

/** Lower bounds are inclusive; bands with an upper bound too may leave a score without a grade. */
const gradeOf = (bands: readonly Band[], total: Ratio): string | null => {
  const found = bands
    .toSorted((a, b) => compareRatio(ratioOf(b.from), ratioOf(a.from)))
    .find((band) => compareRatio(total, ratioOf(band.from)) >= 0 && (!('to' in band) || compareRatio(total, ratioOf(band.to)) <= 0));
  return found?.grade ?? null;
};

const faultsOf = ({ execution, indicators, headers, bands }: PerformanceInput): readonly PerformanceFault[] => {
  const faults: PerformanceFault[] = [];
  const read = (text: string, pointer: string): Ratio => {
    const value = parseRatio(text);
    if (!value) faults.push({ code: 'input.malformed_number', pointer, meta: {} });
    else if (value.num < 0n) faults.push({ code: 'input.number_negative', pointer, meta: {} });
    return value ?? ZERO;
  };
  for (const [header, declared] of Object.entries(headers)) read(declared, `/headers/${segment(header)}`);
  const weights = [read(execution.weight, '/execution/weight')];
  for (const field of ['budget', 'received', 'spent'] as const)
    if (execution[field] < 0n) faults.push({ code: 'input.amount_negative', pointer: `/execution/${field}`, meta: {} });
  if (indicators.length === 0) faults.push({ code: 'input.empty_list', pointer: '/indicators', meta: {} });
  const seen = new Set<string>();
  for (const [index, one] of indicators.entries()) {
    const place = `/indicators/${index}`;
    if (seen.has(one.id)) faults.push({ code: 'input.duplicate_id', pointer: `${place}/id`, meta: { id: one.id } });
    seen.add(one.id);
    weights.push(read(one.weight, `${place}/weight`));
    if (one.kind === 'quantity') {
      read(one.target, `${place}/target`);
      read(one.actual, `${place}/actual`);
    } else if (Object.keys(one.percents).length === 0) faults.push({ code: 'input.empty_list', pointer: `${place}/percents`, meta: {} });
    else {
      const percents = Object.entries(one.percents).map(([scorer, percent]) => {
        const pointer = `${place}/percents/${segment(scorer)}`;
        const value = read(percent, pointer);
        if (compareRatio(value, HUNDRED) > 0) faults.push({ code: 'performance.percent_above_100', pointer, meta: {} });
        return value;
      });
      if (tooFine(percents)) faults.push({ code: 'performance.too_fine', pointer: `${place}/percents`, meta: {} });
    }
  }
  for (const [index, band] of bands.entries()) read(band.from, `/bands/${index}/from`);
  if (tooFine(weights)) return [...faults, { code: 'performance.too_fine', pointer: '/indicators', meta: {} }];
  const sum = sumRatio(weights);
  if (faults.length === 0 && !equalRatio(sum, HUNDRED))
    faults.push({ code: 'performance.weights_not_100', pointer: '/indicators', meta: { sum: exactText(sum) } });
  return faults;
};
