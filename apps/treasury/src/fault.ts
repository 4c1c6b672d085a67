import { shareOf } from './money.js';
import { Problem } from './problem.js';
import { matching, money, object, oneOf, optional, percent, read, text, whole, type Of } from './shape.js';

const week = 7 * 24 * 3600 * 1000;
const ms = whole(0, week);
const reason = matching(/^[a-z][a-z0-9_.]{0,63}$/);
const generic = {
  /** Whom it strikes; nothing said: everybody. */
  match: optional(object({ realm: optional(text(64)), keyPrefix: optional(text(200)) })),
  /** How often; nothing said: until it is switched off. */
  times: optional(whole(1, 1_000_000)),
  /** How long from now; nothing said: until it is switched off. */
  forMs: optional(whole(1, week)),
};

const shapes = {
  /** The answer to an order comes late; the order itself is accepted at once. */
  delay: object({ kind: oneOf('delay'), ms, ...generic }),
  /** The order stays accepted for longer before it is settled. */
  slowPayment: object({ kind: oneOf('slowPayment'), ms, ...generic }),
  /** Accepts, then drops the connection without an answer, after `ms` if said. */
  timeoutAfterAccepting: object({ kind: oneOf('timeoutAfterAccepting'), ms: optional(ms), ...generic }),
  /** Every movement of the order is told twice, by callback and in the statement, under one movement number. */
  duplicateAnswer: object({ kind: oneOf('duplicateAnswer'), ...generic }),
  refuse: object({ kind: oneOf('refuse'), reason, ...generic }),
  /** Paid first, sent back `ms` later. */
  returnAfter: object({ kind: oneOf('returnAfter'), ms, reason, ...generic }),
  partial: object({ kind: oneOf('partial'), percent: optional(percent), amount: optional(money), reason: optional(reason), ...generic }),
  /** The door is shut: 503, or the connection dropped unread. What was accepted before goes on. */
  down: object({ kind: oneOf('down'), mode: optional(oneOf('unavailable', 'drop')), ...generic }),
} as const;
export type FaultKind = keyof typeof shapes;
export type FaultRequest = Of<(typeof shapes)[FaultKind]>;

/** The fault that a body asks for, or a `Problem`. */
export const faultOf = (body: unknown): FaultRequest => {
  const kind = typeof body === 'object' && body !== null && 'kind' in body ? body.kind : undefined;
  const shape = Object.entries(shapes).find(([name]) => name === kind)?.[1];
  if (!shape) throw new Problem('treasury.invalid', [{ pointer: '/kind', code: kind === undefined ? 'required' : 'unsupported' }]);
  const request = read<FaultRequest>(shape, body);
  if (request.kind === 'partial' && (request.percent === null) === (request.amount === null))
    throw new Problem('treasury.invalid', [{ pointer: '/percent', code: request.percent === null ? 'required' : 'unsupported' }]);
  return request;
};

export interface FaultState {
  readonly id: string;
  readonly request: FaultRequest;
  readonly since: number;
  readonly used: number;
  readonly removed: boolean;
}
/** What a fault is matched against; a request that names no realm or key is struck only by faults that ask for none. */
export interface Target {
  readonly realm: string | null;
  readonly key: string | null;
}

export const isActive = (fault: FaultState, now: number): boolean =>
  !fault.removed &&
  (fault.request.times === null || fault.used < fault.request.times) &&
  (fault.request.forMs === null || now < fault.since + fault.request.forMs);

/** The oldest active fault of a kind that strikes the target. */
export const strike = <K extends FaultKind>(
  faults: Iterable<FaultState>,
  kind: K,
  target: Target,
  now: number,
): { readonly id: string; readonly request: Extract<FaultRequest, { kind: K }> } | null => {
  for (const fault of faults) {
    const { match } = fault.request;
    if (fault.request.kind !== kind || !isActive(fault, now)) continue;
    if (match?.realm && match.realm !== target.realm) continue;
    if (match?.keyPrefix && !target.key?.startsWith(match.keyPrefix)) continue;
    return { id: fault.id, request: fault.request as Extract<FaultRequest, { kind: K }> };
  }
  return null;
};

/** What will become of an order, fixed when it is accepted, so that a restart changes nothing. */
export interface Plan {
  readonly settleAfterMs: number;
  readonly outcome: 'paid' | 'refused' | 'partial';
  readonly paid: bigint;
  readonly reason: string | null;
  readonly returnAfterMs: number | null;
  readonly returnReason: string | null;
  readonly twice: boolean;
}

/** The plan for an order under the faults that strike it, and which faults it uses up. */
export const planOf = (
  faults: readonly FaultState[],
  target: Target,
  amount: bigint,
  latencyMs: number,
  now: number,
): { readonly plan: Plan; readonly used: readonly string[] } => {
  const slow = strike(faults, 'slowPayment', target, now);
  const twice = strike(faults, 'duplicateAnswer', target, now);
  const refusal = strike(faults, 'refuse', target, now);
  // A refused order has nothing to pay in part or to send back: those faults wait for the next one.
  const partial = refusal ? null : strike(faults, 'partial', target, now);
  const back = refusal ? null : strike(faults, 'returnAfter', target, now);
  const part = partial ? partOf(partial.request, amount) : amount;
  const isPart = part < amount;
  return {
    plan: {
      settleAfterMs: latencyMs + (slow?.request.ms ?? 0),
      outcome: refusal ? 'refused' : isPart ? 'partial' : 'paid',
      paid: refusal ? 0n : part,
      reason: refusal?.request.reason ?? (isPart ? (partial?.request.reason ?? 'funds_short') : null),
      returnAfterMs: back?.request.ms ?? null,
      returnReason: back?.request.reason ?? null,
      twice: twice !== null,
    },
    used: [slow, twice, refusal, partial, back].flatMap((fault) => (fault ? [fault.id] : [])),
  };
};

const partOf = (request: Extract<FaultRequest, { kind: 'partial' }>, amount: bigint): bigint => {
  const part = request.amount ?? shareOf(amount, request.percent ?? 0n);
  return part < 1n ? 1n : part > amount ? amount : part;
};
