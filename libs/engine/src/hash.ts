import { createHash } from 'node:crypto';
import type { StoredEvent } from '@goufu/persistence';

export const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** The head of an empty chain. */
export const GENESIS = '0'.repeat(64);

/** Hash of an event over everything that the record says of it and the hash before it: one chain a case. */
export const eventHash = (realm: string, event: Omit<StoredEvent, 'hash'>): string =>
  sha256(
    JSON.stringify([
      event.prev_hash,
      realm,
      event.case_id,
      event.version,
      event.type,
      event.schema,
      event.effective_at,
      event.at,
      event.recorded_at,
      event.person,
      event.appointment,
      event.organisation,
      event.request_id,
      event.data,
    ]),
  );
