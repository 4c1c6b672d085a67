import type { Context, DomainEvent, Recorded } from '../kernel/case.js';
import { dueOf } from '../kernel/deadline.js';
import type { Instant } from '../kernel/time.js';
import { instantFrom } from '../kernel/period.js';
import type { MovedDeadline } from './clock.js';
import type { Part } from './part.js';
import type { PurchaseState } from './state.js';

/** Nobody had a door from `from` to `to`: the next stage could not be opened. Kept as evidence for the dates that it moved. */
export type OutageRecorded = DomainEvent<
  'OutageRecorded',
  { readonly from: Instant; readonly to: Instant; readonly rule: string; readonly moved: readonly MovedDeadline[] }
>;

/**
 * The outage rule: where a stage is entered later than the pack's tolerance after the one before it ended, every period of the new stage that was
 * already running is counted again with that time taken out, those too that nothing else suspends: no silence is deemed against someone who had no
 * door. Null where nothing was out.
 */
export const outageOf = (before: PurchaseState, after: PurchaseState, owner: Part, context: Context): OutageRecorded | null => {
  const from = before.stages.endedAt;
  if (from === undefined) return null;
  const rule = context.rules.rule('outage.tolerance', before.pins);
  const tolerated = dueOf(rule, from, context.calendar).dueAt;
  if (tolerated === null || context.at < tolerated) return null;
  const suspensions = [...before.clock.past, { from, to: context.at }];
  const moved = (owner.deadlines?.(after, context.caseId) ?? []).flatMap((deadline): MovedDeadline[] => {
    // Periods that begin with the stage lose nothing; a bare moment is no period.
    if (deadline.from === undefined || deadline.rule === null || instantFrom(deadline.from, 'included') > from) return [];
    const now = dueOf(context.rules.rule(deadline.rule, before.pins), deadline.from, context.calendar, suspensions).dueAt;
    return now === null || now === deadline.at ? [] : [{ id: deadline.id, was: deadline.at, now }];
  });
  return { type: 'OutageRecorded', schema: 1, data: { from, to: context.at, rule: rule.id, moved } };
};

/** The state after events that are not recorded yet, as the parts fold it. */
export const foldedWith = (parts: readonly Part[], state: PurchaseState, events: readonly DomainEvent[], context: Context): PurchaseState =>
  events.reduce((now, event, i) => {
    const recorded: Recorded = {
      caseId: context.caseId,
      event,
      effectiveAt: context.at,
      at: context.at,
      by: { person: null, appointment: null, organisation: null },
      version: context.version + i + 1,
    };
    return parts.find((part) => event.type in part.events)?.evolve(now, recorded as never) ?? now;
  }, state);
