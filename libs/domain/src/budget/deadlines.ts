import { approvalDeadlines, approvalTasks, type ApprovalNames } from '../approval/index.js';
import { ANYWHERE, plusMs, type Deadline, type Instant, type Task } from '../kernel/index.js';
import { plannedHolders, toCarry, type BudgetState } from './budget.js';

/** Holders report one after another: so long after the last report they are handed on together. */
const GATHERING_MS = 2000;

const names: ApprovalNames = {
  key: 'budget/carry-over',
  vote: 'voteCarryOver',
  resubmit: 'voteCarryOver',
  refresh: 'refreshCarryElectorate',
  overdue: 'carryStepOverdue',
  alert: { organisation: ANYWHERE, role: 'operator' },
};
const chain = (state: BudgetState) => (state.carryOver?.decided === null ? state.carryOver.approval : null);

export const deadlinesBudget = (state: BudgetState): readonly Deadline[] => {
  const of = (id: string, at: Instant, type: string, rule: string | null, calendar: string | null = null): Deadline => ({
    id: `budget/${id}`,
    at,
    command: { type, data: {} },
    rule,
    calendar,
    suspendable: false,
  });
  const deadlines: Deadline[] = [...approvalDeadlines(chain(state), names)];
  if (state.endsAt !== null && state.yearEnded === null) deadlines.push(of('year-end', state.endsAt, 'yearEnd', 'budget.year_end'));
  if (state.successor && state.yearEnded && plannedHolders(state).length > 0) {
    const last = Math.max(state.successor.at, state.yearEnded.at, state.lastReportAt ?? 0) as Instant;
    deadlines.push(of('settle-planned', plusMs(last, GATHERING_MS), 'settlePlanned', 'budget.later_year.due'));
  }
  const due = state.yearEnded?.due;
  if (due?.dueAt && !state.carryLate && toCarry(state) > 0n)
    deadlines.push(of('carry-over', due.dueAt, 'carryOverdue', due.rule, due.calendar));
  return deadlines.toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
};

/** The purchaser applies for what waits, finance decides; late, finance's leader hears of it, and the commitments wait on. */
export const tasksBudget = (state: BudgetState): readonly Task[] => {
  const { data, yearEnded } = state;
  if (!data || !yearEnded) return [];
  const waits = toCarry(state) > 0n && chain(state) === null;
  const to = [
    { organisation: data.purchaser, role: 'purchaser-handler' },
    ...(state.carryLate ? [{ organisation: data.finance, role: 'finance-leader' }] : []),
  ];
  const apply = to.map((assignee, n) => ({
    key: `budget/carry-over/${n}`,
    name: 'proposeCarryOver',
    to: assignee,
    since: yearEnded.at,
    dueAt: yearEnded.due.dueAt,
    rule: yearEnded.due.rule,
    meta: { toCarry: toCarry(state).toString(), late: state.carryLate },
  }));
  return [...(waits ? apply : []), ...approvalTasks(chain(state), names)];
};
