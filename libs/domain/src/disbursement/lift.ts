import type { DomainEvent } from '../kernel/index.js';
import { unnamed } from '../purchase/lift.js';
import type { DisbursementEvent, Invoice } from './disbursement.js';

type Data = Readonly<Record<string, unknown>>;
const invoice = (data: Data): Data => {
  const of = data.invoice as Invoice;
  return { ...data, invoice: { ...of, file: unnamed(of.file) } };
};

/** What was recorded in its first shape, by type: names of files and of payees stood in it. */
const first: Readonly<Record<string, (data: Data) => Data>> = {
  PaymentRequested: invoice,
  RequestResubmitted: invoice,
  PaymentOrdered: (data) => ({ ...data, payeeName: null }),
};

/** An event of a disbursement in its present shape. */
export const liftDisbursement = (event: DomainEvent): DisbursementEvent => {
  const lift = event.schema === 1 ? first[event.type] : undefined;
  return (lift ? { ...event, schema: 2, data: lift(event.data as Data) } : event) as DisbursementEvent;
};
