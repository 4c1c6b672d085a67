import type { Door } from './door.js';

interface Waiting {
  readonly at: string;
  readonly order: number;
  readonly go: () => void;
}

/**
 * Plays several stories in one world in order of time: each waits for its own dates, the clock moves to the earliest of them. At most one story
 * acts at a time, so that a run is repeatable.
 */
export class Timeline {
  private readonly waiting: Waiting[] = [];
  private order = 0;
  private active = 0;
  private idle: (() => void) | null = null;
  private failed: { readonly error: unknown } | null = null;

  constructor(
    private readonly door: Door,
    private readonly moved: (at: string) => void = () => undefined,
  ) {}

  /** Waits until the world's clock has reached this instant (ISO with offset). */
  until(at: string): Promise<void> {
    return new Promise((resolve) => {
      this.waiting.push({ at, order: this.order++, go: resolve });
      this.active -= 1;
      if (this.active === 0) this.idle?.();
    });
  }

  /** Plays the stories to their ends. */
  async play(stories: readonly (() => Promise<void>)[]): Promise<void> {
    let left = stories.length;
    for (const story of stories) {
      this.active += 1;
      void story()
        .catch((error: unknown) => {
          this.failed ??= { error };
        })
        .finally(() => {
          left -= 1;
          this.active -= 1;
          if (this.active === 0) this.idle?.();
        });
      await this.quiet();
      if (this.failed) throw this.failed.error;
    }
    while (left > 0) {
      this.waiting.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.order - b.order);
      const next = this.waiting.shift();
      if (!next) throw new Error('a story waits for nothing');
      await this.door.advance(next.at);
      this.moved(next.at);
      this.active += 1;
      next.go();
      await this.quiet();
      if (this.failed) throw this.failed.error;
    }
  }

  private quiet(): Promise<void> {
    if (this.active === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.idle = () => {
        this.idle = null;
        resolve();
      };
    });
  }
}
