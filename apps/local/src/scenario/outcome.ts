import { addressOf } from './door.js';
import { standing } from './input.js';
import type { Told } from './report.js';
import type { Play, Variant } from './stage.js';
import type { Agreed } from './view.js';

/** What a played purchase came to, and every difference between what the system says and what the figures must be. */
export interface Outcome {
  readonly told: Told;
  readonly figures: {
    readonly closed: boolean;
    readonly ended: Readonly<Record<string, string>>;
    readonly contract: string | null;
    readonly instalments: readonly string[];
    readonly instalmentsAtCeiling: readonly string[];
    readonly paid: readonly string[];
    readonly recovered: string;
    readonly priceScores: Readonly<Record<string, string>>;
    readonly ledger: Readonly<Record<string, Readonly<Record<string, string>>>>;
  };
  readonly differences: readonly string[];
}

const titles: Readonly<Record<Variant | 'whole', string>> = {
  whole: '完整过程',
  'failed-tender': '招标失败后重新招标',
  'treasury-returns': '国库退回后重新支付',
  'poor-performance': '履约不佳，扣减并追回',
  'silent-purchaser': '采购人逾期未确认',
  'winner-refuses': '中标人拒签，选择下一候选人',
  'ended-in-tender': '采购中止于招标环节',
};

interface Statement {
  readonly balances: Readonly<Record<string, string>>;
  readonly items: readonly {
    readonly from: string;
    readonly to: string;
    readonly amount: string;
    readonly memo: string;
    readonly effectiveAt: string;
  }[];
}

const fen = (yuan: string): bigint => BigInt(yuan.replace('.', ''));
const yuan = (amount: bigint): string =>
  `${amount < 0n ? '-' : ''}${(amount < 0n ? -amount : amount) / 100n}.${String((amount < 0n ? -amount : amount) % 100n).padStart(2, '0')}`;

/** Digits and scale of decimal text: `12.5` is 125 over 10. */
const decimal = (text: string): readonly [bigint, bigint] => {
  const [whole = '0', rest = ''] = text.split('.');
  return [BigInt(whole + rest), 10n ** BigInt(rest.length)];
};

/** Shares of an amount in fen: each by itself half up, the last takes what is left. Reckoned here anew, so that two opinions are compared. */
const sharesOf = (total: bigint, percents: readonly string[]): readonly bigint[] => {
  const scaled = percents.slice(0, -1).map((percent) => {
    const [digits, scale] = decimal(percent);
    const denominator = 100n * scale;
    return (2n * total * digits + denominator) / (2n * denominator);
  });
  return [...scaled, scaled.reduce((left, share) => left - share, total)];
};

/** Price points with two decimals: the lowest price, less the deduction of small enterprises, over one's own. */
const pricePointsOf = (play: Play): ReadonlyMap<string, string> => {
  const { weights, deduction } = play.input;
  const bids = standing(play.input);
  const [percent, scale] = decimal(deduction.smallMicroPercent);
  const [weight, weightScale] = decimal(weights.price);
  const whole = 100n * scale;
  const adjusted = bids.map((bid) => ({
    supplier: bid.supplier,
    value: fen(bid.price) * (['small', 'micro'].includes(bid.kind) ? whole - percent : whole),
  }));
  const base = adjusted.reduce((low, { value }) => (value < low ? value : low), adjusted[0]?.value ?? 1n);
  return new Map(
    adjusted.map(({ supplier, value }) => {
      const hundredths = (2n * base * weight * 100n + value * weightScale) / (2n * value * weightScale);
      return [supplier, yuan(hundredths)];
    }),
  );
};

/** What each instalment comes to by the plan's table of factors: 100 % from 80 points, 80 % from 60, nothing below. */
const payableOf = (play: Play, schedule: readonly Agreed[]): readonly bigint[] => {
  const means = [...play.input.assessment];
  return schedule.map(({ amount, conditions }) => {
    if (!conditions.includes('assessment')) return fen(amount);
    const [points, scale] = decimal(means.shift() ?? '90');
    const factor = points >= 80n * scale ? 100n : points >= 60n * scale ? 80n : 0n;
    return (2n * fen(amount) * factor + 100n) / 200n;
  });
};

