import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What the worker tells operators: on a port of its own, never the public one. */
export interface OperationsParts {
  /** Whether it can do its work now, and what it waits for. */
  readonly ready: () => Promise<Readonly<Record<string, boolean>>>;
  readonly metrics: () => Promise<{ readonly type: string; readonly text: string }>;
  readonly stuck: () => Promise<unknown>;
  /** The treasury tells of a movement of this key: a hint to ask. */
  readonly told: (realm: string, key: string) => Promise<void>;
}

const BODY_LIMIT = 64 * 1024;

const json = (response: ServerResponse, status: number, body: unknown): void => {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
};
const bodyOf = async (request: IncomingMessage): Promise<unknown> => {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
    if (text.length > BODY_LIMIT) throw new Error('the body is too large');
  }
  return JSON.parse(text) as unknown;
};

const answer = async (parts: OperationsParts, request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const route = `${request.method} ${request.url?.split('?')[0]}`;
  switch (route) {
    case 'GET /health':
    case 'GET /health/live':
      return json(response, 200, { status: 'ok' });
    case 'GET /health/ready': {
      const states = await parts.ready();
      return json(response, Object.values(states).every(Boolean) ? 200 : 503, states);
    }
    case 'GET /metrics': {
      const { type, text } = await parts.metrics();
      response.writeHead(200, { 'content-type': type }).end(text);
      return;
    }
    case 'GET /stuck':
      return json(response, 200, await parts.stuck());
    case 'POST /callbacks/treasury': {
      const { movement } = (await bodyOf(request)) as { movement?: { realm?: unknown; key?: unknown } };
      const { realm, key } = movement ?? {};
      if (typeof realm === 'string' && typeof key === 'string') await parts.told(realm, key);
      response.writeHead(204).end();
      return;
    }
    default:
      return json(response, 404, { status: 'not found' });
  }
};

/** Listens; port 0 takes any. */
export const listenForOperators = (parts: OperationsParts, port: number, host: string): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((request, response) => {
      answer(parts, request, response).catch(() => {
        if (!response.headersSent) json(response, 503, { status: 'unavailable' });
      });
    });
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve(server);
    });
  });
