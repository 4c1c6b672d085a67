export * from './abnormal-prices.js';
export { type Calculation, type CalculationFault, type CalculationStep, inForce, inOrderOf, inWords, type RulesInForce } from './answer.js';
export * from './candidates.js';
export { checkCommittee, type CommitteeInput, type CommitteeMember, type CommitteeRelation, type CommitteeResult } from './committee.js';
export { type Draw, drawPanel, type DrawInput, type PoolExpert } from './draw.js';
export { type GradeCertificate, gradePoints, type GradePoints, type GradeTemplate } from './grade-points.js';
export * from './price-scores.js';
export * from './refusals.js';
export {
  type ProposalAnswer,
  scoreBids,
  type ScoreBidsInput,
  type ScoreBidsResult,
  type ScoreProposal,
  type ScoreSheet,
  type ScoreTie,
  type ScoreTotal,
  type PanelItem,
} from './score-bids.js';
export { type CalculationCode, calculationRefusals, calculationSentences } from './sentences.js';
export { checkWeights, type WeightedItem, type WeightedPart, type WeightsInput, type WeightsResult } from './weights.js';
export * from './decide.js';
export * from './evolve.js';
export * from './panel.js';
export * from './tasks.js';
