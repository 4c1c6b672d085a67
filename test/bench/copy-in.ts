import pg from 'pg';

/** The part of the driver's connection that a COPY talks to; the driver has it and does not describe it. */
interface Wire {
  query(text: string): void;
  sendCopyFromChunk(chunk: Buffer): void;
  endCopyFrom(): void;
  sendCopyFail(message: string): void;
}

/** One `COPY ... FROM STDIN` as the driver runs a query: it asks, is told to send, sends, and hears how it ended. */
class CopyIn {
  constructor(
    private readonly text: string,
    private readonly data: Buffer,
    private readonly settle: (error: Error | null) => void,
  ) {}
  private failed: Error | null = null;
  submit(wire: Wire): void {
    wire.query(this.text);
  }
  handleCopyInResponse(wire: Wire): void {
    wire.sendCopyFromChunk(this.data);
    wire.endCopyFrom();
  }
  handleCommandComplete(): void {}
  handleError(error: Error): void {
    this.failed = error;
    this.settle(error);
  }
  handleReadyForQuery(): void {
    if (!this.failed) this.settle(null);
  }
}

const escaped = (text: string): string =>
  text.replace(/[\\\n\r\t]/g, (c) => ({ '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' })[c] ?? c);
const arrayText = (list: readonly unknown[]): string => `{${list.map((one) => `"${String(one).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;

const MOST_UNDER_WAY = 6;

/** Rows by COPY, table by table, a piece while the next is being made. As the superuser: row-level policies know no COPY. */
export class Loader {
  private readonly lines = new Map<string, { columns: readonly string[]; lines: string[]; size: number }>();
  private readonly under: Promise<void>[] = [];
  readonly rows = new Map<string, number>();

  private constructor(
    private readonly client: pg.Client,
    private readonly realm: string,
    private readonly types: ReadonlyMap<string, string>,
  ) {}

  static async open(superUrl: string, realm: string): Promise<Loader> {
    const client = new pg.Client({ connectionString: superUrl });
    await client.connect();
    await client.query('set synchronous_commit = off');
    const { rows } = await client.query<{ name: string; type: string }>(
      `select table_name || '.' || column_name as name, data_type as type from information_schema.columns where table_schema = 'public'`,
    );
    return new Loader(client, realm, new Map(rows.map(({ name, type }) => [name, type])));
  }

  private text(table: string, column: string, value: unknown): string {
    if (value === null || value === undefined) return '\\N';
    const type = this.types.get(`${table}.${column}`);
    if (type === undefined) throw new Error(`${table} has no column ${column}`);
    if (type.startsWith('timestamp')) return new Date(value as number).toISOString();
    if (type === 'ARRAY') return escaped(arrayText(value as readonly unknown[]));
    return escaped(typeof value === 'object' ? JSON.stringify(value) : String(value as string | number | bigint | boolean));
  }

  add(table: string, rows: readonly object[]): void {
    for (const row of rows) {
      const known = this.lines.get(table) ?? { columns: Object.keys(row), lines: [], size: 0 };
      const line = [this.realm, ...known.columns.map((column) => this.text(table, column, (row as Record<string, unknown>)[column]))].join(
        '\t',
      );
      known.lines.push(line);
      known.size += line.length;
      this.lines.set(table, known);
      this.rows.set(table, (this.rows.get(table) ?? 0) + 1);
      if (known.size > 4_000_000) this.send(table);
    }
  }

  private send(table: string): void {
    const ready = this.lines.get(table);
    if (!ready) return;
    this.lines.delete(table);
    const text = `copy ${table} (realm_id, ${ready.columns.join(', ')}) from stdin`;
    const data = Buffer.from(`${ready.lines.join('\n')}\n`, 'utf8');
    const before = this.under.at(-1) ?? Promise.resolve();
    const sent = before.then(
      () =>
        new Promise<void>((resolve, reject) => {
          this.client.query(new CopyIn(text, data, (error) => (error ? reject(error) : resolve())) as unknown as pg.Submittable);
        }),
    );
    // heard when it is waited for
    sent.catch(() => undefined);
    this.under.push(sent);
  }

  /** Waits until not more than a few pieces are under way. */
  async breathe(): Promise<void> {
    while (this.under.length > MOST_UNDER_WAY) await this.under.shift();
  }

  async close(): Promise<void> {
    for (const table of this.lines.keys()) this.send(table);
    for (const sent of this.under) await sent;
    await this.client.end();
  }
}
