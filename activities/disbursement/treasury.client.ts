export interface PaymentOrder {
  /** The effect's key: the same order sent again under it is never paid twice. */
  readonly key: string;
  readonly orderNo: string;
  readonly realm: string;
  readonly payer: string;
  readonly payee: { readonly name: string; readonly account: string };
  /** Fen. */
  readonly amount: bigint;
  readonly memo?: string;
  readonly callbackUrl?: string;
  /** The realm's clock in epoch milliseconds, by which the treasury dates the money. */
  readonly asOf?: number;
}
type TreasuryState = 'accepted' | 'paid' | 'refused' | 'returned' | 'partial';
/** An order as the treasury tells it. `paid` less `returned` is what the payee holds; only `accepted` is not final, and a paid one may still be returned. */
export interface TreasuryAnswer {
  readonly key: string;
  readonly state: TreasuryState;
  /** Null for an order that the treasury refused at its door: it bears no number. */
  readonly treasuryNo: string | null;
  readonly amount: bigint;
  readonly paid: bigint;
  readonly returned: bigint;
  /** Code of the refusal, the return, or why a part was not paid; `in_words` for anything but a code. */
  readonly reason: string | null;
  /** Instants are epoch milliseconds of the treasury's own clock. */
  readonly acceptedAt: number | null;
  readonly settledAt: number | null;
  readonly returnedAt: number | null;
  /** Day in Shanghai of the last movement, `YYYY-MM-DD`, on the caller's own clock (`asOf`). */
  readonly valueOn: string | null;
}
export interface StatementEntry {
  /** Post by this number: a statement may tell one movement twice. */
  readonly movementNo: string;
  readonly cursor: string;
  readonly kind: 'paid' | 'partial' | 'refused' | 'returned' | 'receipt';
  readonly realm: string;
  readonly key: string;
  readonly orderNo: string | null;
  /** The clawback demand that a receipt answers. */
  readonly demandNo: string | null;
  readonly treasuryNo: string;
  readonly amount: bigint;
  readonly reason: string | null;
  readonly at: number;
  readonly valueOn: string;
}
interface StatementPage {
  readonly entries: readonly StatementEntry[];
  /** Keep it with what was posted, in one transaction, and ask after it next. */
  readonly next: string;
  readonly more: boolean;
}

/** Whatever the outside does, the answer is a value; only a call that can never be right throws `TreasuryMisuse`. */
export interface TreasuryClient {
  /** The order as it stands; null: never accepted under this key so far, so it may be sent, under this key alone; 'unknown': ask again. */
  ask(key: string, requestId?: string | null): Promise<TreasuryAnswer | 'unknown' | null>;
  /** 'unknown': it may have been accepted; ask by the same key, never send it under a new one. */
  send(order: PaymentOrder, requestId?: string | null): Promise<TreasuryAnswer | 'unknown'>;
  /** Movements after a cursor (null: from the first), oldest first, of one realm or of all. */
  statement(after: string | null, of?: { readonly realm?: string; readonly limit?: number }): Promise<StatementPage | 'unknown'>;
}
export interface TreasuryClientOptions {
  readonly url: string;
  /** For a whole call, answer read. */
  readonly timeLimitMs?: number;
  /** Why an answer is 'unknown': for the log alone. */
  readonly onTrouble?: (trouble: { readonly call: string; readonly cause: string }) => void;
}

/** The call itself was wrong (another body under a used key, a malformed key, a cursor of another treasury): a bug, not an outage. */
export class TreasuryMisuse extends Error {
  readonly code: string;
  constructor(code: string, detail: string) {
    super(`${code}: ${detail}`);
    this.code = code;
  }
}

