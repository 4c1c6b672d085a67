import type { DomainEvent } from '../../kernel/case.js';
import type { DeliveryEvent } from './delivery.js';

// Since the names of files stand in content.
const second: readonly DeliveryEvent['type'][] = ['MilestoneReported', 'ServiceRecorded', 'AcceptanceRequested'];

/** An event of this part, with the data that its type demands. */
export const deliveryEvent = <T extends DeliveryEvent['type']>(
  type: T,
  data: Extract<DeliveryEvent, { type: T }>['data'],
): DomainEvent => ({
  type,
  schema: second.includes(type) ? 2 : 1,
  data,
});
