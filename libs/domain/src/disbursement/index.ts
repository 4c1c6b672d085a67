export { moneyRefusals, type MoneyRefusal } from './calculator-refusals.js';
export * from './late-interest.js';
export * from './performance-pay.js';
export * from './schedule.js';
