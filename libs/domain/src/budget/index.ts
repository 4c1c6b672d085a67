export { yearEndOf } from './approve.js';
export * from './budget.js';
export { deadlinesBudget, tasksBudget } from './deadlines.js';
export { decideBudget, legalBudget, needsBudget, touchesBudget } from './decide.js';
export { evolveBudget } from './evolve.js';
export * from './ledger.js';
export * from './outcomes.js';
export { postingsBudget, projectBudget } from './project.js';
export { type BudgetRefusal, budgetRefusals } from './refusals.js';
