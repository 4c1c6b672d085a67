import type { DomainEvent } from '../kernel/case.js';

type Named = { readonly file: string } | null | undefined;
/** A file of the time when its name stood in the event: whoever reads it sees the file, and the name no more. */
export const unnamed = <F extends Named>(file: F): F => (file ? { ...file, name: null } : file);

type Data = Readonly<Record<string, unknown>>;
const documents = (data: Data): Data => ({ ...data, documents: (data.documents as readonly Named[]).map(unnamed) });
const report = (data: Data): Data => ({ ...data, report: unnamed(data.report as Named) });
const file = (data: Data): Data => ({ ...data, file: unnamed(data.file as Named) });

/** What was recorded in its first shape, by type: names of files stood in it. */
const first: Readonly<Record<string, (data: Data) => Data>> = {
  JudgementRecorded: report,
  TenderNoticePublished: documents,
  DocumentsAmended: documents,
  MilestoneReported: file,
  ServiceRecorded: file,
  AcceptanceRequested: report,
};

/** An event of a purchase in its present shape. */
export const liftPurchase = (event: DomainEvent): DomainEvent => {
  const lift = event.schema === 1 ? first[event.type] : undefined;
  return lift ? { ...event, schema: 2, data: lift(event.data as Data) } : event;
};
