import type { Context, Decision } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import { firstOf, isRefusal, type Refusal } from '../../kernel/refusal.js';
import { figure } from '../../panel/answer.js';
import { addFunds, instalmentDisbursement } from '../funding/part.js';
import { supplementConcluded } from '../obligations/supplements.js';
import type { PurchaseState } from '../state.js';
import { deliveryEvent as event } from './delivery-event.js';
import type { DeliveryCommand } from './delivery.js';
import { no } from './no.js';
import { isOffered, isStanding } from './state.js';
import { supplementRoom } from './supplement-cap.js';

type Data<T extends DeliveryCommand['type']> = Extract<DeliveryCommand, { type: T }>['data'];

/** 合同公告: within the days of the regulation; later it is still done, with the lateness on record. */
export const publishContract = (state: PurchaseState, context: Context): Decision | Refusal => {
  const { publication } = state.delivery;
  const { signed } = state.contract;
  if (!publication || !signed || publication.doneAt !== null) return no('delivery.contract_already_published');
  const late = publication.due.dueAt !== null && context.at >= publication.due.dueAt;
  return { events: [event('ContractPublished', { number: signed.number, late })] };
};
/** 合同备案 with the finance bureau. */
export const fileContract = (state: PurchaseState, data: Data<'fileContract'>, context: Context): Decision | Refusal => {
  const { filing } = state.delivery;
  if (!filing || filing.doneAt !== null) return no('delivery.contract_already_filed');
  const late = filing.due.dueAt !== null && context.at >= filing.due.dueAt;
  return { events: [event('ContractFiled', { receipt: data.receipt, late })] };
};

/** 补充合同 of the same object on the same terms, within the cap counted over all that add (`calculators.md` 14). */
export const supplement = (state: PurchaseState, data: Data<'supplement'>, context: Context): Decision | Refusal => {
  const original = state.contract.signed?.amount ?? 0n;
  const rule = context.rules.rule('contract.supplement_max', state.pins);
  const earlier = state.delivery.supplements.filter(isStanding).map(({ amount }) => amount);
  const { cumulative, cap, over } = supplementRoom({ original, earlier, amount: data.amount }, figure(rule));
  const meta = { cumulative: formatYuan(cumulative), cap: formatYuan(cap), over: formatYuan(over) };
  const refused = firstOf([
    data.amount > 0n ? null : no('delivery.supplement_not_positive', { pointer: '/amount' }),
    over > 0n ? no('delivery.supplement_over_cap', { pointer: '/amount', rule, meta }) : null,
    data.sameObject ? null : no('delivery.supplement_of_another_object', { pointer: '/sameObject', rule }),
    data.otherTermsUnchanged ? null : no('delivery.supplement_changes_terms', { pointer: '/otherTermsUnchanged', rule }),
  ]);
  if (refused) return refused;
  const id = `supplement-${state.delivery.supplements.length + 1}`;
  return { events: [event('SupplementOffered', { id, amount: data.amount, text: data.text, cumulative, cap })] };
};
/** The supplier's signature concludes it: its money is committed in the same transaction, and the last instalment bears it on the same terms. */
export const signSupplement = (state: PurchaseState, { supplement: id }: Data<'signSupplement'>, context: Context): Decision | Refusal => {
  const offered = state.delivery.supplements.find((one) => one.id === id);
  if (!offered) return no('delivery.supplement_unknown', { pointer: '/supplement' });
  if (offered.signedAt !== null) return no('delivery.supplement_signed');
  if (!isOffered(offered)) return no('delivery.supplement_withdrawn');
  const bearing = state.delivery.instalments.findLast((one) => one.waivedAt === null && instalmentDisbursement(state, one.id) === null);
  if (!bearing) return no('delivery.instalment_settled');
  const { amount } = offered;
  const committed = addFunds(state, bearing.id, amount, context);
  if (isRefusal(committed)) return committed;
  return {
    events: [event('SupplementSigned', { id, instalment: bearing.id, amount }), ...committed, supplementConcluded(state, id, context)],
  };
};
/** Until both have signed it binds nobody: the purchaser takes it back or the supplier declines it, and what it would have added is free again. */
export const withdrawSupplement = (state: PurchaseState, data: Data<'withdrawSupplement'>, context: Context): Decision | Refusal => {
  const offered = state.delivery.supplements.find(({ id }) => id === data.supplement);
  if (!offered) return no('delivery.supplement_unknown', { pointer: '/supplement' });
  if (offered.signedAt !== null) return no('delivery.supplement_signed');
  if (!isOffered(offered)) return no('delivery.supplement_withdrawn');
  const side = context.actor.organisation === state.contract.signed?.supplier ? 'supplier' : 'purchaser';
  return { events: [event('SupplementWithdrawn', { id: offered.id, side, reason: data.reason })] };
};
