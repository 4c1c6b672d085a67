import type { Calculator } from './kit/calculator.js';
import { abnormalPrice } from './abnormal-price.js';
import { candidates } from './candidates.js';
import { committee } from './committee.js';
import { agencyFee } from './agency-fee.js';
import { breach } from './breach.js';
import { deadline } from './deadline.js';
import { gradePoints } from './grade-points.js';
import { lateInterest } from './late-interest.js';
import { performance } from './performance.js';
import { performancePay } from './performance-pay.js';
import { period } from './period.js';
import { priceScore } from './price-score.js';
import { route } from './route.js';
import { schedule } from './schedule.js';
import { score } from './score.js';
import { splitting } from './splitting.js';
import { term } from './term.js';
import { weights } from './weights.js';
import { supplement } from './supplement.js';
import { target } from './target.js';

/** Every calculator, in the order of their contract. */
export const calculators: readonly Calculator[] = [
  deadline,
  period,
  route,
  splitting,
  term,
  weights,
  priceScore,
  abnormalPrice,
  score,
  candidates,
  committee,
  gradePoints,
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
