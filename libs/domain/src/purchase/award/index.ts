export { type AwardCommand, type AwardCommandType, type AwardEvent, type LawfulGround, lawfulGrounds } from './award.js';
export { resultIsPublic } from './publication.js';
export type { AwardCourse, AwardState } from './state.js';
