import { chainReads } from '../approval/index.js';
import {
  CLOSING,
  dueOf,
  formatYuan,
  isRefusal,
  refuse,
  stageEnded,
  stageEntered,
  type CaseId,
  type Context,
  type Decision,
  type Locks,
  type Needs,
  type Refusal,
  type Stage,
} from '../kernel/index.js';
import { adjustLine, approveLine } from './approve.js';
import { carryOrganisations, proposeCarryOver, settlePlanned, voteCarryOver } from './carry-over.js';
import { budgetCommands, type BudgetCommand, type BudgetCommandType, type BudgetEvent, type BudgetState, type Holder } from './budget.js';
import { accountsOf, balanceOf, lineYear } from './ledger.js';
import type { BudgetRefusal } from './refusals.js';

const no = (code: BudgetRefusal, meta: Refusal['meta'] = {}): Refusal => refuse<BudgetRefusal>(code, { meta });
const done = (...events: readonly BudgetEvent[]): Decision<BudgetEvent> => ({ events });

/** A line that continues another tells it; the rest commands the line alone. */
export const touchesBudget = (command: BudgetCommand): Locks & { readonly reads?: readonly CaseId[] } => {
  if (command.type === 'approveLine')
    return {
      ...(command.data.continues === null ? {} : { cases: [command.data.continues] }),
      reads: [command.data.purchaser],
    };
  return command.type === 'proposeCarryOver' ? { reads: [command.data.into] } : {};
};

export const needsBudget = (state: BudgetState, command: BudgetCommand, caseId: CaseId): Needs => {
  switch (command.type) {
    case 'proposeCarryOver':
    case 'voteCarryOver':
    case 'refreshCarryElectorate':
    case 'carryStepOverdue':
    case 'handOver':
      return { reads: chainReads(carryOrganisations(state)) };
    default:
      return { accounts: accountsOf(caseId) };
  }
};

/** Wrong moment for a command of a person. */
export const legalBudget = (state: BudgetState, type: BudgetCommandType, context: Context): Refusal | null => {
  if (type === 'approveLine') return state.data === null ? null : no('budget.line_exists');
  if (state.data === null) return refuse('case.not_found');
  const over = state.yearEnded !== null || (state.endsAt !== null && context.at >= state.endsAt);
  if ((budgetCommands.year as readonly BudgetCommandType[]).includes(type)) return over ? no('budget.stage_not_open') : null;
  if (!(budgetCommands.after as readonly BudgetCommandType[]).includes(type)) return null;
  if (!over || state.stages.closed) return no('budget.stage_not_open');
  if (type === 'proposeCarryOver') return state.holders.some((one) => one.toCarry > 0n) ? null : no('budget.nothing_to_carry');
  if (type === 'closeLine') return null;
  return state.carryOver?.decided === null ? null : no('budget.carry_not_proposed');
};

/** What of this line's money still waits for somebody: reserved, committed, accepted, planned for later years. */
const heldOn = (context: Context): bigint => {
  const line = context.caseId;
  const later = [0, 1, 2, 3, 4].map((n) => balanceOf(context, line, 'planned', lineYear(line) + n));
  return [
    balanceOf(context, line, 'reserved'),
    balanceOf(context, line, 'committed'),
    balanceOf(context, line, 'accepted'),
    ...later,
  ].reduce((sum, amount) => sum + amount, 0n);
};

export const decideBudget = (state: BudgetState, command: BudgetCommand, context: Context): Decision<BudgetEvent> | Refusal => {
  switch (command.type) {
    case 'approveLine':
      return approveLine(state, command.data, context);
    case 'adjustLine':
      return adjustLine(state, command.data, context);
    case 'proposeCarryOver':
      return proposeCarryOver(state, command.data, context);
    case 'voteCarryOver':
      return voteCarryOver(state, command.data, context);
    case 'refreshCarryElectorate':
      return voteCarryOver(state, { verb: 'refreshElectorate' }, context);
    case 'handOver': {
      const moved = voteCarryOver(state, { verb: 'handOver', ...command.data }, context);
      return isRefusal(moved) ? done() : moved;
    }
    case 'carryStepOverdue':
      return state.carryOver?.decided === null ? voteCarryOver(state, command.data, context) : done();
    case 'closeLine': {
      const held = heldOn(context);
      if (held > 0n) return no('budget.still_held', { held: formatYuan(held) });
      return state.stages.open.some(({ stage }) => stage === CLOSING) ? done(stageEnded(CLOSING, 'closed')) : no('budget.stage_not_open');
    }
    case 'enterStage':
      return enter(state, command.data.stage, context);
    case 'yearEnd':
      return endYear(state, context);
    case 'noteYearEnd':
      return noteYearEnd(state, command.data);
    case 'succeed':
      return state.successor ? done() : done({ type: 'LineSucceeded', schema: 1, data: command.data });
    case 'settlePlanned':
      return settlePlanned(state, context);
    case 'carryOverdue':
      return state.carryLate ? done() : done({ type: 'CarryOverLate', schema: 1, data: {} });
    case 'batchDone':
      return batchDone(state, command.data.batch, context);
  }
};

const enter = (state: BudgetState, stage: Stage, context: Context): Decision<BudgetEvent> => {
  const { open, ended, closed } = state.stages;
  if (closed || ended[stage] !== undefined || open.some((one) => one.stage === stage)) return done();
  if (stage !== CLOSING) return done(stageEntered(stage));
  // Commitments that wait to be carried hold the line open: they are never dropped by silence.
  const waits = heldOn(context) > 0n || state.batches.length > 0;
  return done(stageEntered(stage), ...(waits ? [] : [stageEnded(stage, 'closed')]));
};

/** 24:00 of the last day: nothing more is posted, and what is not committed is withdrawn 收回. */
const endYear = (state: BudgetState, context: Context): Decision<BudgetEvent> => {
  if (state.yearEnded || !state.data) return done();
  const line = context.caseId;
  const withdrawn = balanceOf(context, line, 'available');
  const due = dueOf(context.rules.rule('budget.carry_over.due', state.pins), context.at, context.calendar);
  const moves = [{ line, year: state.data.year, from: 'available', to: 'withdrawn', amount: withdrawn }] as const;
  return done({ type: 'YearEnded', schema: 1, data: { withdrawn, due, moves } }, stageEnded('year', 'ended'));
};

const noteYearEnd = (state: BudgetState, holder: Holder): Decision<BudgetEvent> => {
  const known = state.holders.find((one) => one.case === holder.case);
  const same = known !== undefined && known.toCarry === holder.toCarry && known.planned === holder.planned;
  return same || (holder.toCarry === 0n && holder.planned === 0n) ? done() : done({ type: 'HolderReported', schema: 1, data: holder });
};

const batchDone = (state: BudgetState, batch: CaseId, context: Context): Decision<BudgetEvent> => {
  if (!state.batches.includes(batch)) return done();
  const last = state.batches.length === 1 && heldOn(context) === 0n && state.stages.open.some(({ stage }) => stage === CLOSING);
  return done({ type: 'BatchFinished', schema: 1, data: { batch } }, ...(last ? [stageEnded(CLOSING, 'closed')] : []));
};
