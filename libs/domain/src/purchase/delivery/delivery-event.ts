import type { DomainEvent } from '../../kernel/case.js';
import type { DeliveryEvent } from './delivery.js';

/** An event of this part, with the data that its type demands. */
export const deliveryEvent = <T extends DeliveryEvent['type']>(
  type: T,
  data: Extract<DeliveryEvent, { type: T }>['data'],
): DomainEvent => ({
  type,
  schema: 1,
  data,
});
