import { dayOf } from './clock.js';
import type { FaultState, Plan } from './fault.js';
import type { Entry } from './journal.js';
import type { Order, Receipt } from './order.js';

type OrderStatus = 'accepted' | 'paid' | 'refused' | 'partial' | 'returned';
export interface OrderState {
  readonly key: string;
  readonly hash: string;
  readonly order: Order;
  readonly plan: Plan;
  readonly treasuryNo: string;
  readonly state: OrderStatus;
  readonly paid: bigint;
  readonly returned: bigint;
  readonly reason: string | null;
  readonly acceptedAt: number;
  readonly settledAt: number | null;
  readonly returnedAt: number | null;
  readonly valueOn: string | null;
}
export interface ReceiptState {
  readonly key: string;
  readonly hash: string;
  readonly receipt: Receipt;
  readonly receiptNo: string;
  readonly line: Line;
}
/** One line of the statement. A doubled line repeats its movement number: whoever posts must post by movement, not by line. */
export interface Line {
  readonly line: number;
  readonly movementNo: string;
  readonly kind: 'paid' | 'partial' | 'refused' | 'returned' | 'receipt';
  readonly realm: string;
  readonly key: string;
  /** The order's number, or the demand's that a receipt answers. */
  readonly orderNo: string | null;
  readonly demandNo: string | null;
  readonly treasuryNo: string;
  readonly amount: bigint;
  readonly reason: string | null;
  readonly at: number;
  readonly valueOn: string;
  readonly callbackUrl: string | null;
}

const numbered = (letter: string, count: number): string => `${letter}${String(count).padStart(9, '0')}`;

/** All that the treasury knows, folded from its journal; entries arrive in the order in which they were written. */
export class Book {
  readonly orders = new Map<string, OrderState>();
  readonly receipts = new Map<string, ReceiptState>();
  readonly faults = new Map<string, FaultState>();
  readonly lines: Line[] = [];
  readonly untold = new Set<number>();
  private readonly latest = new Map<string, string>();
  private movements = 0;

  /** The order that last bore this number. */
  bearing(realm: string, orderNo: string): OrderState | undefined {
    const key = this.latest.get(JSON.stringify([realm, orderNo]));
    return key === undefined ? undefined : this.orders.get(key);
  }

  apply(entry: Entry): void {
    switch (entry.t) {
      case 'journal':
        return;
      case 'accepted':
        this.latest.set(JSON.stringify([entry.order.realm, entry.order.orderNo]), entry.key);
        this.orders.set(entry.key, {
          key: entry.key,
          hash: entry.hash,
          order: entry.order,
          plan: entry.plan,
          treasuryNo: numbered('T', this.orders.size + 1),
          state: 'accepted',
          paid: 0n,
          returned: 0n,
          reason: null,
          acceptedAt: entry.at,
          settledAt: null,
          returnedAt: null,
          valueOn: null,
        });
        for (const id of entry.faults) this.use(id);
        return;
      case 'settled':
        return this.settle(entry.key, entry.at);
      case 'returned':
        return this.giveBack(entry.key, entry.at);
      case 'received':
        return this.receive(entry);
      case 'told':
        this.untold.delete(entry.line);
        return;
      case 'fault':
        this.faults.set(entry.id, { id: entry.id, request: entry.request, since: entry.at, used: 0, removed: false });
        return;
      case 'faultUsed':
        return this.use(entry.id);
      case 'faultRemoved': {
        const fault = this.faults.get(entry.id);
        if (fault) this.faults.set(entry.id, { ...fault, removed: true });
      }
    }
  }

  private use(id: string): void {
    const fault = this.faults.get(id);
    if (fault) this.faults.set(id, { ...fault, used: fault.used + 1 });
  }

  private settle(key: string, at: number): void {
    const before = this.orders.get(key);
    if (before?.state !== 'accepted') return;
    const { plan } = before;
    const after = { ...before, state: plan.outcome, paid: plan.paid, reason: plan.reason, settledAt: at, valueOn: valueOn(before, at) };
    this.orders.set(key, after);
    this.post(after, plan.outcome, plan.paid, at);
  }

  private giveBack(key: string, at: number): void {
    const before = this.orders.get(key);
    if (before?.state !== 'paid' && before?.state !== 'partial') return;
    const after = {
      ...before,
      state: 'returned' as const,
      returned: before.paid,
      reason: before.plan.returnReason,
      returnedAt: at,
      valueOn: valueOn(before, at),
    };
    this.orders.set(key, after);
    this.post(after, 'returned', before.paid, at);
  }

  private receive(entry: Extract<Entry, { t: 'received' }>): void {
    const { receipt } = entry;
    const receiptNo = numbered('R', this.receipts.size + 1);
    const line = this.draw({
      movementNo: numbered('M', ++this.movements),
      kind: 'receipt',
      realm: receipt.realm,
      key: entry.key,
      orderNo: null,
      demandNo: receipt.demandNo,
      treasuryNo: receiptNo,
      amount: receipt.amount,
      reason: null,
      at: entry.at,
      valueOn: dayOf(receipt.asOf ?? entry.at),
      callbackUrl: receipt.callbackUrl,
    });
    this.receipts.set(entry.key, { key: entry.key, hash: entry.hash, receipt, receiptNo, line });
  }

  private post(order: OrderState, kind: Line['kind'], amount: bigint, at: number): void {
    const movement = {
      movementNo: numbered('M', ++this.movements),
      kind,
      realm: order.order.realm,
      key: order.key,
      orderNo: order.order.orderNo,
      demandNo: null,
      treasuryNo: order.treasuryNo,
      amount,
      reason: order.reason,
      at,
      valueOn: valueOn(order, at),
      callbackUrl: order.order.callbackUrl,
    };
    this.draw(movement);
    if (order.plan.twice) this.draw(movement);
  }

  private draw(movement: Omit<Line, 'line'>): Line {
    const line = { line: this.lines.length + 1, ...movement };
    this.lines.push(line);
    if (line.callbackUrl !== null) this.untold.add(line.line);
    return line;
  }
}

/** The caller's clock when it ordered, moved on by the real time that has passed since: a rehearsal's money gets the rehearsal's dates. */
const valueOn = (order: OrderState, at: number): string => dayOf((order.order.asOf ?? order.acceptedAt) + (at - order.acceptedAt));
