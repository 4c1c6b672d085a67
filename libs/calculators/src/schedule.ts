import {
  exactText,
  formatYuan,
  isRefusal,
  mulRatio,
  ofPercent,
  parseRatio,
  parseYuan,
  ratio,
  scheduleByAmounts,
  scheduleByPercents,
} from '@goufu/domain';
import { z } from 'zod';
import { calculator } from './kit/calculator.js';
import { problem, problemsOf } from './kit/problem.js';
import { everywhere, list, number, yuan } from './kit/schemas.js';

const input = z.strictObject({ ...everywhere, total: yuan(), percents: list(number()).optional(), amounts: list(yuan()).optional() });
const HALF_UP = { mode: 'half-up', decimals: 2 } as const;

/** Instalments that sum to the total to the fen: `calculators.md` 13. */
export const schedule = calculator({
  name: 'schedule',
  title: { zh: '分期付款', en: 'Instalments that sum exactly' },
  input,
  example: { total: '873456.79', percents: ['30', '36.25', '33.75'] },
  reckon: ({ total: text, percents, amounts }) => {
    if ((percents === undefined) === (amounts === undefined))
      return { refused: [problem('input.one_of', null, '', { fields: ['percents', 'amounts'] })] };
    const total = parseYuan(text) ?? 0n;
    const made = percents
      ? scheduleByPercents(total, percents)
      : scheduleByAmounts(
          total,
          (amounts ?? []).map((one) => parseYuan(one) ?? 0n),
        );
    if (isRefusal(made)) return { refused: problemsOf(made) };
    const written = made.amounts.map(formatYuan);
    const steps = (percents ?? []).map((percent, at) => {
      const exact = mulRatio(ratio(total, 100), ofPercent(parseRatio(percent) ?? ratio(0)));
      const isLast = at === written.length - 1;
      return {
        name: `/percents/${at}`,
        formula: isLast ? 'total - the others' : 'total x percent / 100',
        inputs: { total: formatYuan(total), percent },
        exact: exactText(exact),
        rounded: written[at] ?? null,
        rounding: isLast ? null : HALF_UP,
      };
    });
    return { result: { amounts: written, sum: formatYuan(made.sum), lastExact: made.lastExact }, steps };
  },
});
