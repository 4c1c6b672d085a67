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
/** After hints could not be told. */
const TRY_AGAIN_MS = 1_000;
/** More than this is not kept for later: everybody looks at everything again instead. */
const MOST_WAITING = 5_000;
/** What is told in place of hints that were lost. */
const LOST = '[]';
/** PostgreSQL takes payloads below 8000 bytes. */
const ROOM = 7_000;

/** Tells all processes which cases moved, at most every 50 ms and on a connection of its own: never inside a command. */
export class HintBus {
  private readonly listeners = new Set<HintListener>();
  private readonly waiting = new Map<string, Hint>();
  private readonly line: Notifications;
  private timer: NodeJS.Timeout | null = null;
  /** Its connection asks one thing at a time: what comes up meanwhile is told with the next. */
  private telling = false;
  private lostSome = false;
  private stopped = false;

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
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    await this.line.stop();
  }

  publish(realm: string, cases: readonly { readonly id: CaseRef['caseId']; readonly version: number }[]): void {
    this.keep(cases.map(({ id, version }) => ({ realm, id, version })));
    this.flushIn(PAUSE_MS);
  }

  private flushIn(ms: number): void {
    if (this.telling || this.stopped) return;
    this.timer ??= setTimeout(() => void this.flush(), ms).unref();
  }

  private keep(hints: readonly Hint[]): void {
    for (const hint of hints) {
      const key = `${hint.realm}/${hint.id}`;
      if ((this.waiting.get(key)?.version ?? 0) < hint.version) this.waiting.set(key, hint);
    }
    if (this.waiting.size <= MOST_WAITING) return;
    this.waiting.clear();
    this.lostSome = true;
  }

  /** Answers how to stop listening. */
  subscribe(listener: HintListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async flush(): Promise<void> {
    const hints = [...this.waiting.values()];
    const lostSome = this.lostSome;
    this.waiting.clear();
    this.lostSome = false;
    this.timer = null;
    this.telling = true;
    let pause = PAUSE_MS;
    try {
      await this.line.tell([...(lostSome ? [LOST] : []), ...inPayloads(hints)]);
    } catch (error) {
      // Only this process may have lost its line: the others' listeners would never know.
      this.lostSome ||= lostSome;
      this.keep(hints);
      pause = TRY_AGAIN_MS;
      this.log('debug', 'hints were not told', { hints: hints.length, cause: saying(error) });
    }
    this.telling = false;
    if (this.waiting.size > 0 || this.lostSome) this.flushIn(pause);
  }

  private heard(payload: string): void {
    if (payload === LOST) return this.lost();
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
  return items.length === 0 ? payloads : [...payloads, `[${items.join(',')}]`];
};
