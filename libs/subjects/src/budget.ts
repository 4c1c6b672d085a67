import { createHash } from 'node:crypto';
import { budgetAccess, budgetOffered, seeBudget, entitledToBudget } from '@goufu/access';
import {
  budgetRefusals,
  deadlinesBudget,
  decideBudget,
  encode,
  evolveBudget,
  initialBudget,
  keepsOfLine,
  legalBudget,
  needsBudget,
  postingsBudget,
  progressOf,
  projectBudget,
  tasksBudget,
  touchesBudget,
  type ApproveLine,
  type BudgetCommand,
  type BudgetEvent,
  type BudgetState,
} from '@goufu/domain';
import type { Kind } from '@goufu/engine';

/** The same document, purchaser, classification, project and source are one line: approved twice it is refused. */
const lineId = (realm: string, data: ApproveLine): string => {
  const named = [realm, data.number, data.purchaser, data.functionalCode, data.economicCode, data.projectCode, data.source];
  const hex = createHash('sha256').update(encode(named)).digest('hex');
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
  return `budget/${data.year}/${uuid}`;
};

/** A budget line: its year, what is withdrawn and carried at the end of it. Its accounts are moved by purchases. */
export const budget: Kind<BudgetState, BudgetCommand, BudgetEvent> = {
  kind: 'budget',
  lifecycle: 1,
  initial: initialBudget,
  commands: {
    approveLine: { by: 'person', creates: true },
    adjustLine: { by: 'person', contents: ['/reason'] },
    proposeCarryOver: { by: 'person', contents: ['/reason'] },
    voteCarryOver: { by: 'person', contents: ['/opinion'] },
    refreshCarryElectorate: { by: 'person' },
    closeLine: { by: 'person' },
    handOver: { by: 'system' },
    enterStage: { by: 'system' },
    yearEnd: { by: 'system' },
    noteYearEnd: { by: 'system' },
    succeed: { by: 'system' },
    settlePlanned: { by: 'system' },
    carryStepOverdue: { by: 'system' },
    carryOverdue: { by: 'system' },
    batchDone: { by: 'system' },
  },
  refusals: budgetRefusals,
  identify: (command, realm) => {
    if (command.type !== 'approveLine') throw new Error('only an approval makes a line');
    return lineId(realm, command.data);
  },
  touches: touchesBudget,
  needs: needsBudget,
  gate: (state, type, context) => budgetAccess(state, type, context) ?? legalBudget(state, type, context),
  offered: budgetOffered,
  decide: decideBudget,
  evolve: evolveBudget,
  progress: (state) => progressOf(state.stages),
  deadlines: deadlinesBudget,
  tasks: tasksBudget,
  postings: postingsBudget,
  project: projectBudget,
  entitles: entitledToBudget,
  view: seeBudget,
  copies: {
    keeps: keepsOfLine,
    idIn: (realm, first) => {
      if (first.type !== 'LineApproved') throw new Error('a line begins with its approval');
      return lineId(realm, first.data);
    },
  },
};
