import {
  exactText,
  formatYuan,
  isRefusal,
  lateInterest as interestOf,
  mulRatio,
  ofPercent,
  parseYuan,
  type PlainDate,
  ratio,
  ratioOf,
} from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { problemsOf } from './kit/problem.js';
import { count, day, inForceOn, number, yuan } from './kit/schemas.js';

const rate = z.discriminatedUnion('source', [
  z.strictObject({ source: z.literal('statutory-daily') }),
  z.strictObject({
    source: z.literal('agreed'),
    annualPercent: number(),
    dayBase: count(1, 366).optional(),
    lprPercent: number().optional(),
  }),
]);
const input = z.strictObject({
  ...inForceOn,
  payeeKind: z.enum(['micro', 'small', 'medium', 'large', 'social-organisation', 'public-institution', 'individual']),
  amount: yuan(),
  due: day(),
  paid: day().nullable(),
  rate,
});

/** Interest on what is paid late: `calculators.md` 19. */
export const lateInterest = calculator({
  name: 'late-interest',
  title: { zh: '逾期付款利息', en: 'Interest on what is paid late' },
  input,
  example: {
    jurisdiction: 'demo-county',
    on: '2025-10-20',
    payeeKind: 'small',
    amount: '305000.00',
    due: '2025-08-15',
    paid: '2025-10-14',
    rate: { source: 'statutory-daily' },
  },
  reckon: (given, asked) => {
    const amount = parseYuan(given.amount) ?? 0n;
    const made = interestOf({
      payeeKind: given.payeeKind,
      amount,
      due: given.due as PlainDate,
      paid: given.paid as PlainDate | null,
      on: given.on as PlainDate,
      rate:
        given.rate.source === 'statutory-daily'
          ? { source: 'statutory-daily', daily: asked.rule('pay.sme.interest_daily'), scope: asked.rule('pay.sme.scope') }
          : {
              source: 'agreed',
              annualPercent: given.rate.annualPercent,
              ...(given.rate.dayBase === undefined ? {} : { dayBase: given.rate.dayBase }),
              ...(given.rate.lprPercent === undefined ? {} : { lprPercent: given.rate.lprPercent }),
            },
    });
    if (isRefusal(made)) return { refused: problemsOf(made) };
    const exact = mulRatio(mulRatio(ratio(amount, 100), ofPercent(ratioOf(made.dailyPercent))), ratio(made.days));
    const written = formatYuan(made.interest);
    return {
      result: { days: made.days, dailyPercent: made.dailyPercent, interest: written },
      steps: [
        {
          name: 'interest',
          formula: 'amount x dailyPercent / 100 x days',
          inputs: { amount: formatYuan(amount), dailyPercent: made.dailyPercent, days: String(made.days) },
          exact: exactText(exact),
          rounded: written,
          rounding: { mode: 'half-up', decimals: 2 },
        },
      ],
    };
  },
});
