import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { JournalBroken } from './journal.js';
import { errnoOf, sayingOf, silentLog, type Log } from './log.js';
import { isKey, orderShape, receiptShape } from './order.js';
import { Problem, problems } from './problem.js';
import { read } from './shape.js';
import type { Target } from './fault.js';
import type { Treasury } from './treasury.js';
import { acceptedView, faultView, lineView, orderView, receiptView } from './views.js';

const bodyLimit = 16 * 1024;

/** What a route answers; null drops the connection without a word. */
interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly afterMs?: number;
}
interface Asked {
  readonly treasury: Treasury;
  readonly request: IncomingMessage;
  readonly url: URL;
  /** What stands behind the route's path, decoded. */
  readonly rest: string;
}
type Route = (asked: Asked) => Promise<Answer | null> | Answer | null;

const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
  '/health': { GET: ({ treasury }) => ({ status: 200, body: { status: 'up', ...treasury.counts() } }) },
  '/orders': { POST: sendOrder },
  '/orders/': { GET: askOrder },
  '/statements': { GET: statement },
  '/receipts': { POST: takeReceipt },
  '/faults': {
    GET: ({ treasury }) => ({ status: 200, body: { faults: treasury.faults().map((fault) => faultView(fault, treasury.now())) } }),
    POST: async ({ treasury, request }) => ({ status: 201, body: faultView(treasury.plant(await bodyOf(request)), treasury.now()) }),
  },
  '/faults/': {
    DELETE: ({ treasury, rest }) => {
      treasury.remove(rest);
      return { status: 204 };
    },
  },
};

async function sendOrder({ treasury, request }: Asked): Promise<Answer | null> {
  const key = keyOf(request);
  const body = await bodyOf(request);
  const target = { realm: realmIn(body), key };
  if (door(treasury, target)) return null;
  const accepted = treasury.accept(
    key,
    unlessKnown(treasury.ask(key) !== undefined, () => read(orderShape, body)),
  );
  const manner = treasury.manner(target);
  if (manner.silent) return manner.afterMs > 0 ? { status: 0, afterMs: manner.afterMs } : null;
  return { status: 202, body: acceptedView(accepted), afterMs: manner.afterMs };
}

function askOrder({ treasury, rest }: Asked): Answer | null {
  const order = treasury.ask(rest);
  if (door(treasury, { realm: order?.order.realm ?? null, key: rest })) return null;
  if (!order) throw new Problem('treasury.order_unknown');
  return { status: 200, body: orderView(order) };
}

function statement({ treasury, url }: Asked): Answer | null {
  const realm = url.searchParams.get('realm') || null;
  if (door(treasury, { realm, key: null })) return null;
  const after = countIn(url, 'after', 0, 0, Number.MAX_SAFE_INTEGER);
  const page = treasury.statement(realm, after, countIn(url, 'limit', 100, 1, 500));
  // A cursor beyond the end was given by another journal: silence here would look like "nothing new" for ever.
  if (!page) throw new Problem('treasury.invalid', [{ pointer: '/after', code: 'unsupported' }]);
  return { status: 200, body: { entries: page.lines.map(lineView), next: String(page.last), more: page.more } };
}

async function takeReceipt({ treasury, request }: Asked): Promise<Answer | null> {
  const key = keyOf(request);
  const body = await bodyOf(request);
  if (door(treasury, { realm: realmIn(body), key })) return null;
  const receipt = unlessKnown(treasury.knowsReceipt(key), () => read(receiptShape, body));
  return { status: 201, body: receiptView(treasury.receive(key, receipt)) };
}

/** A key that is known is never answered "invalid", which a caller may take for "not accepted": it was accepted, with another body. */
const unlessKnown = <T>(known: boolean, reading: () => T): T => {
  try {
    return reading();
  } catch (error) {
    throw known && error instanceof Problem ? new Problem('treasury.key_reused') : error;
  }
};

/** True when the connection is to be dropped; a door that is merely shut says 503. */
const door = (treasury: Treasury, target: Target): boolean => {
  const shut = treasury.shut(target);
  if (shut === 'unavailable') throw new Problem('treasury.down');
  return shut === 'drop';
};

const keyOf = (request: IncomingMessage): string => {
  const key = request.headers['idempotency-key'];
  if (typeof key !== 'string' || key === '') throw new Problem('treasury.key_missing');
  if (!isKey(key)) throw new Problem('treasury.key_malformed');
  return key;
};
const realmIn = (body: unknown): string | null =>
  typeof body === 'object' && body !== null && 'realm' in body && typeof body.realm === 'string' ? body.realm : null;

