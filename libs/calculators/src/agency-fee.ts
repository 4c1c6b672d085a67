import {
  agencyFee as feeOf,
  type CalculationStep,
  exactText,
  formatYuan,
  mulRatio,
  parseYuan,
  ratio,
  ratioOf,
  type Tariff,
  tariffFaults,
} from '@goufu/domain';
import { z } from 'zod';
import { type Asked, calculator } from './kit/calculator.js';
import { type Problem, problem } from './kit/problem.js';
import { everywhere, list, name, number, yuan } from './kit/schemas.js';

const KINDS = ['services', 'goods', 'works'] as const;
const steps = z.strictObject({
  steps: list(z.strictObject({ upTo: yuan().nullable(), percent: number() })),
  floor: yuan().optional(),
});
const input = z.strictObject({
  ...everywhere,
  kind: z.enum(KINDS),
  amount: yuan(),
  tariff: z.union([name(), steps]),
  discountPercent: number().optional(),
});
type Input = z.output<typeof input>;

const fen = z.string().regex(/^(0|[1-9]\d*)$/);
/** A tariff as a pack writes it: amounts in fen, the last step without a bound. */
const row = z.partialRecord(
  z.enum(KINDS),
  z.object({ floor: fen.optional(), steps: list(z.object({ upTo: fen.optional(), percent: number() })) }),
);

type Read = Tariff | { readonly refused: readonly Problem[] };

const tariffOfPack = (id: string, given: Input, asked: Asked): Read => {
  const missing = (['jurisdiction', 'on'] as const).filter((field) => given[field] === undefined);
  if (missing.length > 0) return { refused: missing.map((field) => problem('input.missing', null, `/${field}`)) };
  if (!asked.knows(id)) return { refused: [problem('input.unknown_rule', null, '/tariff', { rule: id })] };
  const read = row.safeParse(asked.rule(id).value).data?.[given.kind];
  const tariff = read && {
    floor: BigInt(read.floor ?? '0'),
    steps: read.steps.map(({ upTo, percent }) => ({ upTo: upTo === undefined ? null : BigInt(upTo), percent })),
  };
  if (!tariff || tariffFaults(tariff.steps).length > 0)
    return { refused: [problem('agency_fee.not_a_tariff', null, '/tariff', { rule: id, kind: given.kind })] };
  return tariff;
};
const tariffOf = (given: Input, asked: Asked): Read => {
  if (typeof given.tariff === 'string') return tariffOfPack(given.tariff, given, asked);
  const tariff = {
    floor: parseYuan(given.tariff.floor) ?? 0n,
    steps: given.tariff.steps.map(({ upTo, percent }) => ({ upTo: parseYuan(upTo), percent })),
  };
  const faults = tariffFaults(tariff.steps);
  return faults.length === 0 ? tariff : { refused: faults.map(({ code, step }) => problem(code, null, `/tariff/steps/${step}/upTo`)) };
};

const HALF_UP = { mode: 'half-up', decimals: 2 } as const;
const CENT = ratio(1n, 100n);

/** What an agency charges for a purchase: `calculators.md` 18. */
export const agencyFee = calculator({
  name: 'agency-fee',
  title: { zh: '采购代理服务费', en: 'Fee of a procurement agency' },
  input,
  example: {
    kind: 'services',
    amount: '2541000.00',
    tariff: {
      steps: [
        { upTo: '1000000.00', percent: '1.4' },
        { upTo: '5000000.00', percent: '0.7' },
        { upTo: null, percent: '0.4' },
      ],
      floor: '4000.00',
    },
    discountPercent: '100',
  },
  reckon: (given, asked) => {
    const tariff = tariffOf(given, asked);
    if ('refused' in tariff) return tariff;
    const amount = parseYuan(given.amount) ?? 0n;
    const discountPercent = given.discountPercent ?? '100';
    const charged = feeOf(amount, tariff, discountPercent);
    const tiers = charged.tiers.map(({ from, to, percent, fee }) => ({
      from: formatYuan(from),
      to: formatYuan(to),
      percent,
      fee: exactText(mulRatio(fee, CENT)),
    }));
    const written: readonly CalculationStep[] = [
      ...tiers.map(({ from, to, percent, fee }, at) => ({
        name: `tier.${at}`,
        formula: '(to - from) x percent / 100',
        inputs: { from, to, percent },
        exact: fee,
        rounded: null,
        rounding: null,
      })),
      {
        name: 'sum',
        formula: 'sum of the tiers',
        inputs: {},
        exact: exactText(mulRatio(charged.sum, CENT)),
        rounded: formatYuan(charged.rounded),
        rounding: HALF_UP,
      },
      {
        name: 'fee',
        formula: 'sum x discountPercent / 100, at least the floor',
        inputs: { sum: formatYuan(charged.rounded), discountPercent, floor: formatYuan(tariff.floor) },
        exact: exactText(mulRatio(ratio(charged.rounded, 100n), mulRatio(ratioOf(discountPercent), CENT))),
        rounded: formatYuan(charged.fee),
        rounding: HALF_UP,
      },
    ];
    return { result: { fee: formatYuan(charged.fee), tiers, floorApplied: charged.floorApplied }, steps: written };
  },
});
