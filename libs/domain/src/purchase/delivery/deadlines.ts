import type { Deadline } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import { endOfDay, type Instant } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import { failedRound, isAccepted, openRound } from './acceptance.js';
import { instalmentsOf, settledSince } from './instalments.js';

const at = (id: string, due: Due, type: string, data: object, suspendable: boolean): Deadline[] =>
  due.dueAt === null
    ? []
    : [
        {
          id: `delivery/${id}`,
          at: due.dueAt,
          command: { type, data },
          rule: due.rule,
          calendar: due.calendar,
          from: due.from,
          suspendable,
        },
      ];
const moment = (id: string, when: Instant, type: string, data: object = {}): Deadline => ({
  id: `delivery/${id}`,
  at: when,
  command: { type, data },
  rule: null,
  calendar: null,
  // Money that is owed never stands still.
  suspendable: false,
});

/** Everything that delivery waits for: duties with their alarms, periods of the supplier's rights, days on which money falls due. */
export const deadlinesDelivery = (state: PurchaseState): readonly Deadline[] => {
  const { publication, filing, breaches, assessments, acceptanceRequest, instalments } = state.delivery;
  const rescinded = state.ending.rescission !== null;
  const failed = failedRound(state);
  // Of a rescinded contract only its money and its publicity are still waited for.
  const round = rescinded ? null : openRound(state);
  const list: Deadline[] = [];
  if (publication && publication.doneAt === null && !publication.late)
    list.push(...at('publish', publication.due, 'contractPublicationOverdue', {}, true));
  if (filing && filing.doneAt === null && !filing.late) list.push(...at('file', filing.due, 'contractFilingOverdue', {}, true));
  for (const { id, notice, decideDue, decision } of rescinded ? [] : breaches)
    if (notice && !decideDue && !decision) list.push(...at(`${id}/defence`, notice.defenceDue, 'defenceOver', { breach: id }, true));
  for (const { id, rectification: one } of rescinded ? [] : breaches)
    if (one && !one.reported && !one.late && !one.result)
      list.push(...at(`${id}/rectify`, one.due, 'breachRectificationOverdue', { breach: id }, true));
  for (const { id, published, appeal, settledAt, due, late } of rescinded ? [] : assessments) {
    if (!published && !late) list.push(...at(`${id}/due`, due, 'assessmentOverdue', { assessment: id }, true));
    if (published && !appeal && settledAt === null)
      list.push(...at(`${id}/appeal`, published.appealDue, 'appealPeriodOver', { assessment: id }, true));
  }
  const ends = state.contract.signed?.endsOn;
  if (ends && !rescinded && !acceptanceRequest && !isAccepted(state) && state.delivery.acceptances.length === 0)
    list.push(moment('term', endOfDay(ends), 'termEnded'));
  if (failed?.rectification && !rescinded && !acceptanceRequest && !round)
    list.push(moment(`rectification/${failed.round}`, endOfDay(failed.rectification.until), 'termEnded'));
  if (acceptanceRequest && !rescinded && !acceptanceRequest.late && !round?.act && !isAccepted(state))
    list.push(...at('acceptance', acceptanceRequest.due, 'acceptanceOverdue', {}, true));
  if (round?.act && !round.late)
    list.push(
      ...at(`acceptance/${round.round}/publish`, round.act.publishDue, 'acceptancePublicationOverdue', { round: round.round }, true),
    );
  for (const { id, triggerAt, triggeredAt } of instalments)
    if (triggerAt !== null && triggeredAt === null && !rescinded)
      list.push(moment(`${id}/trigger`, triggerAt, 'instalmentTriggered', { instalment: id }));
  for (const { id, reminder, reminded } of instalments) {
    const face = instalmentsOf(state).find((one) => one.id === id);
    const asked = face === undefined || face.disbursement !== null || face.paid > 0n || face.settled !== null;
    if (reminder && !reminded && !asked) list.push(...at(`${id}/reminder`, reminder, 'paymentUnrequested', { instalment: id }, false));
  }
  const settled = settledSince(state);
  if (settled !== null) list.push(moment('settled', settled, 'settleDelivery'));
  return list;
};
