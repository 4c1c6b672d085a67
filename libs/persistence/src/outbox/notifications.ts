import pg from 'pg';
import { KEEP_ALIVE } from '../pool.js';

/** A connection of its own for LISTEN and NOTIFY; comes back by itself after it was lost. */
export class Notifications {
  private client: pg.Client | null = null;
  private opening: Promise<pg.Client> | null = null;
  private retry: NodeJS.Timeout | null = null;
  private stopped = false;

  /** `back` is called each time the connection stands again: what was told in between is lost. */
  constructor(
    private readonly url: string,
    private readonly channel: string,
    private readonly heard: (payload: string) => void,
    private readonly back: () => void,
  ) {}

  start(): void {
    this.open().catch(() => this.again());
  }

  /** Tells every process that listens, this one too. */
  async tell(payloads: readonly string[]): Promise<void> {
    const client = await this.open();
    await client.query(`select pg_notify($1, p) from unnest($2::text[]) as p`, [this.channel, payloads]);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    if (this.retry) clearTimeout(this.retry);
    await this.opening?.catch(() => undefined);
    await this.client?.end().catch(() => undefined);
  }

  private open(): Promise<pg.Client> {
    if (this.client) return Promise.resolve(this.client);
    this.opening ??= this.connect().finally(() => {
      this.opening = null;
    });
    return this.opening;
  }

  private async connect(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: this.url, connectionTimeoutMillis: 5_000, ...KEEP_ALIVE });
    const lost = (): void => {
      if (this.client !== client) return;
      this.client = null;
      this.again();
    };
    client.on('error', lost);
    client.on('end', lost);
    client.on('notification', ({ payload }) => this.heard(payload ?? ''));
    try {
      await client.connect();
      await client.query(`listen ${client.escapeIdentifier(this.channel)}`);
    } catch (error) {
      await client.end().catch(() => undefined);
      throw error;
    }
    this.client = client;
    this.back();
    return client;
  }

  private again(): void {
    if (this.stopped || this.retry) return;
    this.retry = setTimeout(() => {
      this.retry = null;
      this.start();
    }, 1_000);
    this.retry.unref();
  }
}
