import type { Clock } from './clock.js';
import type { Line } from './book.js';
import { kindOf, type Log } from './log.js';

export interface Delivery {
  /** What is told, and to whom. */
  readonly line: Line;
  readonly body: string;
}
export interface CallbackOptions {
  readonly clock: Clock;
  readonly log: Log;
  /** False while the treasury is down: it then calls nobody. */
  readonly open: (line: Line) => boolean;
  /** Called once a line: it was delivered, or given up. */
  readonly done: (line: number, delivered: boolean) => void;
  readonly timeLimitMs?: number;
  readonly firstPauseMs?: number;
}

const attempts = 16;
const longestPause = 60_000;

/** Tells callers of movements, at least once, with growing pauses. Who never answers is given up: the statement is the guarantee. */
export class Callbacks {
  private readonly cancels = new Map<number, () => void>();
  private readonly stopped = new AbortController();

  constructor(private readonly options: CallbackOptions) {}

  tell(delivery: Delivery, attempt = 1): void {
    const pause = attempt === 1 ? 0 : Math.min(longestPause, (this.options.firstPauseMs ?? 200) * 2 ** (attempt - 2));
    const run = (): void => {
      this.cancels.delete(delivery.line.line);
      void this.attempt(delivery, attempt);
    };
    if (!this.stopped.signal.aborted) this.cancels.set(delivery.line.line, this.options.clock.after(pause, run));
  }

  stop(): void {
    this.stopped.abort();
    for (const cancel of this.cancels.values()) cancel();
    this.cancels.clear();
  }

  private async attempt(delivery: Delivery, attempt: number): Promise<void> {
    const { line } = delivery;
    const status = this.options.open(line) ? await this.post(delivery) : 'down';
    if (this.stopped.signal.aborted) return;
    const delivered = typeof status === 'number' && status >= 200 && status < 300;
    const given = !delivered && attempt >= attempts;
    const said = { line: line.line, movementNo: line.movementNo, key: line.key, attempt, status };
    if (delivered) this.options.log('info', 'callback delivered', said);
    else this.options.log('warn', given ? 'callback given up' : 'callback failed', said);
    if (delivered || given) this.options.done(line.line, delivered);
    else this.tell(delivery, attempt + 1);
  }

  private async post({ line, body }: Delivery): Promise<number | string> {
    try {
      const response = await fetch(line.callbackUrl ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': line.movementNo },
        body,
        redirect: 'manual',
        signal: AbortSignal.any([AbortSignal.timeout(this.options.timeLimitMs ?? 5000), this.stopped.signal]),
      });
      await response.body?.cancel();
      return response.status;
    } catch (error) {
      return kindOf(error);
    }
  }
}
