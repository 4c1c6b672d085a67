import type { Instant } from '../kernel/index.js';
import type { EnterpriseKind, OrganisationState } from './organisation.js';

export interface KindDifference {
  readonly declared: EnterpriseKind;
  readonly registered: EnterpriseKind;
}

/** The kind under which an organisation stood in the directory at a moment; null before it stood there. */
export const kindAt = ({ kinds }: OrganisationState, at: Instant): EnterpriseKind | null =>
  kinds.findLast(({ from }) => from <= at)?.kind ?? null;

/** What a supplier declared of its kind and what the directory held at that moment, where they differ. */
export const kindDifference = (declared: EnterpriseKind, state: OrganisationState, at: Instant): KindDifference | null => {
  const registered = kindAt(state, at);
  return registered === null || registered === declared ? null : { declared, registered };
};
