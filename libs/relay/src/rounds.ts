/** Why something did not work, for the log: no stack, no payload. */
export const saying = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, meta?: Readonly<Record<string, unknown>>) => void;

/** Repeats a piece of work: at once while it finds something to do, else after a pause or when poked. Never two rounds at a time. */
export class Rounds {
  private stopping = false;
  private poked = false;
  private wake: (() => void) | null = null;
  private ran: Promise<void> | null = null;

  constructor(
    /** True: there was something to do. */
    private readonly round: () => Promise<boolean>,
    private readonly pauseMs: number,
    private readonly trouble: (error: unknown) => void,
  ) {}

  start(): void {
    this.ran ??= this.run();
  }

  poke(): void {
    this.poked = true;
    this.wake?.();
  }

  /** Lets the round under way come to its end. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake?.();
    await this.ran;
  }

  private async run(): Promise<void> {
    while (!this.stopping) {
      this.poked = false;
      let busy = false;
      let pause = this.pauseMs;
      try {
        busy = await this.round();
      } catch (error) {
        this.trouble(error);
        // An outage: a poke must not turn the wait into a hot loop.
        pause = Math.max(1_000, pause);
        this.poked = false;
      }
      if (!busy && !this.poked && !this.stopping) await this.sleep(pause);
    }
  }

  private sleep(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.wake = null;
        resolve();
      };
      const timer = setTimeout(finish, ms);
      this.wake = finish;
    });
  }
}
