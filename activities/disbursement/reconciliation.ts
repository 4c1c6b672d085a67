import { createHash } from 'node:crypto';
import type { CaseId, Json } from '@goufu/domain';
import type { Note, SeenNumber, StandingEffect, ToldEvent } from '@goufu/persistence';
import type { StatementEntry } from './treasury.client.js';

/** What the treasury's statement says of one order, under the key that it has here. */
interface OrderThere {
  readonly paid: bigint;
  readonly returned: bigint;
  readonly refused: boolean;
  readonly orderNo: string | null;
}
/** The same as the record here has it. */
interface PaymentHere {
  readonly caseId: CaseId;
  readonly state: StandingEffect['state'];
  readonly paid: bigint;
  readonly returned: bigint;
  readonly refused: boolean;
}
export interface There {
  readonly orders: ReadonlyMap<string, OrderThere>;
  readonly receipts: ReadonlyMap<string, StatementEntry>;
  /** Accepted and not settled: it stands on no statement yet. */
  readonly underWay: ReadonlySet<string>;
}
export interface Here {
  readonly payments: ReadonlyMap<string, PaymentHere>;
  readonly receipts: ReadonlySet<string>;
  readonly cases: ReadonlySet<CaseId>;
}

/** Every way in which the two can differ. Order is that of the table. */
export const whats = {
  'lost-case': { zh: '已付，此处无此事项', en: 'paid there, and its case is not here' },
  'lost-order': { zh: '已付，此处尚未下达', en: 'paid there, and not ordered here: ordered again it is found by its key' },
  'lost-receipt': { zh: '已收款，此处无此追回', en: 'received there, and nobody here demanded it' },
  'not-there': { zh: '此处已付，国库无记录', en: 'paid here, and not there' },
  amount: { zh: '金额不符', en: 'the amounts differ' },
  waiting: { zh: '待付，解除后发出', en: 'wanted here, not there: leaves once released' },
} as const;
type What = keyof typeof whats;
export interface Difference {
  /** Of all that it says: once anything in it changes, nobody has acknowledged it. */
  readonly id: string;
  readonly what: What;
  readonly realm: string;
  /** The payment's key here, or the number of a receipt. */
  readonly subject: string;
  readonly orderNo: string | null;
  readonly there: { readonly paid: bigint; readonly returned: bigint } | null;
  readonly here: { readonly paid: bigint; readonly returned: bigint } | null;
}

/** Effects are keyed `<case>:<attempt>`. */
export const caseOfKey = (key: string): CaseId => key.slice(0, Math.max(0, key.lastIndexOf(':')));

/** Folds lines of a statement by key; a line told twice counts once. `ownKey`: null for an order of another origin. */
export const thereOf = (
  entries: readonly StatementEntry[],
  ownKey: (entry: StatementEntry) => string,
  underWay: ReadonlySet<string>,
): There => {
  const orders = new Map<string, OrderThere>();
  const receipts = new Map<string, StatementEntry>();
  const seen = new Set<string>();
  for (const entry of entries) {
    if (seen.has(entry.movementNo)) continue;
    seen.add(entry.movementNo);
    if (entry.kind === 'receipt') {
      receipts.set(entry.movementNo, entry);
      continue;
    }
    const key = ownKey(entry);
    const before = orders.get(key) ?? { paid: 0n, returned: 0n, refused: false, orderNo: entry.orderNo };
    const isPaid = entry.kind === 'paid' || entry.kind === 'partial';
    orders.set(key, {
      ...before,
      paid: before.paid + (isPaid ? entry.amount : 0n),
      returned: before.returned + (entry.kind === 'returned' ? entry.amount : 0n),
      refused: before.refused || entry.kind === 'refused',
    });
  }
  return { orders, receipts, underWay };
};

type Fields = Readonly<Record<string, Json | undefined>>;
const textOf = (value: Json | undefined): string => (typeof value === 'string' ? value : '');
/** What the record of a case says of money that moved outside. */
export const moneyEvents = ['PaymentPosted', 'PaymentReturned', 'PaymentRejected', 'ReceiptRecorded'] as const;
export const hereOf = (effects: readonly StandingEffect[], events: readonly ToldEvent[], cases: ReadonlySet<CaseId>): Here => {
  const payments = new Map<string, PaymentHere>();
  const receipts = new Set<string>();
  for (const { key, caseId, state } of effects) payments.set(key, { caseId, state, paid: 0n, returned: 0n, refused: false });
  for (const { type, data } of events) {
    const { key, amount, movementNo } = data as Fields;
    if (type === 'ReceiptRecorded') {
      receipts.add(textOf(movementNo));
      continue;
    }
    const before = payments.get(textOf(key));
    if (!before) continue;
    const moved = typeof amount === 'bigint' ? amount : 0n;
    payments.set(textOf(key), {
      ...before,
      paid: before.paid + (type === 'PaymentPosted' ? moved : 0n),
      returned: before.returned + (type === 'PaymentReturned' ? moved : 0n),
      refused: before.refused || type === 'PaymentRejected',
    });
  }
  return { payments, receipts, cases };
};

