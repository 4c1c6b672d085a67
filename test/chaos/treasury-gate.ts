import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where a payment stands when somebody is killed. */
export const moments = [
  'before the order is sent',
  'while the order is in flight',
  'when it is accepted and its answer is not recorded',
  'after its answer',
  'while the statement is read',
] as const;
export type Moment = (typeof moments)[number];

interface Heard {
  readonly status: number;
  readonly body: string;
}
const DROPPED: Heard = { status: 0, body: '' };

/** Stands between the workers and the treasury, and holds each payment at its moment until it is told to let go. */
export class TreasuryGate {
  /** Where each key waits; those that are past their moment stand here too. */
  private readonly held = new Map<string, Moment>();
  private readonly wanted = new Map<string, Moment>();
  private readonly accepted = new Set<string>();
  private readonly waiting = new Set<() => void>();
  private target = '';

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static start(): Promise<TreasuryGate> {
    return new Promise((resolve) => {
      const server = createServer((asked, answer) => {
        gate.serve(asked, answer).catch(() => answer.destroy());
      });
      let gate: TreasuryGate;
      server.listen(0, '127.0.0.1', () => {
        gate = new TreasuryGate(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
        resolve(gate);
      });
    });
  }
  /** Where the treasury listens now. */
  leadsTo(url: string): void {
    this.target = url;
  }

  /** The payment of this key is to be held at the moment. */
  hold(key: string, at: Moment): void {
    this.wanted.set(key, at);
  }
  isHeld(key: string): boolean {
    return this.held.has(key);
  }
  /** Everything that is held is lost, and everything goes through from now on. */
  letGo(): void {
    this.wanted.clear();
    this.held.clear();
    this.accepted.clear();
    for (const go of this.waiting) go();
    this.waiting.clear();
  }
  close(): Promise<void> {
    this.letGo();
    this.server.closeAllConnections();
    return new Promise((resolve) => this.server.close(() => resolve()));
  }

  private async serve(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
    const body = await bodyOf(asked);
    const path = asked.url ?? '';
    const isStatement = path.startsWith('/statements');
    const key = isStatement ? null : (asked.headers['idempotency-key']?.toString() ?? decodeURIComponent(path.split('/').at(-1) ?? ''));
    const moment = key === null ? undefined : this.wanted.get(key);
    const isSent = asked.method === 'POST';
    if (key !== null && moment !== undefined) {
      if (moment === 'before the order is sent' || this.held.has(key)) return this.keep(key, moment, answer);
      if (moment === 'while the order is in flight' && isSent) {
        this.sendHalf(asked, body);
        return this.keep(key, moment, answer);
      }
      if (moment === 'while the statement is read' && this.accepted.has(key)) return this.keep(null, moment, answer);
    }
    const heard = await this.forward(asked, body);
    if (key !== null && moment !== undefined && isSent && (heard.status === 202 || heard.status === 0)) {
      this.accepted.add(key);
      if (moment === 'when it is accepted and its answer is not recorded') return this.keep(key, moment, answer);
      if (moment === 'while the statement is read') return this.keep(null, moment, answer);
    }
    if (isStatement && this.heldAtStatement(heard)) return this.keep(null, 'while the statement is read', answer);
    if (heard.status === 0) return void answer.destroy();
    answer.writeHead(heard.status, { 'content-type': 'application/json' }).end(heard.body);
  }

  /** Whether the page tells of payments that are to be held while it is read; they are, from now on. */
  private heldAtStatement({ status, body }: Heard): boolean {
    if (status !== 200) return false;
    const { entries } = JSON.parse(body) as { entries: readonly { key: string }[] };
    const told = entries.filter(({ key }) => this.wanted.get(key) === 'while the statement is read');
    for (const { key } of told) this.held.set(key, 'while the statement is read');
    return told.length > 0;
  }

  /** No answer until it is let go, and then none at all. */
  private async keep(key: string | null, moment: Moment, answer: ServerResponse): Promise<void> {
    if (key !== null) this.held.set(key, moment);
    await new Promise<void>((resolve) => this.waiting.add(resolve));
    answer.destroy();
  }

  private options(asked: IncomingMessage, body: Buffer) {
    const { host: _host, connection: _connection, 'transfer-encoding': _encoding, ...headers } = asked.headers;
    const length = asked.method === 'POST' ? { 'content-length': String(body.length) } : {};
    return { method: asked.method, headers: { ...headers, ...length }, agent: false };
  }
  private forward(asked: IncomingMessage, body: Buffer): Promise<Heard> {
    return new Promise((resolve) => {
      const sent = request(`${this.target}${asked.url}`, this.options(asked, body), (response) => {
        let text = '';
        response.on('data', (chunk: Buffer) => (text += chunk.toString()));
        response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
        response.on('error', () => resolve(DROPPED));
      });
      sent.on('error', () => resolve(DROPPED));
      sent.end(body);
    });
  }
  /** The treasury gets the head and half of the body, and waits for the rest. */
  private sendHalf(asked: IncomingMessage, body: Buffer): void {
    const sent = request(`${this.target}${asked.url}`, this.options(asked, body));
    sent.on('error', () => undefined);
    sent.write(body.subarray(0, Math.floor(body.length / 2)));
    this.waiting.add(() => sent.destroy());
  }
}

const bodyOf = async (asked: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

/** Waits for a condition. */
export const until = async (what: string, look: () => boolean | Promise<boolean>, withinMs: number): Promise<void> => {
  for (const end = performance.now() + withinMs; !(await look()); await sleep(50))
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
};
