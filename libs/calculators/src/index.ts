import type { Calculator } from './kit/calculator.js';
import { abnormalPrice } from './abnormal-price.js';
import { candidates } from './candidates.js';
import { committee } from './committee.js';
import { deadline } from './deadline.js';
import { gradePoints } from './grade-points.js';
import { lateInterest } from './late-interest.js';
import { period } from './period.js';
import { priceScore } from './price-score.js';
import { route } from './route.js';
import { schedule } from './schedule.js';
import { score } from './score.js';
import { splitting } from './splitting.js';
import { term } from './term.js';
import { weights } from './weights.js';

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
  lateInterest,
];

export { calculate, notJson } from './kit/calculate.js';
export type { Answer, Calculator, LawAtHand, Refused } from './kit/calculator.js';
export type { Problem } from './kit/problem.js';