const countIn = (url: URL, name: string, fallback: number, min: number, max: number): number => {
  const given = url.searchParams.get(name);
  if (given === null || given === '') return fallback;
  const count = /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
  if (!(count >= min && count <= max)) throw new Problem('treasury.invalid', [{ pointer: `/${name}`, code: 'malformed' }]);
  return count;
};

const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? '')) throw new Problem('treasury.not_acceptable_type');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > bodyLimit) throw new Problem('treasury.body_too_large');
    chunks.push(chunk);
  }
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    throw new Problem('treasury.not_json');
  }
};

const answerTo = async (treasury: Treasury, request: IncomingMessage): Promise<Answer | null> => {
  if (!request.url?.startsWith('/') || !URL.canParse(`http://treasury${request.url}`)) throw new Problem('treasury.path_malformed');
  const url = new URL(`http://treasury${request.url}`);
  const slash = url.pathname.indexOf('/', 1);
  const rest = slash === -1 ? '' : decoded(url.pathname.slice(slash + 1));
  const route =
    Object.hasOwn(routes, url.pathname) && !rest ? routes[url.pathname] : rest ? routes[url.pathname.slice(0, slash + 1)] : undefined;
  if (!route) throw new Problem('treasury.no_such_path');
  const method = route[request.method ?? ''];
  if (!method) throw new Problem('treasury.method_not_allowed');
  return await method({ treasury, request, url, rest });
};
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new Problem('treasury.path_malformed');
  }
};

const failed = (error: unknown, log: Log): Answer | null => {
  if (error instanceof JournalBroken) return failed(new Problem('treasury.not_recorded'), log);
  // The caller hung up in the middle of the body: nobody is left to be answered.
  if (errnoOf(error) === 'ECONNRESET') return null;
  if (error instanceof Problem) {
    const body = {
      type: 'about:blank',
      title: error.message,
      status: error.status,
      code: error.code,
      detail: error.message,
      errors: error.errors,
    };
    return { status: error.status, body };
  }
  log('error', 'bug', { cause: sayingOf(error), stack: error instanceof Error ? error.stack : null });
  return { status: 500, body: { type: 'about:blank', title: 'Internal error', status: 500, code: 'treasury.bug', errors: [] } };
};

const write = (response: ServerResponse, { status, body }: Answer): void => {
  const isProblem = status >= 400;
  response.statusCode = status;
  response.setHeader('cache-control', 'no-store');
  if (status === problems['treasury.down'][0]) response.setHeader('retry-after', '1');
  // The rest of a body that was refused unread would be taken for the next request.
  if (status === problems['treasury.body_too_large'][0]) response.setHeader('connection', 'close');
  if (body === undefined) return void response.end();
  response.setHeader('content-type', isProblem ? 'application/problem+json' : 'application/json');
  response.end(JSON.stringify(body));
};

const requestIdOf = (request: IncomingMessage): string | null => {
  const given = request.headers['x-request-id'];
  return typeof given === 'string' && /^[\w.:-]{1,128}$/.test(given) ? given : null;
};

/** The HTTP door of a treasury. It does not listen yet. */
export const treasuryServer = (treasury: Treasury, log: Log = silentLog): Server => {
  const server = createServer({ requestTimeout: 10_000, headersTimeout: 5000, maxHeaderSize: 8 * 1024 }, (request, response) => {
    const requestId = requestIdOf(request);
    if (requestId) response.setHeader('x-request-id', requestId);
    const leave = (answer: Answer | null): void => {
      const path = (request.url ?? '').split('?')[0] ?? '';
      log('info', 'request', { method: request.method, path, status: answer?.status ?? 0, requestId });
      if (answer === null || answer.status === 0) request.socket.destroy();
      else write(response, answer);
    };
    void answerTo(treasury, request)
      .catch((error: unknown) => failed(error, log))
      .then((answer) => {
        if (!answer?.afterMs) return leave(answer);
        const late = setTimeout(() => leave(answer), answer.afterMs);
        response.once('close', () => clearTimeout(late));
      });
  });
  return server;
};

/** Listens and tells the port that was taken; 0 takes any free one. */
export const listen = (server: Server, port: number, host: string): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
