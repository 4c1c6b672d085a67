import type { Context, Decision, DomainEvent } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { formatYuan } from '../../kernel/money.js';
import { firstOf, type Refusal } from '../../kernel/refusal.js';
import { words } from '../../kernel/rules.js';
import type { PurchaseState } from '../state.js';
import { no } from './no.js';
import { obligationEvent as event, type ObligationCommand } from './obligations.js';

type Data<T extends ObligationCommand['type']> = Extract<ObligationCommand, { type: T }>['data'];

/** What the signature demands: the bond within the pack's days. Nothing where the contract names none. */
export const bondDemanded = (state: PurchaseState, context: Context): readonly DomainEvent[] => {
  const { signed } = state.contract;
  if (!signed?.bond) return [];
  const due = dueOf(context.rules.rule('bond.performance.lodge', state.pins), signed.signedAt, context.calendar);
  return [event('PerformanceBondDemanded', { amount: signed.bond, due })];
};
/** A published acceptance sets a lodged bond free. */
export const bondReleased = (state: PurchaseState, context: Context): readonly DomainEvent[] => {
  const { bond } = state.obligations;
  if (!bond || bond.form === null || bond.giving) return [];
  return [
    event('PerformanceBondReleased', {
      due: dueOf(context.rules.rule('bond.performance.return', state.pins), context.at, context.calendar),
    }),
  ];
};
/** Neither lodged nor to be given back any more. */
export const isBondSettled = ({ obligations: { bond } }: PurchaseState): boolean =>
  bond === null || bond.form === null || (bond.giving !== null && bond.giving.doneAt !== null);

export const lodgeBond = (state: PurchaseState, { form, file }: Data<'lodgePerformanceBond'>, context: Context): Decision | Refusal => {
  const { bond } = state.obligations;
  if (!bond) return no('obligations.no_bond');
  const forms = context.rules.rule('bond.performance_forms', state.pins);
  if (!words(forms).includes(form))
    return no('obligations.bond_form_unlawful', { pointer: '/form', rule: forms, meta: { legal: words(forms) } });
  const { dueAt } = bond.lodging.due;
  const lodged = event('PerformanceBondLodged', { form, file: file ?? null, late: dueAt !== null && context.at >= dueAt });
  const accepted = state.delivery.acceptance?.passed === true && state.delivery.acceptance.publishedAt !== null;
  // Lodged only after the acceptance: it goes back at once.
  return {
    events: accepted
      ? [lodged, ...bondReleased({ ...state, obligations: { ...state.obligations, bond: { ...bond, form } } }, context)]
      : [lodged],
  };
};

/** Given back whole, or less what an upheld breach lets the purchaser keep, with the reason. */
export const returnBond = (state: PurchaseState, data: Data<'returnPerformanceBond'>, context: Context): Decision | Refusal => {
  const { bond } = state.obligations;
  if (!bond) return no('obligations.no_bond');
  const { withheld: asked, reason = null } = data;
  const withheld = asked ?? 0n;
  const rule = context.rules.rule('bond.performance.return', state.pins);
  const upheld = state.delivery.breaches.some(({ decision }) => decision?.upheld === true);
  const refused = firstOf([
    withheld < 0n || withheld > bond.amount
      ? no('obligations.withheld_out_of_range', { pointer: '/withheld', meta: { amount: formatYuan(bond.amount) } })
      : null,
    withheld > 0n && !upheld ? no('obligations.withheld_without_breach', { pointer: '/withheld', rule }) : null,
    withheld > 0n && reason === null ? no('obligations.reason_missing', { pointer: '/reason' }) : null,
  ]);
  if (refused) return refused;
  const dueAt = bond.giving?.due.dueAt ?? null;
  const late = dueAt !== null && context.at >= dueAt;
  return { events: [event('PerformanceBondReturned', { amount: bond.amount - withheld, withheld, reason, late })] };
};