const open: ReadonlySet<string> = new Set(['wanted', 'sending', 'unknown']);

/** Everything in which the treasury's statement and the record here differ. */
export const compare = (realm: string, there: There, here: Here): readonly Difference[] => {
  const found: Difference[] = [];
  const differ = (what: What, subject: string, orderNo: string | null, sums: Pick<Difference, 'there' | 'here'>): void => {
    const figures = [sums.there, sums.here].map((sum) => (sum ? `${sum.paid}-${sum.returned}` : 'nothing'));
    const id = createHash('sha256')
      .update(JSON.stringify([what, realm, subject, orderNo, ...figures]))
      .digest('hex')
      .slice(0, 8);
    found.push({ id, what, realm, subject, orderNo, ...sums });
  };
  const sums = ({ paid, returned }: { readonly paid: bigint; readonly returned: bigint }) => ({ paid, returned });
  for (const [key, order] of there.orders) {
    const known = here.payments.get(key);
    if (known) {
      const isSame = known.paid === order.paid && known.returned === order.returned && known.refused === order.refused;
      if (!isSame) differ('amount', key, order.orderNo, { there: sums(order), here: sums(known) });
      continue;
    }
    // Refused there and unknown here: no money moved.
    if (order.paid > 0n)
      differ(here.cases.has(caseOfKey(key)) ? 'lost-order' : 'lost-case', key, order.orderNo, { there: sums(order), here: null });
  }
  for (const { movementNo, demandNo, amount } of there.receipts.values())
    if (!here.receipts.has(movementNo)) differ('lost-receipt', movementNo, demandNo, { there: { paid: amount, returned: 0n }, here: null });
  for (const [key, payment] of here.payments) {
    if (there.orders.has(key)) continue;
    if (payment.paid > 0n) differ('not-there', key, null, { there: null, here: sums(payment) });
    else if (open.has(payment.state) && !there.underWay.has(key)) differ('waiting', key, null, { there: null, here: sums(payment) });
  }
  return found;
};

/** Money that left and that nothing here knows of: what may be asked for again under another key. */
export interface LostPayment {
  /** The key that it would have here. */
  readonly key: string;
  readonly amount: bigint;
}
/** Lost payments as they were noted, without those that are found again or that somebody has placed. */
export const openLosses = (notes: readonly Note[], isHere: (key: string) => boolean): readonly LostPayment[] =>
  openOf(notes, 'order').filter(({ key, amount }) => amount > 0n && !isHere(key));
/** Everything noted as lost that nobody has placed: orders paid, or receipts. */
export const openOf = (notes: readonly Note[], moved: 'order' | 'receipt'): readonly LostPayment[] => {
  const placed = new Set(notes.filter(({ kind }) => kind === 'same').map(({ body }) => body.lost));
  const noted = notes.filter(({ kind, body }) => kind === 'lost' && body.moved === moved);
  const lost = new Map(noted.map(({ subject, body }) => [subject, BigInt(body.amount ?? '0')]));
  return [...lost].filter(([key]) => !placed.has(key)).map(([key, amount]) => ({ key, amount }));
};
/** Under which effect here a lost payment was placed, by its own key; under which demand a receipt, by its number. */
export const placedAs = (notes: readonly Note[]): ReadonlyMap<string, string> =>
  new Map(notes.flatMap(({ kind, subject, body }) => (kind === 'same' && body.lost !== undefined ? [[body.lost, subject] as const] : [])));

/** The number in the name of an order or a demand, such as 支付令〔2025〕12号: the highest of each year. */
export const highestNumbers = (series: SeenNumber['series'], names: readonly (string | null)[]): readonly SeenNumber[] => {
  const highest = new Map<number, number>();
  for (const name of names) {
    const [, year, number] = /〔(\d{4})〕(\d{1,9})号$/.exec(name ?? '') ?? [];
    if (year !== undefined && number !== undefined) highest.set(Number(year), Math.max(highest.get(Number(year)) ?? 0, Number(number)));
  }
  return [...highest].map(([year, most]) => ({ series, year, highest: most }));
};