/** Looks at the end of a played purchase as the auditor does, and compares. */
export const outcomeOf = async (play: Play): Promise<Outcome> => {
  const { cast, input } = play;
  const auditor = cast.as('xu-yan');
  const { view } = await cast.door.show(auditor, addressOf(play.purchase));
  const differences: string[] = [];
  const same = (what: string, said: unknown, must: unknown): void => {
    if (JSON.stringify(said) !== JSON.stringify(must))
      differences.push(`${what}: ${JSON.stringify(said)}, must be ${JSON.stringify(must)}`);
  };

  const lines = await Promise.all(
    [...play.lines].map(
      async ([year, id]) => [year, await cast.door.get<Statement>(auditor, `${addressOf(id)}/statement?limit=100`)] as const,
    ),
  );
  const ledger = Object.fromEntries(lines.map(([year, { balances }]) => [String(year), balances]));
  const ranking = view.evaluation?.result?.ranking ?? [];
  const keyOf = (supplier: string): string => input.bids.find((bid) => cast.id(bid.supplier) === supplier)?.supplier ?? supplier;
  const signed = view.contract?.signed;
  const instalments = signed?.schedule.map(({ amount }) => amount) ?? [];
  const settled = view.delivery?.instalments ?? [];
  const recovered = lines.reduce(
    (sum, [, { items }]) =>
      sum + items.filter(({ memo }) => memo === 'ClawbackReceived').reduce((all, { amount }) => all + fen(amount), 0n),
    0n,
  );

  same('closed', view.closed, true);
  for (const [supplier, points] of pricePointsOf(play)) {
    const said = ranking.find((bid) => keyOf(bid.supplier) === supplier)?.priceScore;
    if (ranking.length > 0 && input.method !== 'competitive-negotiation') same(`price score of ${supplier}`, said, points);
  }
  if (signed) {
    same('instalments', instalments, sharesOf(fen(signed.amount), input.percents).map(yuan));
    same(
      'unsettled instalments',
      settled.filter((one) => one.settled === null).map(({ id }) => id),
      [],
    );
    const winner = ranking.find((bid) => bid.price === signed.amount);
    same('the contract is at the bid price', winner !== undefined, true);
    const paid = settled.reduce((sum, one) => sum + fen(one.paid), 0n);
    const booked = lines.reduce((sum, [, { balances }]) => sum + fen(balances.paid ?? '0.00'), 0n);
    same('paid in the ledger', yuan(booked + recovered), yuan(paid));
    if (play.variant !== 'poor-performance')
      same(
        'paid',
        settled.map((one) => one.paid),
        payableOf(play, signed.schedule).map(yuan),
      );
  }
  for (const [year, { balances }] of lines) {
    same(`the line of ${year} balances`, yuan(Object.values(balances).reduce((sum, balance) => sum + fen(balance), 0n)), '0.00');
    for (const bucket of ['reserved', 'committed', 'advanced', 'accepted'])
      same(`${bucket} at the end in ${year}`, balances[bucket] ?? '0.00', '0.00');
  }

  const payments = lines
    .flatMap(([, { items }]) => items)
    .filter(({ to, memo }) => /#(paid|advanced)$/.test(to) && memo === 'InstalmentPaid')
    .map(({ effectiveAt, amount }, i) => ({ at: effectiveAt, amount, label: `第${i + 1}笔` }))
    .sort((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return {
    told: {
      title: `${input.title}：${titles[play.variant ?? 'whole']}`,
      steps: play.steps,
      scores: ranking.map(({ supplier, price, priceScore, total, rank }) => ({
        supplier: cast.nameOf(supplier),
        price,
        priceScore,
        total,
        rank,
      })),
      ledger: lines.map(([year, { balances }]) => ({
        line: `${year}年`,
        accounts: Object.entries(balances).map(([bucket, balance]) => ({ bucket, balance })),
      })),
      payments,
    },
    figures: {
      closed: view.closed,
      ended: view.ended,
      contract: signed?.amount ?? null,
      instalments,
      instalmentsAtCeiling: sharesOf(fen(input.ceiling), input.percents).map(yuan),
      paid: settled.map((one) => one.paid),
      recovered: yuan(recovered),
      priceScores: Object.fromEntries(ranking.map((bid) => [keyOf(bid.supplier), bid.priceScore])),
      ledger,
    },
    differences,
  };
};
