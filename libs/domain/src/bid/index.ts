export {
  bidClaim,
  type BidCommand,
  bidCommands,
  type BidCommandType,
  type BidEvent,
  type BidState,
  type BidStatus,
  type FinalQuote,
  initialBid,
  type Offer,
  type OfferedBond,
  type Receipt,
} from './bid.js';
export { beginBid, beginBidNeeds } from './begin.js';
export { bidHash, bidNeeds, bidTiming, decideBid } from './decide.js';
export { evolveBid } from './evolve.js';
export { leadsToRoot, merkleProof, merkleRoot, type ProofStep } from './merkle.js';
export { projectBid } from './project.js';
export { bidRefusals, finalQuoteRefusals } from './refusals.js';
