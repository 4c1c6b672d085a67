import type { Task } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import { endOfDay, type Instant } from '../../kernel/time.js';
import { panelTasks } from '../../panel/tasks.js';
import type { PurchaseState } from '../state.js';
import { failedRound, isAccepted, openRound } from './acceptance.js';
import { clawbackUndemanded, instalmentsOf } from './instalments.js';
import { isOffered, type BreachRectification } from './state.js';

/** Who has what to do while the contract is performed. */
export const tasksDelivery = (state: PurchaseState): readonly Task[] =>
  state.ending.rescission === null
    ? [...paperwork(state), ...course(state), ...assessments(state), ...acceptance(state), ...payments(state)]
    : [...paperwork(state).filter(({ name }) => name !== 'signSupplement'), ...payments(state)];

const houses = (state: PurchaseState) => {
  const purchaser = state.parties.purchaser ?? '';
  const inside = (role: string): Task['to'] => ({ organisation: purchaser, role });
  return {
    handler: inside('purchaser-handler'),
    approver: inside('purchaser-approver'),
    business: inside('purchaser-business'),
    leader: inside('purchaser-leader'),
    supplier: { organisation: state.contract.signed?.supplier ?? '', role: 'supplier-agent' } as Task['to'],
    finance: { organisation: state.parties.finance ?? '', role: 'finance-officer' } as Task['to'],
  };
};
const task = (name: string, mark: string, to: Task['to'], since: Instant, due: Due | null, meta: Task['meta'] = {}): Task => ({
  key: `delivery/${name}/${mark}`,
  name,
  to,
  since,
  dueAt: due?.dueAt ?? null,
  rule: due?.rule ?? null,
  meta,
});

const paperwork = (state: PurchaseState): Task[] => {
  const { publication, filing, supplements } = state.delivery;
  const { handler, finance, supplier } = houses(state);
  const since = (state.contract.signed?.signedAt ?? 0) as Instant;
  const list: Task[] = [];
  if (publication?.doneAt === null) list.push(task('publishContract', 'own', handler, since, publication.due));
  if (publication?.late && publication.doneAt === null)
    list.push(task('publishContract', 'late', finance, since, publication.due, { alert: 'delivery.contract_unpublished' }));
  if (filing?.doneAt === null) list.push(task('fileContract', 'own', handler, since, filing.due));
  if (filing?.late && filing.doneAt === null)
    list.push(task('fileContract', 'late', finance, since, filing.due, { alert: 'delivery.contract_unfiled' }));
  for (const { id, offeredAt } of supplements.filter(isOffered))
    list.push(task('signSupplement', id, supplier, offeredAt, null, { supplement: id }));
  return list;
};

const course = (state: PurchaseState): Task[] => {
  const { milestones, breaches } = state.delivery;
  const { handler, approver, supplier } = houses(state);
  const list: Task[] = [];
  const since = (state.contract.signed?.signedAt ?? 0) as Instant;
  for (const { id, dueOn, reportedAt, confirmedAt } of milestones) {
    const due = state.obligations.milestones.find(({ milestone }) => milestone === id)?.due ?? null;
    if (reportedAt === null)
      list.push({ ...task('reportMilestone', id, supplier, since, null, { milestone: id }), dueAt: endOfDay(dueOn) });
    else if (confirmedAt === null) list.push(task('confirmMilestone', id, handler, reportedAt, due, { milestone: id }));
  }
  for (const { id, notice, noticeDue, reportedAt, decideDue, decision, defence, rectification } of breaches) {
    if (!notice) list.push(task('noticeBreach', id, handler, reportedAt, noticeDue, { breach: id }));
    else if (!decideDue && !defence) list.push(task('defend', id, supplier, notice.at, notice.defenceDue, { breach: id }));
    else if (!decision) list.push(task('decideBreach', id, approver, defence?.at ?? notice.at, decideDue, { breach: id }));
    else if (rectification) list.push(...rectifying(state, id, decision.at, rectification));
  }
  return list;
};

/** The supplier's, until it reports; late, the purchaser's as well: what follows is for it to say. */
const rectifying = (state: PurchaseState, breach: string, since: Instant, one: BreachRectification): Task[] => {
  const { approver, supplier } = houses(state);
  const { due, reported, late, judgeDue, result } = one;
  if (result) return [];
  const judge = (from: Instant, meta: Task['meta']) => task('judgeRectification', breach, approver, from, judgeDue, { breach, ...meta });
  return reported
    ? [judge(reported.at, {})]
    : [
        task('reportRectification', breach, supplier, since, due, { breach }),
        ...(late ? [judge(due.dueAt ?? since, { alert: 'delivery.rectification_late' })] : []),
      ];
};

