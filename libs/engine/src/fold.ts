import { decode, type DomainEvent, type Recorded } from '@goufu/domain';
import type { StoredEvent } from '@goufu/persistence';
import type { AnyCaseType } from './case-type.js';

/** A stored event as `evolve` takes it: decoded, and lifted to the present shape. */
export const recordedOf = (type: AnyCaseType, row: StoredEvent): Recorded => {
  const event: DomainEvent = { type: row.type, schema: row.schema, data: decode(row.data) };
  return {
    caseId: row.case_id,
    event: type.upcast ? type.upcast(event) : event,
    effectiveAt: row.effective_at,
    at: row.at,
    by: { person: row.person, appointment: row.appointment, organisation: row.organisation },
    version: row.version,
  };
};

/** The state that a chain of events folds to, with the state after each event. */
export const foldEvents = (
  type: AnyCaseType,
  rows: readonly StoredEvent[],
): { state: unknown; steps: { recorded: Recorded; state: unknown }[] } => {
  let state = type.initial;
  const steps = rows.map((row) => {
    const recorded = recordedOf(type, row);
    state = type.evolve(state, recorded);
    return { recorded, state };
  });
  return { state, steps };
};
