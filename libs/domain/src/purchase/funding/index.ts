export type { FundingCommand, FundingEvent } from './events.js';
export {
  acceptFunds,
  addFunds,
  checkFunds,
  clawbackOf,
  commitFunds,
  fundingNeeds,
  fundsHeld,
  instalmentDisbursement,
  instalmentLastPaidAt,
  instalmentPaid,
  payableThisYear,
  releaseCommitments,
  releaseFunds,
  reserveFunds,
  totalPaid,
} from './part.js';
export { splittingGroups } from './splitting.js';
export { fundingRefusals, type FundingRefusal } from './refusals.js';
export type { ClawbackFunds, FundingState, InstalmentFunds, UnfundedYear, YearFunds } from './state.js';
