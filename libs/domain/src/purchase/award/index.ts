export { agencyFee, agencyFeeSentences, tariffFaults, type Tariff } from './agency-fee.js';
export type { AwardCommand, AwardCommandType, AwardEvent } from './award.js';
export { resultIsPublic } from './publication.js';
export type { AwardCourse, AwardState } from './state.js';
