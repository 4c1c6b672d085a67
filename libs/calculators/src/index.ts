import type { Calculator } from './kit/calculator.js';
import { agencyFee } from './agency-fee.js';
import { breach } from './breach.js';
import { deadline } from './deadline.js';
import { lateInterest } from './late-interest.js';
import { performance } from './performance.js';
import { performancePay } from './performance-pay.js';
import { period } from './period.js';
import { schedule } from './schedule.js';
import { supplement } from './supplement.js';
import { target } from './target.js';

/** Every calculator, in the order of their contract. */
export const calculators: readonly Calculator[] = [
  deadline,
  period,
  schedule,
  supplement,
  performance,
  performancePay,
  breach,
  agencyFee,
  lateInterest,
  target,
];

export { calculate, notJson } from './kit/calculate.js';
export type { Answer, Calculator, LawAtHand, Refused } from './kit/calculator.js';
export type { Problem } from './kit/problem.js';
