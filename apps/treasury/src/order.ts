import { createHash } from 'node:crypto';
import { address, instant, matching, money, object, oneOf, optional, text, type Of } from './shape.js';

const account = matching(/^[0-9A-Za-z][0-9A-Za-z -]{2,38}[0-9A-Za-z]$/);

/** What a payment order says. `asOf` is the caller's own clock: a rehearsal's money is dated by it. */
export const orderShape = object({
  orderNo: text(64),
  realm: text(64),
  payer: text(100),
  payee: object({ name: text(100), account }),
  amount: money,
  currency: oneOf('CNY'),
  memo: optional(text(200, 0)),
  callbackUrl: optional(address),
  asOf: optional(instant),
});
export type Order = Of<typeof orderShape>;

/** Money that somebody pays back on a demand (追回), whole or in parts. */
export const receiptShape = object({
  demandNo: text(64),
  realm: text(64),
  payer: object({ name: text(100), account }),
  amount: money,
  currency: oneOf('CNY'),
  memo: optional(text(200, 0)),
  callbackUrl: optional(address),
  asOf: optional(instant),
});
export type Receipt = Of<typeof receiptShape>;

/**
 * What "the same body" means: every field that says what is paid to whom. Where to call back and the
 * caller's clock belong to the call, not to the order, and may differ when it is sent again.
 */
export const bodyHash = (body: Order | Receipt): string => {
  const { callbackUrl: _callback, asOf: _asOf, ...said } = body;
  return createHash('sha256').update(canonical(said)).digest('hex');
};

const canonical = (value: unknown): string => {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${pairs.map(([name, each]) => `${JSON.stringify(name)}:${canonical(each)}`).join(',')}}`;
};

/** Visible ASCII: a key travels in a header. */
export const isKey = (key: string): boolean => /^[\x21-\x7e]{1,200}$/.test(key);