const assessments = (state: PurchaseState): Task[] => {
  const { handler, approver, supplier } = houses(state);
  const list: Task[] = [];
  for (const round of state.delivery.assessments) {
    if (round.void) continue;
    const { id, panel, score, published, appeal, answer, settledAt, due } = round;
    if (!score)
      list.push(
        ...panelTasks(panel, {
          key: `delivery/${id}`,
          declare: 'declareAssessmentConflict',
          judge: 'submitAssessmentSheet',
          submit: 'submitAssessmentSheet',
          correct: 'submitAssessmentSheet',
          sign: 'submitAssessmentSheet',
          supplement: 'replaceEvaluator',
          lock: 'submitAssessmentSheet',
          present: 'publishAssessment',
          organiser: handler,
          ...(due.dueAt === null ? {} : { due: { at: due.dueAt, rule: due.rule } }),
        }),
      );
    else if (!published) list.push(task('publishAssessment', id, handler, panel.since, due, { assessment: id }));
    else if (appeal && !answer) list.push(task('answerAppeal', id, approver, appeal.at, appeal.answerDue, { assessment: id }));
    else if (settledAt === null) list.push(task('acceptAssessment', id, supplier, published.at, published.appealDue, { assessment: id }));
  }
  for (const terms of state.contract.signed?.schedule ?? []) {
    const own = state.delivery.instalments.find(({ id }) => id === terms.id);
    const assessed = state.delivery.assessments.some((round) => round.instalment === terms.id && !round.void);
    const needed = terms.conditions.includes('assessment') && own?.triggeredAt !== null && own?.waivedAt === null;
    if (needed && own && own.triggeredAt !== null && !assessed)
      list.push(task('openAssessment', terms.id, handler, own.triggeredAt, null, { instalment: terms.id }));
  }
  return list;
};

const acceptance = (state: PurchaseState): Task[] => {
  const { acceptanceRequest } = state.delivery;
  const { handler, finance, supplier, business, leader } = houses(state);
  if (isAccepted(state)) return [];
  const round = openRound(state);
  const failed = failedRound(state);
  const list: Task[] = [];
  if (acceptanceRequest?.late && !round?.act)
    list.push(task('openAcceptance', 'late', finance, acceptanceRequest.at, acceptanceRequest.due, { alert: 'delivery.acceptance_late' }));
  if (round) {
    if (round.act) return [...list, task('publishAcceptance', `${round.round}`, handler, round.act.at, round.act.publishDue)];
    const due = acceptanceRequest?.due ?? null;
    if (round.items.some(({ passed }) => passed === null))
      list.push(task('checkAcceptanceItems', `${round.round}`, business, round.openedAt, due));
    for (const person of round.members)
      if (!round.signatures.some((one) => one.person === person)) list.push(task('signAct', person, { person }, round.openedAt, due));
  } else if (failed && failed.publishedAt !== null && failed.final)
    list.push(task('rescind', `${failed.round}`, leader, failed.publishedAt, null, { alert: 'delivery.acceptance_rounds_over' }));
  else if (failed && failed.publishedAt !== null && !failed.rectification)
    list.push(task('orderRectification', `${failed.round}`, handler, failed.publishedAt, null));
  else if (failed?.rectification && !acceptanceRequest)
    list.push(
      task('requestAcceptance', `${failed.round + 1}`, supplier, failed.rectification.at, null, { until: failed.rectification.until }),
    );
  else if (acceptanceRequest) list.push(task('openAcceptance', 'own', handler, acceptanceRequest.at, acceptanceRequest.due));
  return list;
};

const payments = (state: PurchaseState): Task[] => {
  const { handler, supplier, approver } = houses(state);
  const list: Task[] = [];
  for (const { id, readyAt, settled, disbursement } of instalmentsOf(state)) {
    const own = state.delivery.instalments.find((one) => one.id === id);
    if (readyAt === null || settled !== null || disbursement !== null || !own) continue;
    list.push(task('requestPayment', id, supplier, readyAt, own.reminder, { instalment: id }));
    if (own.reminded)
      list.push(task('waiveInstalment', id, handler, readyAt, null, { instalment: id, alert: 'delivery.payment_unrequested' }));
  }
  const { clawback } = state.delivery;
  if (clawback && clawbackUndemanded(state) > 0n)
    list.push(task('demandClawback', 'own', approver, clawback.since, null, { amount: clawbackUndemanded(state).toString() }));
  return list;
};
