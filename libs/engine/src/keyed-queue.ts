import { Busy, Unavailable } from '@goufu/persistence';

/** Whoever has waited this long is told so: those behind a busy case hear it soon after, instead of waiting without end. */
const LONGEST_WAIT_MS = 10_000;

/** Lets at most one piece of work at a time run for a key in this process, in order of coming, so that a busy case holds one connection and not the pool. Throws `Busy` after 10 s, or why the one before it found no database. */
export class KeyedQueue {
  /** The last in each queue: settled with what it failed of. */
  private readonly tails = new Map<string, Promise<unknown>>();

  constructor(private readonly longestWaitMs = LONGEST_WAIT_MS) {}

  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(key) ?? Promise.resolve();
    const came = performance.now();
    const mine = before.then((failed) => {
      if (performance.now() - came > this.longestWaitMs) throw failed instanceof Unavailable ? failed : new Busy('the case is busy');
      return work();
    });
    const settled = mine.then(
      () => undefined,
      (error: unknown) => error,
    );
    this.tails.set(key, settled);
    try {
      return await mine;
    } finally {
      if (this.tails.get(key) === settled) this.tails.delete(key);
    }
  }
}