/** Speaks to the treasury over HTTP. */
export const treasuryClient = (options: TreasuryClientOptions): TreasuryClient => {
  const call = async (
    name: string,
    path: string,
    init: { method: string; key?: string; body?: string; requestId?: string | null | undefined },
  ): Promise<Heard> => {
    try {
      const response = await fetch(new URL(path, options.url), {
        method: init.method,
        headers: {
          accept: 'application/json',
          ...(init.key === undefined ? {} : { 'idempotency-key': init.key }),
          ...(init.body === undefined ? {} : { 'content-type': 'application/json' }),
          // travels to the treasury's log
          ...(init.requestId ? { 'x-request-id': init.requestId } : {}),
        },
        ...(init.body === undefined ? {} : { body: init.body }),
        redirect: 'manual',
        signal: AbortSignal.timeout(options.timeLimitMs ?? 5000),
      });
      return { status: response.status, body: (await response.json()) as unknown };
    } catch (error) {
      return unknown(name, causeOf(error));
    }
  };
  const unknown = (name: string, cause: string): 'unknown' => {
    options.onTrouble?.({ call: name, cause });
    return 'unknown';
  };
  const garbled = (name: string, heard: { status: number; body: unknown }): 'unknown' =>
    unknown(name, `status ${heard.status} ${codeOf(heard.body) ?? 'with a body that makes no sense'}`);

  return {
    ask: async (key, requestId) => {
      checkKey(key);
      const heard = await call('ask', `/orders/${encodeURIComponent(key)}`, { method: 'GET', requestId });
      if (heard === 'unknown') return heard;
      if (heard.status === 200) return answerOf(heard.body, key) ?? garbled('ask', heard);
      // Only this code says that the order is not there; a bare 404 may come from a proxy.
      if (heard.status === 404 && codeOf(heard.body) === 'treasury.order_unknown') return null;
      return misuse(heard) ?? garbled('ask', heard);
    },
    send: async (order, requestId) => {
      checkKey(order.key);
      const heard = await call('send', '/orders', { method: 'POST', key: order.key, body: bodyOf(order), requestId });
      if (heard === 'unknown') return heard;
      if (heard.status === 202) return answerOf(heard.body, order.key) ?? garbled('send', heard);
      const refused = refusedAtTheDoor(order, heard);
      if (refused) return refused;
      return misuse(heard) ?? garbled('send', heard);
    },
    statement: async (after, of = {}) => {
      const query = new URLSearchParams();
      if (after !== null) query.set('after', after);
      if (of.realm !== undefined) query.set('realm', of.realm);
      if (of.limit !== undefined) query.set('limit', String(of.limit));
      const heard = await call('statement', `/statements?${query.toString()}`, { method: 'GET' });
      if (heard === 'unknown') return heard;
      if (heard.status === 200) return pageOf(heard.body) ?? garbled('statement', heard);
      return misuse(heard) ?? garbled('statement', heard);
    },
  };
};

/** The treasury said why in words: ask it by its number. */
const IN_WORDS = 'in_words';
type Heard = { readonly status: number; readonly body: unknown } | 'unknown';
type Fields = Readonly<Record<string, unknown>>;

const checkKey = (key: string): void => {
  if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw new TreasuryMisuse('treasury.key_malformed', 'a key is 1 to 200 visible ASCII characters');
};

const bodyOf = (order: PaymentOrder): string =>
  JSON.stringify({
    orderNo: order.orderNo,
    realm: order.realm,
    payer: order.payer,
    payee: { name: order.payee.name, account: order.payee.account },
    amount: yuan(order.amount),
    currency: 'CNY',
    memo: order.memo,
    callbackUrl: order.callbackUrl,
    asOf: order.asOf === undefined ? undefined : new Date(order.asOf).toISOString(),
  });

/** A payee whom no treasury can pay is a refusal like any other; every other fault of a body is ours. */
const refusedAtTheDoor = (order: PaymentOrder, { status, body }: { status: number; body: unknown }): TreasuryAnswer | null => {
  if (status !== 422 || codeOf(body) !== 'treasury.invalid' || !isFields(body) || !Array.isArray(body.errors)) return null;
  const faults = (body.errors as readonly unknown[]).map((fault) => (isFields(fault) ? text(fault.pointer) : null));
  const [first] = faults;
  if (!first || !faults.every((pointer) => pointer?.startsWith('/payee/'))) return null;
  const nothing = { treasuryNo: null, paid: 0n, returned: 0n, acceptedAt: null, settledAt: null, returnedAt: null, valueOn: null };
  return { key: order.key, state: 'refused', amount: order.amount, reason: `${first.slice(1).replace('/', '_')}_invalid`, ...nothing };
};

/** The treasury's own 4xx, known by their code: repeating the call would never help. Another server's 4xx is weather. */
const misuse = (heard: { status: number; body: unknown }): null => {
  const code = codeOf(heard.body);
  const passing = heard.status === 408 || heard.status === 425 || heard.status === 429;
  if (heard.status >= 400 && heard.status < 500 && !passing && code?.startsWith('treasury.'))
    throw new TreasuryMisuse(code, isFields(heard.body) ? JSON.stringify(heard.body.errors ?? null) : '');
  return null;
};

