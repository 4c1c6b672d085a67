/** Why something did not work, for the log: no stack, no payload. */
export const saying = (error: unknown): string => (error instanceof Error ? error.message : String(error));

export type Log = (level: 'debug' | 'info' | 'warn' | 'error', message: string, meta?: Readonly<Record<string, unknown>>) => void;

/** Between two tries while a server is down. */
const LONGEST_PAUSE_MS = 3_000;

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
    let failures = 0;
    while (!this.stopping) {
      this.poked = false;
      let busy = false;
      try {
        busy = await this.round();
        failures = 0;
      } catch (error) {
        failures += 1;
        // An outage is told when it begins, then ever more seldom.
        if (Math.log2(failures) % 1 === 0) this.trouble(error);
        this.poked = false;
      }
      if (busy || this.poked || this.stopping) continue;
      await this.sleep(failures === 0 ? this.pauseMs : Math.max(this.pauseMs, Math.min(LONGEST_PAUSE_MS, 500 * failures)));
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
