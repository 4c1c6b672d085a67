import type { Context, Decision, DomainEvent } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import type { Refusal } from '../../kernel/refusal.js';
import type { PurchaseState } from '../state.js';
import { no } from './no.js';
import { obligationEvent as event, type ObligationCommand } from './obligations.js';

type Data<T extends ObligationCommand['type']> = Extract<ObligationCommand, { type: T }>['data'];

/** A supplement is a contract: published and filed within the same days, from its own signature. */
export const supplementConcluded = (state: PurchaseState, supplement: string, context: Context): DomainEvent => {
  const due = (id: string) => dueOf(context.rules.rule(id, state.pins), context.at, context.calendar);
  return event('SupplementDutiesBegan', { supplement, publication: due('contract.publish'), filing: due('contract.file') });
};

export const publishSupplement = (
  state: PurchaseState,
  { supplement }: Data<'publishSupplement'>,
  context: Context,
): Decision | Refusal => {
  const duties = state.obligations.supplements.find((one) => one.supplement === supplement);
  const signed = state.delivery.supplements.find(({ id }) => id === supplement);
  if (!duties || !signed) return no('obligations.supplement_unknown', { pointer: '/supplement' });
  const { due, doneAt } = duties.publication;
  if (doneAt !== null) return no('obligations.nothing_to_publish');
  return {
    events: [event('SupplementPublished', { supplement, amount: signed.amount, late: due.dueAt !== null && context.at >= due.dueAt })],
  };
};
export const fileSupplement = (
  state: PurchaseState,
  { supplement, receipt }: Data<'fileSupplement'>,
  context: Context,
): Decision | Refusal => {
  const duties = state.obligations.supplements.find((one) => one.supplement === supplement);
  if (!duties) return no('obligations.supplement_unknown', { pointer: '/supplement' });
  const { due, doneAt } = duties.filing;
  if (doneAt !== null) return no('obligations.nothing_to_file');
  return { events: [event('SupplementFiled', { supplement, receipt, late: due.dueAt !== null && context.at >= due.dueAt })] };
};
