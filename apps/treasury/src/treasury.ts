import { Book, type Line, type OrderState, type ReceiptState } from './book.js';
import { Callbacks } from './callbacks.js';
import { realClock, type Clock } from './clock.js';
import { faultOf, planOf, strike, type FaultRequest, type FaultState, type Target } from './fault.js';
import { Journal, JournalBroken, type Entry } from './journal.js';
import { lock } from './lock.js';
import { sayingOf, silentLog, type Log } from './log.js';
import { bodyHash, type Order, type Receipt } from './order.js';
import { Problem } from './problem.js';
import { lineView, orderView } from './views.js';

export interface TreasuryOptions {
  /** Where the journal lies. One process at a time. */
  readonly dir: string;
  /** From accepted to settled, in milliseconds. */
  readonly latencyMs?: number;
  readonly clock?: Clock;
  readonly log?: Log;
  /** First pause between two tries of a callback, in milliseconds. */
  readonly callbackPauseMs?: number;
  /** The journal cannot be written any more: only a restart, which reads it again, knows what the disk holds. */
  readonly onBroken?: () => void;
}
/** How an accepted order is answered: normally, late, or not at all. */
export interface Manner {
  readonly afterMs: number;
  readonly silent: boolean;
}
export interface Page {
  readonly lines: readonly Line[];
  /** The last line that was looked at: the next cursor. */
  readonly last: number;
  readonly more: boolean;
}

/** Accepts orders, pays them once, and remembers. Every answer it has given survives the death of the process. */
export class Treasury {
  private readonly book = new Book();
  private readonly journal: Journal;
  private readonly release: () => void;
  private readonly clock: Clock;
  private readonly log: Log;
  private readonly latencyMs: number;
  private readonly callbacks: Callbacks;
  private readonly timers = new Map<string, () => void>();
  private readonly onBroken: () => void;
  private closed = false;

  constructor(options: TreasuryOptions) {
    this.clock = options.clock ?? realClock;
    this.log = options.log ?? silentLog;
    this.latencyMs = options.latencyMs ?? 20;
    this.onBroken = options.onBroken ?? (() => undefined);
    this.release = lock(options.dir);
    try {
      this.journal = new Journal(options.dir, () => this.clock.now());
    } catch (error) {
      this.release();
      throw error;
    }
    this.callbacks = new Callbacks({
      clock: this.clock,
      log: this.log,
      open: (line) => strike(this.book.faults.values(), 'down', line, this.clock.now()) === null,
      done: (line, delivered) => void this.recorded({ t: 'told', line, delivered }),
      ...(options.callbackPauseMs === undefined ? {} : { firstPauseMs: options.callbackPauseMs }),
    });
    for (const entry of this.journal.entries) this.book.apply(entry);
    for (const order of this.book.orders.values()) this.wait(order);
    for (const line of this.book.untold) this.tell(line);
    this.log('info', 'journal read', {
      entries: this.journal.entries.length,
      orders: this.book.orders.size,
      lines: this.book.lines.length,
    });
  }

  /** Accepts an order once a key: the same body again finds the order as it stands, another body is refused. */
  accept(key: string, order: Order): OrderState {
    const hash = bodyHash(order);
    const known = this.book.orders.get(key);
    if (known) {
      if (known.hash !== hash) throw new Problem('treasury.key_reused');
      return known;
    }
    const earlier = this.book.bearing(order.realm, order.orderNo);
    if (earlier?.state === 'accepted' || earlier?.state === 'paid') throw new Problem('treasury.order_no_open');
    const at = this.clock.now();
    const { plan, used } = planOf([...this.book.faults.values()], { realm: order.realm, key }, order.amount, this.latencyMs, at);
    this.record({ t: 'accepted', at, key, hash, order, plan, faults: used });
    const accepted = this.must(key);
    this.wait(accepted);
    this.log('info', 'order accepted', {
      key,
      orderNo: order.orderNo,
      realm: order.realm,
      treasuryNo: accepted.treasuryNo,
      fen: Number(order.amount),
    });
    return accepted;
  }

  ask(key: string): OrderState | undefined {
    return this.book.orders.get(key);
  }

  /** Takes money that somebody pays back, once a key. */
  receive(key: string, receipt: Receipt): ReceiptState {
    const hash = bodyHash(receipt);
    const known = this.book.receipts.get(key);
    if (known) {
      if (known.hash !== hash) throw new Problem('treasury.key_reused');
      return known;
    }
    this.record({ t: 'received', at: this.clock.now(), key, hash, receipt });
    const received = this.book.receipts.get(key);
    if (!received) throw new Error(`receipt ${key} was recorded and is not in the book`);
    this.tell(received.line.line);
    this.log('info', 'receipt taken', { key, demandNo: receipt.demandNo, realm: receipt.realm, receiptNo: received.receiptNo });
    return received;
  }
  knowsReceipt(key: string): boolean {
    return this.book.receipts.has(key);
  }

