import type { Move } from '../../budget/ledger.js';
import type { CaseId, Context, Decision } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { dateOf, type Instant, yearOf } from '../../kernel/time.js';
import { reopening } from '../closing/reopen.js';
import type { PurchaseState } from '../state.js';
import { fundingEvent as event, type FundingCommand } from './events.js';
import { move } from './moves.js';
import type { FundingRefusal } from './refusals.js';
import type { ClawbackFunds, InstalmentFunds, YearFunds } from './state.js';

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);
const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

/** Fen of an instalment that the payee holds: paid less returned. */
export const instalmentPaid = (state: PurchaseState, id: string): bigint => state.funding.instalments[id]?.paid ?? 0n;
/** The disbursement that asks for this instalment now; null when none does. */
export const instalmentDisbursement = (state: PurchaseState, id: string): CaseId | null =>
  state.funding.instalments[id]?.disbursement ?? null;
/** When money of this instalment last arrived. */
export const instalmentLastPaidAt = (state: PurchaseState, id: string): Instant | null => state.funding.instalments[id]?.lastPaidAt ?? null;
/** All that the payee holds under the contract. */
export const totalPaid = (state: PurchaseState): bigint => sum(Object.values(state.funding.instalments).map(({ paid }) => paid));
/** All demands for money back taken together; null when there is none. */
export const clawbackOf = (
  state: PurchaseState,
): (Omit<ClawbackFunds, 'disbursement'> & { readonly disbursements: readonly CaseId[]; readonly settled: boolean }) | null => {
  const all = state.funding.clawbacks;
  if (all.length === 0) return null;
  const [demanded, received, writtenOff] = (['demanded', 'received', 'writtenOff'] as const).map((name) =>
    sum(all.map((one) => one[name])),
  );
  return {
    demanded: demanded ?? 0n,
    received: received ?? 0n,
    writtenOff: writtenOff ?? 0n,
    disbursements: all.map(({ disbursement }) => disbursement),
    settled: (received ?? 0n) + (writtenOff ?? 0n) >= (demanded ?? 0n),
  };
};
/** Sums over all lines. */
export const fundsHeld = ({
  funding,
}: PurchaseState): Pick<YearFunds, 'planned' | 'reserved' | 'committed' | 'advanced' | 'accepted' | 'paid'> => ({
  planned: sum(funding.years.map((one) => one.planned)),
  reserved: sum(funding.years.map((one) => one.reserved)),
  committed: sum(funding.years.map((one) => one.committed)),
  advanced: sum(funding.years.map((one) => one.advanced)),
  accepted: sum(funding.years.map((one) => one.accepted)),
  paid: sum(funding.years.map((one) => one.paid)),
});

const isRunning = (funds: YearFunds, at: Instant): boolean => !funds.ended && funds.endsAt !== null && at < funds.endsAt;
/** Fen that lines of the running year bear: a payment order beyond it waits for finance. */
export const payableThisYear = (state: PurchaseState, at: Instant): bigint =>
  sum(state.funding.years.filter((funds) => isRunning(funds, at)).map((funds) => funds.committed + funds.accepted));

/**
 * Where a payment comes from: lines of the running year first, then those that have ended (an order under way at the year's end). Before acceptance
 * it is a prepayment and stands as advanced. The treasury has paid already: what no commitment bears would be a bug and throws.
 */
const draw = (state: PurchaseState, amount: bigint, at: Instant): readonly Move[] => {
  const accepted = state.funding.acceptedAt !== null;
  const order = state.funding.years.toSorted((a, b) => Number(isRunning(b, at)) - Number(isRunning(a, at)) || a.year - b.year);
  const moves: Move[] = [];
  let left = amount;
  for (const funds of order) {
    if (funds.line === null) continue;
    for (const place of ['accepted', 'committed'] as const) {
      const part = least(left, funds[place]);
      if (part > 0n) moves.push(move(funds.line, place, accepted || place === 'accepted' ? 'paid' : 'advanced', part));
      left -= part;
    }
  }
  if (left > 0n) throw new Error(`the treasury paid ${left} fen more than ${state.id} has committed`);
  return moves;
};

/** Returned money stands again where it was drawn, as owed; of a year that is over it is withdrawn and planned for the year now. */
const giveBack = (state: PurchaseState, of: InstalmentFunds, amount: bigint, at: Instant): readonly Move[] => {
  const moves: Move[] = [];
  let left = amount;
  for (const drawn of of.drawn.toReversed()) {
    const funds = state.funding.years.find((one) => one.line === drawn.line);
    let here = least(left, drawn.amount);
    left -= here;
    for (const [from, to] of [
      ['advanced', 'committed'],
      ['paid', 'accepted'],
    ] as const) {
      const part = least(here, funds?.[from] ?? 0n);
      here -= part;
      if (part === 0n || !funds) continue;
      if (isRunning(funds, at)) moves.push(move(drawn.line, from, to, part));
      else moves.push(move(drawn.line, from, 'withdrawn', part), move(drawn.line, 'unplanned', 'planned', part, yearOf(dateOf(at))));
    }
  }
  return moves;
};

/** Money back from the payee: the line gets it while its year runs, else the treasury keeps it. */
const recover = (state: PurchaseState, amount: bigint, at: Instant): readonly Move[] => {
  const moves: Move[] = [];
  let left = amount;
  for (const funds of state.funding.years.toReversed()) {
    if (funds.line === null) continue;
    for (const place of ['paid', 'advanced'] as const) {
      const part = least(left, funds[place]);
      if (part > 0n) moves.push(move(funds.line, place, isRunning(funds, at) ? 'available' : 'withdrawn', part));
      left -= part;
    }
  }
  return moves;
};

const no = (code: FundingRefusal): Refusal => refuse<FundingRefusal>(code);
type Reported = Extract<FundingCommand, { type: `instalment${string}` | `clawback${string}` }>;

/** What disbursements report, in the transaction of their own event. Told twice is told once. */
export const decideReport = (state: PurchaseState, command: Reported, context: Context): Decision | Refusal => {
  const { data } = command;
  const none: Decision = { events: [] };
  if (command.type === 'clawbackDemanded') {
    const known = state.funding.clawbacks.some((one) => one.disbursement === data.disbursement);
    return known ? none : { events: [event('ClawbackDemanded', command.data)] };
  }
  if (command.type === 'clawbackReceived')
    return { events: [event('ClawbackReceived', { ...command.data, moves: recover(state, command.data.amount, context.at) })] };
  if (command.type === 'clawbackWrittenOff') return { events: [event('ClawbackWrittenOff', command.data)] };
  const of = state.funding.instalments[command.data.instalment];
  if (!of) return no('funding.instalment_unknown');
  switch (command.type) {
    case 'instalmentRequested':
      if (of.disbursement !== null && of.disbursement !== data.disbursement) return no('funding.instalment_open');
      // Asked for again after a return, with another invoice.
      if (state.funding.invoices[command.data.invoice] === data.disbursement) return none;
      return of.paid >= of.amount ? no('funding.instalment_paid') : { events: [event('InstalmentRequested', command.data)] };
    case 'instalmentReopened':
      return of.disbursement === data.disbursement ? { events: [event('InstalmentReopened', command.data)] } : none;
    case 'instalmentPaid':
      return { events: [event('InstalmentPaid', { ...command.data, moves: draw(state, command.data.amount, context.at) })] };
    case 'instalmentReturned':
      return {
        events: [
          event('InstalmentReturned', { ...command.data, moves: giveBack(state, of, command.data.amount, context.at) }),
          ...reopening(state),
        ],
      };
  }
};
