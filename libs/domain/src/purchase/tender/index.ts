export { windowClosesAt } from './duties.js';
export { courseIn } from './procedure.js';
export type {
  ClosedBid,
  Closing,
  DeadlineMove,
  DocumentVersion,
  OpeningObjection,
  TenderCourse,
  TenderQuestion,
  TenderState,
} from './state.js';
export type { TenderCommand, TenderCommandType, TenderEvent } from './tender.js';
