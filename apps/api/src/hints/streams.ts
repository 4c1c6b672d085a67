import type { ServerResponse } from 'node:http';
import type { HintBus, Hint } from '@goufu/relay';
import type { CaseViews, DirectoryViews } from '@goufu/persistence';

interface Subscriber {
  readonly realm: string;
  readonly person: string | null;
  /** Appointments in which the caller listens; looked up anew whenever something is sent. */
  readonly appointments: readonly string[];
  readonly out: ServerResponse;
  /** Whether the session at a browser still holds, without using it; absent for a token. */
  readonly holds?: (() => Promise<boolean>) | undefined;
}

const GATHER_MS = 100;
const BEAT_MS = 20_000;
/** Whoever listens comes back with a token that still holds. */
const LONGEST_MS = 15 * 60_000;
/** Open pages of one person; the oldest is let go. */
const MOST_OF_ONE = 20;
/** Open pages of whoever named nobody. */
const MOST_ANONYMOUS = 1000;
/** A reader that takes nothing is let go, and told to look at everything when it comes back. */
const MOST_UNREAD = 256 * 1024;

/** Open pages that want to hear which cases moved. Each hint goes to whoever may find that case at the moment of sending, and to nobody else. */
export class Streams {
  private readonly subscribers = new Set<Subscriber>();
  private waiting = new Map<string, Hint>();
  private gathering: NodeJS.Timeout | null = null;
  private readonly beat: NodeJS.Timeout;
  private readonly leave: () => void;

  constructor(
    hints: HintBus,
    private readonly views: { readonly cases: CaseViews; readonly directory: DirectoryViews },
  ) {
    this.leave = hints.subscribe({
      hint: (hint) => this.gather(hint),
      resync: () => this.tellAll('event: resync\ndata: {}\n\n'),
    });
    this.beat = setInterval(() => {
      this.tellAll(': beat\n\n');
      void this.endOver();
    }, BEAT_MS).unref();
  }

  /** Whether no further anonymous page is served by this process. */
  get isFull(): boolean {
    return [...this.subscribers].filter(({ person }) => person === null).length >= MOST_ANONYMOUS;
  }

  /** Adds a listener; whoever comes back after a gap is told to look at everything again. */
  add(subscriber: Subscriber, cameBack: boolean): void {
    const own = [...this.subscribers].filter(
      ({ realm, person }) => person !== null && person === subscriber.person && realm === subscriber.realm,
    );
    if (own.length >= MOST_OF_ONE) own[0]?.out.end();
    this.subscribers.add(subscriber);
    const ending = setTimeout(() => subscriber.out.end(), LONGEST_MS).unref();
    subscriber.out.once('close', () => {
      clearTimeout(ending);
      this.subscribers.delete(subscriber);
    });
    subscriber.out.write(cameBack ? 'retry: 2000\n\nevent: resync\ndata: {}\n\n' : 'retry: 2000\n\nevent: ready\ndata: {}\n\n');
  }

  close(): void {
    this.leave();
    clearInterval(this.beat);
    if (this.gathering) clearTimeout(this.gathering);
    for (const { out } of this.subscribers) out.end();
    this.subscribers.clear();
  }

  private gather(hint: Hint): void {
    if (this.subscribers.size === 0) return;
    this.waiting.set(`${hint.realm}\n${hint.id}`, hint);
    this.gathering ??= setTimeout(() => void this.send(), GATHER_MS).unref();
  }

  private async send(): Promise<void> {
    const hints = [...this.waiting.values()];
    this.waiting = new Map();
    this.gathering = null;
    for (const realm of new Set(hints.map((hint) => hint.realm))) {
      const listening = [...this.subscribers].filter((subscriber) => subscriber.realm === realm);
      if (listening.length === 0) continue;
      try {
        await this.sendIn(
          realm,
          hints.filter((hint) => hint.realm === realm),
          listening,
        );
      } catch {
        // Who may see what could not be looked up: nobody hears the hints, everybody looks again.
        for (const subscriber of listening) this.tell(subscriber, 'event: resync\ndata: {}\n\n');
      }
    }
  }

  private async sendIn(realm: string, hints: readonly Hint[], listening: readonly Subscriber[]): Promise<void> {
    const now = await this.views.directory.clock(realm);
    if (now === null) return;
    const [readers, posts] = await Promise.all([
      this.views.cases.readersOf(
        realm,
        hints.map(({ id }) => id),
      ),
      this.views.directory.appointments(
        realm,
        listening.flatMap(({ appointments }) => appointments),
        now,
      ),
    ]);
    for (const subscriber of listening) {
      const held = subscriber.appointments.flatMap((key) => posts.get(key) ?? []).filter(({ person }) => person === subscriber.person);
      const names = new Set([
        'public',
        subscriber.person ?? '',
        ...held.flatMap(({ organisation, roles }) => [organisation, ...roles.map((role) => `role:${role}`)]),
      ]);
      const theirs = hints.filter(({ id }) => readers.get(id)?.some((reader) => names.has(reader)));
      const lines = theirs.map(({ id, version }) => `event: case\ndata: ${JSON.stringify({ case: id, version })}\n\n`);
      if (lines.length > 0) this.tell(subscriber, lines.join(''));
    }
  }

  /** Whoever has signed out hears nothing any more; while nobody can say, they go on. */
  private async endOver(): Promise<void> {
    for (const { holds, out } of this.subscribers) if ((await holds?.().catch(() => true)) === false) out.end();
  }

  private tellAll(text: string): void {
    for (const subscriber of this.subscribers) this.tell(subscriber, text);
  }
  private tell({ out }: Subscriber, text: string): void {
    if (out.writableLength > MOST_UNREAD) out.destroy();
    else out.write(text);
  }
}
