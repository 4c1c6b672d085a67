import { approvalDeadlines, approvalTasks, type ApprovalNames } from '../approval/index.js';
import { ANYWHERE, currentStage, stageName, type Assignee, type Deadline, type Due, type Instant, type Task } from '../kernel/index.js';
import { interestOpen, lastAttempt, outstanding, unpaid, type DisbursementState } from './disbursement.js';
import { recoveryDueAt } from './recovery.js';

const names = (state: DisbursementState, of: 'approval' | 'write-off'): ApprovalNames => ({
  key: `disbursement/${of}`,
  vote: of === 'approval' ? 'voteDisbursement' : 'voteWriteOff',
  resubmit: of === 'approval' ? 'confirmRequest' : 'proposeWriteOff',
  refresh: of === 'approval' ? 'refreshElectorate' : 'proposeWriteOff',
  overdue: of === 'approval' ? 'approvalStepOverdue' : 'writeOffStepOverdue',
  alert: { organisation: ANYWHERE, role: 'operator' },
});
const chain = (state: DisbursementState) => (state.desk === 'chain' ? state.approval : null);
const writeOff = (state: DisbursementState) => state.recovery?.writeOff?.approval ?? null;
const inApproval = (state: DisbursementState) => stageName(currentStage(state.stages) ?? '') === 'approval';
const isUnpaid = (state: DisbursementState) => state.direction === 'pay' && unpaid(state) > 0n;

/** Earliest first. None of these stands still while the purchase is suspended: the money is owed already. */
export const deadlinesDisbursement = (state: DisbursementState): readonly Deadline[] => {
  if (state.purchase === null || state.stages.closed) return [];
  const deadlines: Deadline[] = [
    ...approvalDeadlines(chain(state), names(state, 'approval')),
    ...approvalDeadlines(writeOff(state), names(state, 'write-off')),
  ].map((deadline) => ({ ...deadline, suspendable: false }));
  const add = (id: string, due: Due | null | undefined, type: string, data: object = {}, at: Instant | null = due?.dueAt ?? null): void => {
    if (at === null || !due) return;
    deadlines.push({ id: `disbursement/${id}`, at, command: { type, data }, rule: due.rule, calendar: due.calendar, suspendable: false });
  };
  const { recovery } = state;
  if (isUnpaid(state) && state.desk !== 'over') {
    if (!state.overdue) add('due', state.due?.binding, 'paymentOverdue');
    if (!state.handlerLate && (state.desk === 'handler' || state.desk === 'correction')) add('handler', state.confirmDue, 'handlerLate');
  }
  const attempt = lastAttempt(state);
  if (attempt?.state === 'ordered' && !attempt.unanswered)
    add(`answer/${attempt.n}`, attempt.answerDue, 'orderUnanswered', { key: attempt.key });
  if (recovery && outstanding(recovery) > 0n) {
    if (recovery.overdueSince === null) add('recovery', recovery.due, 'clawbackOverdue', {}, recoveryDueAt(recovery));
    else if (!recovery.legalOpen) add('legal', recovery.legalDue, 'legalRecoveryDue');
  }
  return deadlines.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
};

export interface Alarm {
  readonly name: string;
  readonly to: readonly Assignee[];
  readonly since: Instant;
  readonly rule: string | null;
}

/** What somebody has to hear: late payments, orders without an answer. Each stands until it is acknowledged or no longer true. */
export const alarmsOf = (state: DisbursementState): readonly Alarm[] => {
  const finance = { organisation: state.finance, role: 'finance-officer' };
  const handler = { organisation: state.purchaser, role: 'purchaser-handler' };
  const alarms: Alarm[] = [];
  const due = state.due?.binding;
  if (state.overdue && isUnpaid(state) && due)
    alarms.push({ name: 'payment-overdue', to: [finance, handler], since: due.dueAt ?? state.requestedAt, rule: due.rule });
  for (const attempt of state.attempts)
    if (attempt.state === 'ordered' && attempt.unanswered)
      alarms.push({
        name: `order-unanswered-${attempt.n}`,
        to: [finance],
        since: attempt.answerDue.dueAt ?? attempt.orderedAt,
        rule: attempt.answerDue.rule,
      });
  const { recovery } = state;
  const last = recovery?.receipts.at(-1);
  if (recovery && last && (recovery.excess ?? 0n) > 0n)
    alarms.push({ name: `overpaid-${recovery.receipts.length}`, to: [finance, handler], since: state.requestedAt, rule: null });
  return alarms.filter(({ name }) => !state.acknowledged.includes(name));
};

const alarmTasks = (state: DisbursementState): readonly Task[] =>
  alarmsOf(state).flatMap(({ name, to, since, rule }) =>
    to.map((assignee, n) => ({
      key: `disbursement/alarm/${name}/${n}`,
      name: 'acknowledgeAlarm',
      to: assignee,
      since,
      dueAt: null,
      rule,
      meta: { alarm: name },
    })),
  );

/** Who has what to do. */
export const tasksDisbursement = (state: DisbursementState): readonly Task[] => {
  if (state.purchase === null) return [];
  if (state.recovery) return recoveryTasks(state);
  const handler = { organisation: state.purchaser, role: 'purchaser-handler' };
  const supplier = { organisation: state.supplier, role: 'supplier-agent' };
  const task = (name: string, to: Assignee, due: Due | null): Task => ({
    key: `disbursement/${name}/${state.attempts.length}`,
    name,
    to,
    since: state.requestedAt,
    dueAt: due?.dueAt ?? null,
    rule: due?.rule ?? null,
    meta: { instalment: state.instalment, late: state.handlerLate },
  });
  const open: readonly Task[] = inApproval(state)
    ? [
        ...(state.desk === 'handler' ? [task('confirmRequest', handler, state.confirmDue)] : []),
        ...(state.desk === 'supplier' ? [task('resubmitRequest', supplier, null)] : []),
        ...(state.desk === 'correction' ? [task('correctRequest', handler, state.confirmDue)] : []),
        ...approvalTasks(chain(state), names(state, 'approval')),
      ]
    : [];
  return [...open, ...alarmTasks(state)];
};

const recoveryTasks = (state: DisbursementState): readonly Task[] => {
  const { recovery } = state;
  if (!recovery) return [];
  const owed = outstanding(recovery);
  const interest = interestOpen(recovery);
  if (owed === 0n && interest === 0n) return alarmTasks(state);
  const meta = { number: recovery.number, outstanding: owed.toString(), interest: interest.toString() };
  const task = (key: string, name: string, to: Assignee, since: Instant, dueAt: Instant | null, rule: string): Task => ({
    key: `disbursement/${key}`,
    name,
    to,
    since,
    dueAt,
    rule,
    meta,
  });
  // The money itself comes in by the treasury's statement: there is no command for it.
  const payer = task(
    'refund',
    'refund',
    { organisation: state.supplier, role: 'supplier-agent' },
    state.requestedAt,
    recoveryDueAt(recovery),
    recovery.due.rule,
  );
  if (owed === 0n || state.stages.closed) return [payer, ...alarmTasks(state)];
  const legal = recovery.legalOpen
    ? [
        task(
          'legal',
          'recordLegalStep',
          { organisation: state.purchaser, role: 'purchaser-leader' },
          recovery.legalDue?.dueAt ?? state.requestedAt,
          null,
          'clawback.legal_recovery',
        ),
      ]
    : [];
  const decided = writeOff(state)?.status;
  const chainTasks = decided === 'open' || decided === 'suspended' ? approvalTasks(writeOff(state), names(state, 'write-off')) : [];
  return [payer, ...legal, ...chainTasks, ...alarmTasks(state)];
};
