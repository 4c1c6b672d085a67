import { claimOf } from './decide.js';
import type { OrganisationEvent } from './organisation.js';

/**
 * What of an organisation goes along into a world beside its realm: everything but appointments that nobody holds today. A world may begin earlier, and
 * who has left since would read in it, as the officer of that time, what the realm no longer shows them; who takes office later would read it too early.
 */
export const keepsOfOrganisation = (event: OrganisationEvent, holds: (appointment: string) => boolean): boolean =>
  event.type === 'PersonAppointed' || event.type === 'AppointmentEnded' ? holds(event.data.key) : true;

/** What an event of the directory has claimed. */
export const claimsOfOrganisation = (event: OrganisationEvent): readonly string[] =>
  (event.type === 'OrganisationRegistered' || event.type === 'OrganisationRevised') && event.data.creditCode !== null
    ? [claimOf(event.data.creditCode)]
    : [];
