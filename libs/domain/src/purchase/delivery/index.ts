export {
  breachConsequences,
  type BreachFault,
  type BreachInput,
  type BreachResult,
  type Consequence,
} from './breach-consequences.js';
export { rescissionGrounds } from './breaches.js';
export type { DeliveryCommand, DeliveryEvent } from './delivery.js';
export { clawbackOpen, clawbackUndemanded, instalmentOf, instalmentsOf, settledSince } from './instalments.js';
export { deliveryPart } from './part.js';
export { deliveryRefusals, type DeliveryRefusal } from './refusals.js';
export type { AcceptanceRound, AssessmentRound, Breach, DeliveryState, Incident, OwnInstalment } from './state.js';
export { supplementRoom, supplementSentences, type SupplementInput, type SupplementRoom } from './supplement-cap.js';
