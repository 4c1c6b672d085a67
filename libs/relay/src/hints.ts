import type { CaseRef } from '@goufu/messages';
import { Notifications } from '@goufu/persistence';
import { saying, type Log } from './rounds.js';

/** A case has moved: where to look, never what happened. */
export interface Hint {
  readonly realm: string;
  readonly id: CaseRef['caseId'];
  readonly version: number;
}
export interface HintListener {
  hint(hint: Hint): void;
  /** Hints may have been lost: look at everything again. */
  resync(): void;
}

const CHANNEL = 'goufu_hints';
const PAUSE_MS = 50;
/** PostgreSQL takes payloads below 8000 bytes. */
const ROOM = 7_000;

/** Tells all processes which cases moved, at most every 50 ms and on a connection of its own: never inside a command. */
export class HintBus {
  private readonly listeners = new Set<HintListener>();
  private readonly waiting = new Map<string, Hint>();
  private readonly line: Notifications;
  private timer: NodeJS.Timeout | null = null;

  constructor(
    url: string,
    private readonly log: Log,
  ) {
    this.line = new Notifications(
      url,
      CHANNEL,
      (payload) => this.heard(payload),
      () => this.lost(),
    );
  }

  start(): void {
    this.line.start();
  }

  async stop(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.line.stop();
  }

  publish(realm: string, cases: readonly { readonly id: CaseRef['caseId']; readonly version: number }[]): void {
    for (const { id, version } of cases) {
      const key = `${realm}/${id}`;
      if ((this.waiting.get(key)?.version ?? 0) < version) this.waiting.set(key, { realm, id, version });
    }
    this.timer ??= setTimeout(() => void this.flush(), PAUSE_MS).unref();
  }

  /** Answers how to stop listening. */
  subscribe(listener: HintListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async flush(): Promise<void> {
    const hints = [...this.waiting.values()];
    this.waiting.clear();
    this.timer = null;
    try {
      await this.line.tell(inPayloads(hints));
    } catch (error) {
      // Whoever comes back is told to look at everything again.
      this.log('debug', 'hints were not told', { hints: hints.length, cause: saying(error) });
    }
  }

  private heard(payload: string): void {
    for (const [realm, id, version] of JSON.parse(payload) as [string, string, number][])
      for (const listener of this.listeners) listener.hint({ realm, id, version });
  }

  private lost(): void {
    for (const listener of this.listeners) listener.resync();
  }
}

const inPayloads = (hints: readonly Hint[]): string[] => {
  const payloads: string[] = [];
  let items: string[] = [];
  let length = 0;
  for (const { realm, id, version } of hints) {
    const item = JSON.stringify([realm, id, version]);
    if (length + Buffer.byteLength(item) > ROOM) {
      payloads.push(`[${items.join(',')}]`);
      items = [];
      length = 0;
    }
    items.push(item);
    length += Buffer.byteLength(item) + 1;
  }
  return [...payloads, `[${items.join(',')}]`];
};
