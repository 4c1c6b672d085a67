import type { CaseId, Context } from '../kernel/case.js';
import { refuse, type Refusal } from '../kernel/refusal.js';
import { words } from '../kernel/rules.js';
import type { EnterpriseKind, OrganisationData, OrganisationState } from '../organisation/organisation.js';
import type { PurchaseState } from '../purchase/state.js';
import type { BidRefusal } from './refusals.js';

/** Which kinds of body (in the words of the procurement rules) a registered kind can be; the first is taken where nothing is stated. */
const contractorKinds: Readonly<Record<EnterpriseKind, readonly string[]>> = {
  micro: ['enterprise', 'rural-collective'],
  small: ['enterprise', 'rural-collective'],
  medium: ['enterprise', 'rural-collective'],
  large: ['enterprise'],
  'prison-enterprise': ['enterprise'],
  'disabled-welfare-unit': ['enterprise', 'social-organisation'],
  'social-organisation': ['social-organisation', 'mass-organisation-paid-by-finance', 'grassroots-self-governing-body'],
  // The registered kind doesn't tell the classes apart, and only one of them may provide services: it must be stated.
  'public-institution': [],
  individual: ['individual'],
};
const institutionClasses = ['public-institution-class-one', 'public-institution-class-two'];

/** Who bids: a registered supplier, for itself, outside of the purchaser's side. */
const standing = (supplier: CaseId, data: OrganisationData | null, purchase: PurchaseState, context: Context): Refusal | null => {
  if (context.actor.kind === 'person' && context.actor.organisation !== supplier)
    return refuse<BidRefusal>('bid.not_your_organisation', { pointer: '/supplier' });
  if (data?.type !== 'supplier') return refuse<BidRefusal>('bid.not_a_supplier', { pointer: '/supplier' });
  const { purchaser, finance, prefectureFinance, agency } = purchase.parties;
  const ownSide = [purchaser, finance, prefectureFinance, agency?.organisation ?? null];
  const belongs = (id: CaseId | null): boolean => id !== null && ownSide.includes(id);
  return belongs(supplier) || belongs(data.parent) ? refuse<BidRefusal>('bid.own_side', { pointer: '/supplier' }) : null;
};

/** The kind of body that bids, or why it may not. */
export const bidderKind = (
  supplier: CaseId,
  stated: string | null,
  purchase: PurchaseState,
  context: Context,
): { readonly contractor: string } | Refusal => {
  const data = (context.cases.get(supplier)?.state as OrganisationState | undefined)?.data ?? null;
  const outside = standing(supplier, data, purchase, context);
  if (outside) return outside;
  const registered = data?.enterprise ?? null;
  const possible = registered === 'public-institution' ? institutionClasses : registered === null ? [] : contractorKinds[registered];
  const contractor = stated ?? (registered === 'public-institution' ? null : (possible[0] ?? null));
  const more = { pointer: '/contractor', meta: { registered, declared: stated } };
  if (contractor === null) return refuse<BidRefusal>('bid.kind_missing', more);
  if (!possible.includes(contractor)) return refuse<BidRefusal>('bid.kind_not_as_registered', more);
  const excluded = context.rules.rule('gps.excluded_both_sides', purchase.pins);
  const about = { pointer: '/contractor', meta: { kind: contractor } };
  if (words(excluded).includes(contractor)) return refuse<BidRefusal>('bid.kind_excluded', { ...about, rule: excluded });
  const admitted = context.rules.rule('gps.contractor', purchase.pins);
  return words(admitted).includes(contractor) ? { contractor } : refuse<BidRefusal>('bid.kind_not_admitted', { ...about, rule: admitted });
};
