import { lineYear, type Move } from '../../budget/ledger.js';
import type { Recorded } from '../../kernel/case.js';
import type { Instant } from '../../kernel/time.js';
import type { FundingEvent } from './events.js';
import { applyMoves } from './moves.js';
import type { ClawbackFunds, Drawn, FundingState, InstalmentFunds } from './state.js';

type Of<T extends FundingEvent['type']> = Extract<FundingEvent, { type: T }>['data'];

const amended = (state: FundingState, id: string, change: (of: InstalmentFunds) => Partial<InstalmentFunds>): FundingState => {
  const of = state.instalments[id];
  return of ? { ...state, instalments: { ...state.instalments, [id]: { ...of, ...change(of) } } } : state;
};
const claimed = (state: FundingState, disbursement: string, change: (of: ClawbackFunds) => Partial<ClawbackFunds>): FundingState => ({
  ...state,
  clawbacks: state.clawbacks.map((one) => (one.disbursement === disbursement ? { ...one, ...change(one) } : one)),
});

/** Money first, by the moves that the event carries; then what the event says of instalments and years. Never fails. */
export const evolveFunding = (state: FundingState, { event, effectiveAt }: Recorded<FundingEvent>): FundingState => {
  const { data } = event;
  const lines = 'lines' in data ? data.lines : [];
  const now: FundingState = 'moves' in data ? { ...state, years: applyMoves(state.years, data.moves, lines) } : state;
  switch (event.type) {
    case 'FundsReserved':
    case 'FundsReleased':
    case 'CommitmentsReleased':
      return now;
    case 'FundsCommitted': {
      const fresh = { disbursement: null, requested: 0n, paid: 0n, returned: 0n, lastPaidAt: null, drawn: [] };
      const instalments = Object.fromEntries(event.data.instalments.map((one) => [one.id, { ...one, ...fresh }]));
      return { ...now, committedAt: effectiveAt, instalments };
    }
    case 'FundsAdded':
      return amended(now, event.data.instalment, (of) => ({ amount: of.amount + event.data.amount }));
    case 'FundsAccepted':
      return { ...now, acceptedAt: state.acceptedAt ?? effectiveAt };
    case 'FundingYearEnded': {
      const years = now.years.map((funds) => (funds.line === event.data.line ? { ...funds, ended: true } : funds));
      const next = lineYear(event.data.line) + 1;
      const waits = years.some((funds) => funds.line === null && funds.memo === event.data.line && funds.year === next);
      const known = state.unfunded.some(({ year }) => year === next);
      const todo = { year: next, since: effectiveAt, short: null, dueAt: null };
      return { ...now, years, unfunded: !waits || known ? state.unfunded : [...state.unfunded, todo] };
    }
    case 'YearFunded':
      return { ...now, unfunded: state.unfunded.filter(({ year }) => year !== event.data.year) };
    case 'YearFundingRefused': {
      const { year, line, missing, dueAt } = event.data;
      const others = state.unfunded.filter((one) => one.year !== year);
      return { ...now, unfunded: [...others, { year, since: effectiveAt, short: { line, missing }, dueAt }] };
    }
    case 'FundsCarried':
      return now;
    case 'ExpectedPaymentMoved':
      return amended(now, event.data.instalment, () => ({ expectedOn: event.data.expectedOn }));
    case 'InstalmentRequested':
      return {
        ...amended(now, event.data.instalment, () => ({ disbursement: event.data.disbursement, requested: event.data.amount })),
        invoices: { ...state.invoices, [event.data.invoice]: event.data.disbursement },
      };
    case 'InstalmentReopened': {
      const invoices = Object.fromEntries(Object.entries(state.invoices).filter(([, by]) => by !== event.data.disbursement));
      const pastDisbursements = [...state.pastDisbursements, event.data.disbursement];
      return { ...amended(now, event.data.instalment, () => ({ disbursement: null, requested: 0n })), invoices, pastDisbursements };
    }
    case 'InstalmentPaid':
      return amended(now, event.data.instalment, (of) => paid(of, event.data, effectiveAt));
    case 'InstalmentReturned':
      return waiting(
        amended(now, event.data.instalment, (of) => returned(of, event.data)),
        event.data.moves,
        effectiveAt,
      );
    case 'ClawbackDemanded': {
      const { disbursement, amount } = event.data;
      return { ...now, clawbacks: [...state.clawbacks, { disbursement, demanded: amount, received: 0n, writtenOff: 0n }] };
    }
    case 'ClawbackReceived':
      return claimed(now, event.data.disbursement, (of) => {
        const received = of.received + event.data.amount;
        const lost = of.demanded - received;
        // What comes in after it was written off was not lost after all.
        return { received, writtenOff: lost < of.writtenOff ? (lost > 0n ? lost : 0n) : of.writtenOff };
      });
    case 'ClawbackWrittenOff':
      return claimed(now, event.data.disbursement, (of) => ({ writtenOff: of.writtenOff + event.data.amount }));
  }
};

/** Money returned after its year is planned for this one: finance has to find it a line. */
const waiting = (state: FundingState, moves: readonly Move[], since: Instant): FundingState => {
  const years = moves.filter(({ to }) => to === 'planned').map(({ year }) => year);
  const fresh = years.filter((year) => !state.unfunded.some((one) => one.year === year));
  return { ...state, unfunded: [...state.unfunded, ...fresh.map((year) => ({ year, since, short: null, dueAt: null }))] };
};

const paid = (of: InstalmentFunds, data: Of<'InstalmentPaid'>, at: InstalmentFunds['lastPaidAt']): Partial<InstalmentFunds> => {
  const drawn = data.moves.map(({ line, year, amount }): Drawn => ({ line, year, amount }));
  // The last of what was ordered has arrived: the rest of the instalment, if it is disputed, may be asked for by another disbursement.
  const done = data.last;
  return {
    paid: of.paid + data.amount,
    drawn: [...of.drawn, ...drawn],
    lastPaidAt: at,
    requested: done ? 0n : of.requested - data.amount,
    disbursement: done ? null : of.disbursement,
  };
};

const returned = (of: InstalmentFunds, data: Of<'InstalmentReturned'>): Partial<InstalmentFunds> => {
  let left = data.amount;
  const drawn = of.drawn
    .toReversed()
    .flatMap((one) => {
      const part = left < one.amount ? left : one.amount;
      left -= part;
      return one.amount === part ? [] : [{ ...one, amount: one.amount - part }];
    })
    .toReversed();
  return {
    paid: of.paid - data.amount,
    returned: of.returned + data.amount,
    drawn,
    requested: of.requested + data.amount,
    disbursement: data.disbursement,
  };
};
