import { problemOfHeader } from './problem-error.js';
import type { Request } from './request.js';

export const KEY = /^[\w.:-]{8,128}$/;
export const VERSION = /^(?:W\/)?"(0|[1-9]\d{0,8})"$/;

/** The Idempotency-Key that every change needs. */
export const keyOf = (request: Request): string => {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') throw problemOfHeader('request.key_missing', 'Idempotency-Key');
  if (typeof key !== 'string' || !KEY.test(key)) throw problemOfHeader('request.key_malformed', 'Idempotency-Key');
  return key;
};

/** The version that If-Match names; null where the header is absent. */
export const versionOf = (request: Request): number | null => {
  const header = request.headers['if-match'];
  if (header === undefined || header === '') return null;
  const version = VERSION.exec(header)?.[1];
  if (version === undefined) throw problemOfHeader('request.version_malformed', 'If-Match');
  return Number(version);
};
export const neededVersionOf = (request: Request): number => {
  const version = versionOf(request);
  if (version === null) throw problemOfHeader('request.version_missing', 'If-Match');
  return version;
};
export const etagOf = (version: number): string => `"${version}"`;
