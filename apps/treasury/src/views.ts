import type { Line, OrderState, ReceiptState } from './book.js';
import { isActive, type FaultState } from './fault.js';
import { yuan } from './money.js';

const iso = (at: number): string => new Date(at).toISOString();
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at));

/** An order as it stands. Neither the payee's name nor the account is told back. */
export const orderView = (order: OrderState) => ({
  key: order.key,
  orderNo: order.order.orderNo,
  realm: order.order.realm,
  treasuryNo: order.treasuryNo,
  state: order.state,
  amount: yuan(order.order.amount),
  paid: yuan(order.paid),
  returned: yuan(order.returned),
  currency: order.order.currency,
  reason: order.reason,
  asOf: isoOrNull(order.order.asOf),
  acceptedAt: iso(order.acceptedAt),
  settledAt: isoOrNull(order.settledAt),
  returnedAt: isoOrNull(order.returnedAt),
  valueOn: order.valueOn,
});

/** The answer to an order sent: as it stood when it was accepted, so the same order sent again gets the same bytes. */
export const acceptedView = (order: OrderState) =>
  orderView({ ...order, state: 'accepted', paid: 0n, returned: 0n, reason: null, settledAt: null, returnedAt: null, valueOn: null });

/** One line of the statement; `cursor` is what to ask after next. */
export const lineView = (line: Line) => ({
  cursor: String(line.line),
  movementNo: line.movementNo,
  kind: line.kind,
  realm: line.realm,
  key: line.key,
  orderNo: line.orderNo,
  demandNo: line.demandNo,
  treasuryNo: line.treasuryNo,
  amount: yuan(line.amount),
  reason: line.reason,
  at: iso(line.at),
  valueOn: line.valueOn,
});

export const receiptView = (receipt: ReceiptState) => ({ receiptNo: receipt.receiptNo, ...lineView(receipt.line) });

export const faultView = (fault: FaultState, now: number) => {
  const { kind, match, times, forMs, ...parameters } = fault.request;
  const readable = Object.entries(parameters).map(([name, value]): [string, unknown] => [
    name,
    typeof value !== 'bigint' ? value : yuan(value), // hundredths of a per cent read like fen of a yuan
  ]);
  return {
    id: fault.id,
    kind,
    ...Object.fromEntries(readable),
    match: match ?? null,
    times,
    used: fault.used,
    since: iso(fault.since),
    until: forMs === null ? null : iso(fault.since + forMs),
    active: isActive(fault, now),
  };
};