  /** Lines after a cursor, oldest first, of one realm or of all; null when the cursor is none of this journal's. */
  statement(realm: string | null, after: number, limit: number): Page | null {
    if (after > this.book.lines.length) return null;
    const lines: Line[] = [];
    let last = after;
    for (; last < this.book.lines.length; last++) {
      const line = this.book.lines[last];
      if (!line || (realm !== null && line.realm !== realm)) continue;
      if (lines.length === limit) return { lines, last, more: true };
      lines.push(line);
    }
    return { lines, last, more: false };
  }

  /** Switches a fault on. */
  plant(body: unknown): FaultState {
    const request: FaultRequest = faultOf(body);
    const id = `F${this.book.faults.size + 1}`;
    this.record({ t: 'fault', at: this.clock.now(), id, request });
    this.log('info', 'fault on', { fault: id, kind: request.kind });
    return this.mustFault(id);
  }
  /** Switches a fault off; once off it stays listed. */
  remove(id: string): void {
    if (!this.book.faults.has(id)) throw new Problem('treasury.fault_unknown');
    this.record({ t: 'faultRemoved', id });
    this.log('info', 'fault off', { fault: id });
  }
  faults(): readonly FaultState[] {
    return [...this.book.faults.values()];
  }

  /** Whether the door is shut for this request; using up one stroke of the fault that shuts it. */
  shut(target: Target): 'unavailable' | 'drop' | null {
    const down = strike(this.book.faults.values(), 'down', target, this.clock.now());
    if (!down) return null;
    this.record({ t: 'faultUsed', id: down.id });
    return down.request.mode ?? 'unavailable';
  }

  /** How the answer to an accepted order leaves, also when it is sent again; using up the faults that say so. */
  manner(target: Target): Manner {
    const now = this.clock.now();
    const late = strike(this.book.faults.values(), 'delay', target, now);
    const silent = strike(this.book.faults.values(), 'timeoutAfterAccepting', target, now);
    for (const fault of [late, silent]) if (fault) this.record({ t: 'faultUsed', id: fault.id });
    return { afterMs: (late?.request.ms ?? 0) + (silent?.request.ms ?? 0), silent: silent !== null };
  }

  counts(): { readonly orders: number; readonly open: number; readonly lines: number; readonly untold: number } {
    return { orders: this.book.orders.size, open: this.timers.size, lines: this.book.lines.length, untold: this.book.untold.size };
  }
  now(): number {
    return this.clock.now();
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    for (const cancel of this.timers.values()) cancel();
    this.callbacks.stop();
    this.journal.close();
    this.release();
  }

  private record(entry: Entry): void {
    try {
      this.journal.append(entry);
    } catch (error) {
      this.log('error', 'journal broken', { entry: entry.t, cause: sayingOf(error instanceof JournalBroken ? error.cause : error) });
      this.onBroken();
      throw error;
    }
    this.book.apply(entry);
  }
  /** The same for what happens by itself: nobody is there to be told that it failed. */
  private recorded(entry: Entry): boolean {
    try {
      this.record(entry);
      return true;
    } catch {
      return false;
    }
  }

  /** Sets the timer for what the plan does next. After a restart what is overdue happens at once. */
  private wait(order: OrderState): void {
    const next = this.next(order);
    if (!next) return;
    const run = (): void => {
      this.timers.delete(order.key);
      if (!this.closed) this.step(order.key, next.t);
    };
    this.timers.set(order.key, this.clock.after(next.at - this.clock.now(), run));
  }

  private next(order: OrderState): { readonly t: 'settled' | 'returned'; readonly at: number } | null {
    const { plan } = order;
    if (order.state === 'accepted') return { t: 'settled', at: order.acceptedAt + plan.settleAfterMs };
    if ((order.state === 'paid' || order.state === 'partial') && plan.returnAfterMs !== null)
      return { t: 'returned', at: (order.settledAt ?? order.acceptedAt) + plan.returnAfterMs };
    return null;
  }

  private step(key: string, t: 'settled' | 'returned'): void {
    const first = this.book.lines.length + 1;
    if (!this.recorded({ t, at: this.clock.now(), key })) return;
    const order = this.must(key);
    this.log('info', `order ${order.state}`, { key, orderNo: order.order.orderNo, treasuryNo: order.treasuryNo, reason: order.reason });
    for (let line = first; line <= this.book.lines.length; line++) this.tell(line);
    this.wait(order);
  }

  private tell(number: number): void {
    const line = this.book.lines[number - 1];
    if (!line || line.callbackUrl === null) return;
    const order = this.book.orders.get(line.key);
    const body = { movement: lineView(line), order: line.kind === 'receipt' || !order ? null : orderView(order) };
    this.callbacks.tell({ line, body: JSON.stringify(body) });
  }

  private must(key: string): OrderState {
    const order = this.book.orders.get(key);
    if (!order) throw new Error(`order ${key} was recorded and is not in the book`);
    return order;
  }
  private mustFault(id: string): FaultState {
    const fault = this.book.faults.get(id);
    if (!fault) throw new Error(`fault ${id} was recorded and is not in the book`);
    return fault;
  }
}
