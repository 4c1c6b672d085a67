import type { Context, Decision, DomainEvent } from '../kernel/case.js';
import { equal } from '../kernel/json.js';
import { refuse, type Refusal } from '../kernel/refusal.js';
import { dateOf } from '../kernel/time.js';
import { powersOf, type OrganisationState } from '../organisation/organisation.js';
import type { PurchaseState } from './state.js';

/** The agency's powers changed since the purchase heard of them last: its to-dos go where they belong now. */
export type EntrustmentChanged = DomainEvent<'EntrustmentChanged', { readonly powers: readonly string[]; readonly agreement: string }>;

const houseOf = ({ parties }: PurchaseState, context: Context): OrganisationState | null =>
  (context.cases.get(parties.purchaser ?? '')?.state as OrganisationState | undefined) ?? null;

/** What the purchaser has entrusted to its agency at this moment: the agreement in force when an act is done counts, not the one at the opening. */
export const powersInForce = (state: PurchaseState, context: Context): readonly string[] => {
  const { agency } = state.parties;
  if (agency === null) return [];
  const house = houseOf(state, context);
  return house?.data ? powersOf(house, agency.organisation, dateOf(context.at)) : agency.powers;
};

/** What the directory says otherwise than the purchase knows; nothing where it says the same, or was not read. */
export const entrustmentChanges = (state: PurchaseState, context: Context): readonly EntrustmentChanged[] => {
  const { agency } = state.parties;
  const house = houseOf(state, context);
  if (agency === null || !house?.data) return [];
  const powers = powersInForce(state, context);
  if (equal([...powers].sort(), [...agency.powers].sort())) return [];
  const agreement = house.entrustments.findLast((one) => one.agency === agency.organisation)?.agreement ?? agency.agreement;
  return [{ type: 'EntrustmentChanged', schema: 1, data: { powers, agreement } }];
};

export const noteEntrustment = (state: PurchaseState, context: Context): Decision | Refusal => {
  const events = entrustmentChanges(state, context);
  return events.length > 0 ? { events } : refuse('purchase.entrustment_unchanged');
};
