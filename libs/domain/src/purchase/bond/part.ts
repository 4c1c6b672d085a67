import type { Context, Decision, Effect, Recorded } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import { dateOf } from '../../kernel/time.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import type { BondCommand, BondCommandType, BondEvent } from './bond.js';
import { bondDeadlines, bondTasks } from './duties.js';
import { evolveBond } from './evolve.js';
import { bondOf, bondsOf, everyBond, isHeld, lastRound, no } from './facts.js';
import { forfeitBond, letBondsFallDue, refundBond } from './give-back.js';
import { bondRefusals } from './refusals.js';
import { offersOf, takeBonds } from './take.js';

type Data<T extends BondCommandType> = Extract<BondCommand, { type: T }>['data'];

const legal = (state: PurchaseState, type: BondCommandType): Refusal | null => {
  switch (type) {
    case 'recordBondReceipt':
      return lastRound(state)?.bonds.some(({ receipt }) => receipt === null) ? null : no('bond.none_known');
    case 'refundBond':
    case 'forfeitBond':
      return everyBond(state).some((bond) => isHeld(bond)) ? null : no('bond.none_known');
    default:
      return null;
  }
};

const recordReceipt = (state: PurchaseState, data: Data<'recordBondReceipt'>, context: Context): Decision | Refusal => {
  const { bid, received, evidence } = data;
  const bond = bondOf(state, bid);
  if (!bond) return no('bond.unknown', { pointer: '/bid', meta: { bid } });
  if (bond.receipt) return no('bond.receipt_recorded');
  const { amount = null, receivedOn = null } = received ? data : {};
  if (received && (amount === null || receivedOn === null)) return no('bond.amount_missing', { pointer: '/amount' });
  if (receivedOn !== null && receivedOn > dateOf(context.at)) return no('bond.in_the_future', { pointer: '/receivedOn' });
  const event: BondEvent = {
    type: 'BondReceiptRecorded',
    schema: 1,
    data: { bid, received, amount: amount ?? 0n, receivedOn, evidence },
  };
  return { events: [event] };
};

const overdue = (state: PurchaseState, { bid }: Data<'bondRefundOverdue'>): Decision => {
  const bond = bondOf(state, bid);
  const event: BondEvent = { type: 'BondRefundLate', schema: 1, data: { bid } };
  return { events: bond?.release && !bond.release.late && isHeld(bond) ? [event] : [] };
};

const decide = (state: PurchaseState, command: BondCommand, context: Context): Decision | Refusal => {
  switch (command.type) {
    case 'recordBondReceipt':
      return recordReceipt(state, command.data, context);
    case 'refundBond':
      return refundBond(state, command.data, context);
    case 'forfeitBond':
      return forfeitBond(state, command.data, context);
    case 'takeBonds':
      return takeBonds(state, command.data.round, context);
    case 'letBondsFallDue':
      return letBondsFallDue(state, command.data.round, context);
    case 'bondRefundOverdue':
      return overdue(state, command.data);
  }
};

/** 投标保证金: in the envelope until bids are no secret any more, then received, given back in time, or forfeited. */
export const bondPart: Part<BondCommand, BondEvent> = {
  commands: {
    recordBondReceipt: { by: 'person', stages: 'any', contents: ['/evidence'] },
    refundBond: { by: 'person', stages: 'any', contents: ['/evidence', '/bidderCaused'] },
    forfeitBond: { by: 'person', stages: 'any', contents: ['/reason'] },
    takeBonds: { by: 'system', stages: 'any' },
    letBondsFallDue: { by: 'system', stages: 'any' },
    bondRefundOverdue: { by: 'system', stages: 'any' },
  },
  events: {
    BondsTaken: true,
    BondReceiptRecorded: true,
    BondsFellDue: true,
    BondRefundLate: true,
    BondRefunded: true,
    BondForfeited: true,
  },
  refusals: bondRefusals,
  needs: (state, command) => (command.type === 'takeBonds' ? { children: ['bid'], contents: offersOf(state) } : {}),
  legal: (state, type) => legal(state, type),
  decide,
  evolve: (state, recorded) => ({ ...state, bond: evolveBond(bondsOf(state), recorded) }),
  deadlines: bondDeadlines,
  tasks: bondTasks,
  effects: ({ caseId, event }: Recorded<BondEvent>): readonly Effect[] => {
    if (event.type !== 'BondRefunded' && event.type !== 'BondForfeited') return [];
    const { bid, supplier, amount } = event.data;
    const about = event.type === 'BondRefunded' ? 'bondRefunded' : 'bondForfeited';
    return [{ key: `${caseId}:notice:${about}:${bid}`, kind: 'notice', payload: { caseId, to: supplier, about, bid, amount } }];
  },
};
