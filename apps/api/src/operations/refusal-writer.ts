import type { LoggedRefusal } from '@goufu/persistence';
import type { EngineHooks } from '@goufu/engine';

const EVERY_MS = 250;
const PER_FLUSH = 50;
/** So many of one person: whoever floods hides nobody else. */
const OF_ONE = 10;

/** Writes refusals down in batches, outside any transaction; a flood is cut and only counted by the metrics. */
export class RefusalWriter {
  private waiting: LoggedRefusal[] = [];
  private timer: NodeJS.Timeout | null = null;
  private writing: Promise<unknown> = Promise.resolve();

  constructor(private readonly write: (refusals: readonly LoggedRefusal[]) => Promise<unknown>) {}

  readonly refused: NonNullable<EngineHooks['refused']> = (request, refusal) => {
    const actor = request.acting === 'system' ? null : request.acting.person;
    if (this.waiting.length >= PER_FLUSH || this.waiting.filter((one) => one.actor === actor).length >= OF_ONE) return;
    this.waiting.push({
      realm: request.realm,
      actor,
      kind: request.kind,
      command: request.type,
      caseId: request.caseId,
      code: refusal.refused,
      requestId: request.requestId,
    });
    this.timer ??= setTimeout(() => void this.flush(), EVERY_MS).unref();
  };

  /** Writes what waits; what cannot be written is lost: the log is for operators, not the record. */
  async flush(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
    const batch = this.waiting;
    this.waiting = [];
    if (batch.length > 0) this.writing = this.writing.then(() => this.write(batch)).catch(() => undefined);
    await this.writing;
  }
}
