import { CaseRow, CommandRow, EventRow, RealmRow, RefusalRow, TaskRow } from './case.row.js';
import { ClaimRow, ContentRow, DraftRow, FileRow, FileUploadRow, SeriesRow } from './content.row.js';
import { AppointmentEntity, OrganisationViewRow, PersonRow } from './directory.row.js';
import { CaseGramRow, CaseReaderRow, CaseViewRow, NoticeRow } from './list.row.js';
import { AccountRow, PostingRow } from './money.row.js';
import { EffectRow, OutboxRow, PositionRow, RestartRow } from './outside.row.js';
import { RateRow } from './rate.row.js';
import { ReconciliationRow } from './reconciliation.row.js';
import { MerkleRootRow, PackRow } from './record.row.js';
import { AccessRecordRow, SessionRow, SigningInRow } from './session.row.js';

/** Every table as an entity. */
export const rows: (new () => object)[] = [
  RealmRow,
  CaseRow,
  EventRow,
  CommandRow,
  RefusalRow,
  TaskRow,
  AccountRow,
  PostingRow,
  EffectRow,
  OutboxRow,
  PositionRow,
  RestartRow,
  ContentRow,
  DraftRow,
  FileRow,
  FileUploadRow,
  SeriesRow,
  ClaimRow,
  PackRow,
  MerkleRootRow,
  PersonRow,
  AppointmentEntity,
  OrganisationViewRow,
  CaseViewRow,
  CaseReaderRow,
  CaseGramRow,
  NoticeRow,
  RateRow,
  ReconciliationRow,
  SessionRow,
  SigningInRow,
  AccessRecordRow,
];
