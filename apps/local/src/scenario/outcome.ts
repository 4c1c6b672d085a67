import { addressOf } from './door.js';
import { fen, owedOf, pricePointsOf, sharesOf, yuan } from './reckoning.js';
import type { Told } from './report.js';
import type { Play } from './stage.js';
import { statementOf, toldOf, type Statement } from './telling.js';
import type { View } from './view.js';

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

type Seen = Pick<View, 'closed' | 'evaluation' | 'contract' | 'delivery'>;
/** Yuan that came back from the supplier, by the postings of all lines. */
const recoveredBy = (lines: readonly Statement[]): bigint =>
  lines
    .flatMap(({ items }) => items)
    .filter(({ memo }) => memo === 'ClawbackReceived')
    .reduce((all, { amount }) => all + fen(amount), 0n);

/** Every figure that is not what it must be by arithmetic of its own; `keyOf` names a supplier as the input does. */
export const differencesOf = (
  { input, variant }: Pick<Play, 'input' | 'variant'>,
  view: Seen,
  lines: readonly Statement[],
  keyOf: (supplier: string) => string,
): readonly string[] => {
  const differences: string[] = [];
  const same = (what: string, said: unknown, must: unknown): void => {
    if (JSON.stringify(said) !== JSON.stringify(must))
      differences.push(`${what}: ${JSON.stringify(said)}, must be ${JSON.stringify(must)}`);
  };
  const ranking = view.evaluation?.result?.ranking ?? [];
  const signed = view.contract?.signed;
  const settled = view.delivery?.instalments ?? [];
  const recovered = recoveredBy(lines);

  same('closed', view.closed, true);
  for (const [supplier, points] of pricePointsOf(input)) {
    const said = ranking.find((bid) => keyOf(bid.supplier) === supplier)?.priceScore;
    if (ranking.length > 0 && input.method !== 'competitive-negotiation') same(`price score of ${supplier}`, said, points);
  }
  if (signed) {
    const owed = owedOf(variant, signed.amount, signed.schedule, input);
    same(
      'instalments',
      signed.schedule.map(({ amount }) => amount),
      sharesOf(fen(signed.amount), input.percents).map(yuan),
    );
    same(
      'unsettled instalments',
      settled.filter((one) => one.settled === null).map(({ id }) => id),
      [],
    );
    same(
      'the contract is at the bid price',
      ranking.some((bid) => bid.price === signed.amount),
      true,
    );
    same(
      'paid',
      settled.map((one) => one.paid),
      owed.paid.map(yuan),
    );
    same('received back', yuan(recovered), yuan(owed.back));
    const paid = settled.reduce((sum, one) => sum + fen(one.paid), 0n);
    const booked = lines.reduce((sum, { balances }) => sum + fen(balances.paid ?? '0.00'), 0n);
    same('paid in the ledger', yuan(booked + recovered), yuan(paid));
  }
  for (const { year, balances } of lines) {
    same(`the line of ${year} balances`, yuan(Object.values(balances).reduce((sum, balance) => sum + fen(balance), 0n)), '0.00');
    for (const bucket of ['reserved', 'committed', 'advanced', 'accepted'])
      same(`${bucket} at the end in ${year}`, balances[bucket] ?? '0.00', '0.00');
  }
  return differences;
};

/** Looks at the end of a played purchase as the auditor does, and compares. */
export const outcomeOf = async (play: Play): Promise<Outcome> => {
  const { cast, input } = play;
  const { view } = await cast.door.show(cast.as('xu-yan'), addressOf(play.purchase));
  const lines = await Promise.all([...play.lines].map(([year, id]) => statementOf(play, year, id)));
  const keyOf = (supplier: string): string => input.bids.find((bid) => cast.id(bid.supplier) === supplier)?.supplier ?? supplier;
  const signed = view.contract?.signed;
  const differences = differencesOf(play, view, lines, keyOf);
  return {
    told: await toldOf(play, view, lines, differences),
    figures: {
      closed: view.closed,
      ended: view.ended,
      contract: signed?.amount ?? null,
      instalments: signed?.schedule.map(({ amount }) => amount) ?? [],
      instalmentsAtCeiling: sharesOf(fen(input.ceiling), input.percents).map(yuan),
      paid: (view.delivery?.instalments ?? []).map((one) => one.paid),
      recovered: yuan(recoveredBy(lines)),
      priceScores: Object.fromEntries((view.evaluation?.result?.ranking ?? []).map((bid) => [keyOf(bid.supplier), bid.priceScore])),
      ledger: Object.fromEntries(lines.map(({ year, balances }) => [String(year), balances])),
    },
    differences,
  };
};