const states: readonly TreasuryState[] = ['accepted', 'paid', 'refused', 'returned', 'partial'];
/** Null when any field is not what it must be: half an answer is none. */
const answerOf = (body: unknown, key: string): TreasuryAnswer | null => {
  if (!isFields(body) || body.key !== key) return null;
  const state = states.find((each) => each === body.state);
  const treasuryNo = text(body.treasuryNo);
  const amount = fen(body.amount);
  const paid = fen(body.paid);
  const returned = fen(body.returned);
  const acceptedAt = instant(body.acceptedAt);
  if (!state || treasuryNo === null || amount === null || paid === null || returned === null || acceptedAt === null) return null;
  if (!adds[state](amount, paid, returned)) return null;
  const rest = {
    reason: reason(body.reason),
    settledAt: instant(body.settledAt),
    returnedAt: instant(body.returnedAt),
    valueOn: day(body.valueOn),
  };
  return { key, state, treasuryNo, amount, paid, returned, acceptedAt, ...rest };
};
/** What a state says about the money; an answer whose figures contradict its state is not believed. */
const adds: Readonly<Record<TreasuryState, (amount: bigint, paid: bigint, returned: bigint) => boolean>> = {
  accepted: (_, paid, returned) => paid === 0n && returned === 0n,
  refused: (_, paid, returned) => paid === 0n && returned === 0n,
  paid: (amount, paid, returned) => paid === amount && returned === 0n,
  partial: (amount, paid, returned) => paid > 0n && paid < amount && returned === 0n,
  returned: (amount, paid, returned) => paid > 0n && paid <= amount && returned === paid,
};

const kinds = ['paid', 'partial', 'refused', 'returned', 'receipt'] as const;
const pageOf = (body: unknown): StatementPage | null => {
  if (!isFields(body) || !Array.isArray(body.entries) || typeof body.more !== 'boolean') return null;
  const next = text(body.next);
  const entries = (body.entries as readonly unknown[]).map(entryOf);
  const whole = entries.filter((entry): entry is StatementEntry => entry !== null);
  return next === null || whole.length < entries.length ? null : { entries: whole, next, more: body.more };
};
const entryOf = (body: unknown): StatementEntry | null => {
  if (!isFields(body)) return null;
  const kind = kinds.find((each) => each === body.kind);
  const movementNo = text(body.movementNo);
  const cursor = text(body.cursor);
  const realm = text(body.realm);
  const key = text(body.key);
  const treasuryNo = text(body.treasuryNo);
  const amount = fen(body.amount);
  const at = instant(body.at);
  const valueOn = day(body.valueOn);
  if (!kind || !movementNo || !cursor || !realm || !key || !treasuryNo || amount === null || at === null || valueOn === null) return null;
  const rest = { orderNo: text(body.orderNo), demandNo: text(body.demandNo), reason: reason(body.reason) };
  return { movementNo, cursor, kind, realm, key, treasuryNo, amount, at, valueOn, ...rest };
};

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);
/** A code goes into the record. Words may name the payee, and would stand there for ever: that there were some is all that is kept. */
const reason = (value: unknown): string | null => {
  const said = text(value);
  return said === null || /^[a-z][a-z0-9_.]{0,63}$/.test(said) ? said : IN_WORDS;
};
const codeOf = (body: unknown): string | null => (isFields(body) ? text(body.code) : null);
const fen = (value: unknown): bigint | null =>
  typeof value === 'string' && /^(0|[1-9]\d{0,15})\.\d{2}$/.test(value) ? BigInt(value.replace('.', '')) : null;
const yuan = (value: bigint): string => {
  if (value <= 0n) throw new TreasuryMisuse('treasury.invalid', 'an order pays more than nothing');
  const digits = value.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};
const instant = (value: unknown): number | null => {
  const at = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : at;
};
const day = (value: unknown): string | null => (typeof value === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : null);
/** fetch wraps the reason (`ECONNREFUSED`) in a bare "fetch failed". */
const causeOf = (error: unknown): string => {
  const inner: unknown = isFields(error) && isFields(error.cause) ? error.cause : error;
  return isFields(inner) ? `${text(inner.name) ?? 'Error'}: ${text(inner.message) ?? ''}` : 'failed';
};
