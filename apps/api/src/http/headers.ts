import { ApiHeader } from '@nestjs/swagger';
import { KEY, VERSION } from './preconditions.js';

/** The headers that more than one route takes, as the interface describes them: with the forms that are accepted. */
export const IDEMPOTENCY = ApiHeader({
  name: 'Idempotency-Key',
  required: true,
  description: '8–128 of A-Z a-z 0-9 . _ : -; the same key and body get the same answer',
  schema: { type: 'string', pattern: KEY.source },
});
export const ACTING = ApiHeader({
  name: 'Acting-Post',
  required: false,
  description: '任职标识 key of one of your current appointments; optional when you hold exactly one',
});
export const ifMatch = (required: boolean) =>
  ApiHeader({ name: 'If-Match', required, description: 'ETag of what was read', schema: { type: 'string', pattern: VERSION.source } });
