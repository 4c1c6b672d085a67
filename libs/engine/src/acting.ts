import { dateOf, refuse, type Action, type Actor, type Instant, type Refusal } from '@goufu/domain';
import type { AppointmentRow, Opened } from '@goufu/persistence';
import { CaseWork } from './case-work.js';
import type { Registry } from './registry.js';
import { type Session, SYSTEM } from './session.js';

export interface ActingPerson {
  readonly person: string;
  /** Key of the appointment acted in; null where a person acts in none (a bidder's first registration). */
  readonly appointment: string | null;
}

export const ANONYMOUS: Actor = { kind: 'anonymous', person: null, appointment: null, organisation: null, roles: [] };

/** Who acts, as the deciders know them; a post of somebody else or of another day is refused. */
export const actorOf = (acting: ActingPerson | 'system', opened: Opened, now: Instant): Actor | Refusal => {
  if (acting === 'system') return SYSTEM;
  if (acting.appointment === null) return { kind: 'person', person: acting.person, appointment: null, organisation: null, roles: [] };
  const row = opened.appointment;
  if (!row || row.person !== acting.person) return refuse('access.appointment_not_yours');
  if (!current(row, now)) return refuse('access.appointment_not_current', { meta: { from: row.from_on, to: row.to_on ?? '…' } });
  return { kind: 'person', person: acting.person, appointment: row.key, organisation: row.organisation, roles: row.roles };
};
const current = (row: AppointmentRow, now: Instant): boolean => {
  const today = dateOf(now);
  return row.from_on <= today && (row.to_on === null || today <= row.to_on);
};

/** What this actor may do with a case now, and what is theirs but not now, with the reason. */
export const actionsOf = (session: Session, work: CaseWork, actor: Actor): Action[] => {
  if (actor.kind !== 'person') return [];
  const context = session.context(work, session.now, actor);
  return Object.entries(work.type.commands).flatMap(([name, shape]): Action[] => {
    if (shape.by === 'system' || shape.creates) return [];
    // What is not for this person at all is no button; what is theirs but not now says why.
    if (work.type.offered?.(work.state, name, context) === false) return [];
    const reason = work.type.gate(work.state, name, context);
    return [reason === null ? { name, allowed: true } : { name, allowed: false, reason }];
  });
};

/** A command that begins a case. */
export interface Start {
  readonly kind: string;
  readonly command: string;
}

/** Which cases this actor may begin: the same gate as a command meets, asked of a case that is not there yet. */
export const startsOf = (session: Session, registry: Registry, actor: Actor): Start[] =>
  registry.kinds.flatMap((kind) => {
    const type = registry.of(kind);
    const work = CaseWork.fresh(type, `${kind}/new`, null);
    const context = session.context(work, session.now, actor);
    const isOpen = (command: string): boolean =>
      type.offered?.(work.state, command, context) !== false && type.gate(work.state, command, context) === null;
    return Object.entries(type.commands)
      .filter(([command, { by, creates }]) => by === 'person' && creates === true && isOpen(command))
      .map(([command]) => ({ kind, command }));
  });
