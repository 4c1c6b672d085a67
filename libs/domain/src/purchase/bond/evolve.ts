import type { Recorded } from '../../kernel/case.js';
import type { BondEvent } from './bond.js';
import type { BondState, HeldBond } from './state.js';

/** Folds one event. Never fails. */
export const evolveBond = (state: BondState, { event, effectiveAt: at }: Recorded<BondEvent>): BondState => {
  const change = (bid: string, more: (bond: HeldBond) => Partial<HeldBond>): BondState => ({
    rounds: state.rounds.map((round) => ({
      ...round,
      bonds: round.bonds.map((bond) => (bond.bid === bid ? { ...bond, ...more(bond) } : bond)),
    })),
  });
  switch (event.type) {
    case 'BondsTaken': {
      const { round, demanded, bonds } = event.data;
      const fresh = { receipt: null, release: null, refund: null, forfeit: null };
      return { rounds: [...state.rounds, { round, demanded, takenAt: at, bonds: bonds.map((bond) => ({ ...bond, ...fresh })) }] };
    }
    case 'BondReceiptRecorded': {
      const { bid, received, amount, receivedOn } = event.data;
      return change(bid, () => ({ receipt: { received, amount, receivedOn, at } }));
    }
    case 'BondsFellDue':
      return event.data.bonds.reduce<BondState>(
        (now, { bid, because, due }) => ({
          rounds: now.rounds.map((round) => ({
            ...round,
            bonds: round.bonds.map((bond) => (bond.bid === bid ? { ...bond, release: { because, due, late: false, at } } : bond)),
          })),
        }),
        state,
      );
    case 'BondRefundLate':
      return change(event.data.bid, ({ release }) => ({ release: release && { ...release, late: true } }));
    case 'BondRefunded': {
      const { bid, amount, refundedOn: on, interest } = event.data;
      return change(bid, () => ({ refund: { amount, on, interest, at } }));
    }
    case 'BondForfeited': {
      const { bid, ground } = event.data;
      return change(bid, () => ({ forfeit: { ground, at } }));
    }
  }
};
