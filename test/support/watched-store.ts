import type { Instant } from '@goufu/domain';
import { type Changes, Contended, EngineStore, type EngineTransaction, Overtaken, type StoredCase } from '@goufu/persistence';
import type pg from 'pg';

type Watched = Pick<StoredCase, 'id' | 'kind' | 'lifecycle' | 'open_stages' | 'closed' | 'next_due_at' | 'state'>;

/** What is under way in one realm, as its last commits left it. */
export class Watch {
  readonly cases = new Map<string, Watched>();
  /** Kinds of open effects by key. */
  readonly effects = new Map<string, string>();

  note({ newCases, cases, effects, effectsVoid }: Changes): void {
    for (const row of [...newCases, ...cases]) this.cases.set(row.id, row);
    for (const { key, kind } of effects) this.effects.set(key as string, kind as string);
    for (const key of effectsVoid) this.effects.delete(key);
  }
  /** Open cases that no stage is open of. */
  between(): readonly Watched[] {
    return [...this.cases.values()].filter((one) => !one.closed && one.lifecycle !== null && one.open_stages.length === 0);
  }
  /** The open case that something falls due of first. */
  earliest(except: ReadonlySet<string>): { readonly id: string; readonly at: Instant } | null {
    let first: { readonly id: string; readonly at: Instant } | null = null;
    for (const { id, closed, next_due_at: at } of this.cases.values())
      if (!closed && at !== null && !except.has(id) && (first === null || at < first.at || (at === first.at && id < first.id)))
        first = { id, at };
    return first;
  }
}

/** The engine's own store, which also tells what each commit left under way: nobody has to ask the database for it. */
export class WatchedStore extends EngineStore {
  private readonly watches = new Map<string, Watch>();
  /** Transactions that were begun again: others held what they wanted, or wrote it first. */
  readonly begunAgain = { contended: 0, overtaken: 0 };

  constructor(pool: pg.Pool) {
    super(pool);
  }
  watch(realm: string): Watch {
    const known = this.watches.get(realm) ?? new Watch();
    this.watches.set(realm, known);
    return known;
  }
  forget(realm: string): void {
    this.watches.delete(realm);
  }

  override async transact<T>(realm: string, work: (tx: EngineTransaction) => Promise<T>): Promise<T> {
    let written: Changes | null = null;
    const result = await super
      .transact(realm, (tx) => {
        const write = tx.write.bind(tx);
        tx.write = (changes) => {
          written = changes;
          return write(changes);
        };
        return work(tx);
      })
      .catch((error: unknown) => {
        if (error instanceof Contended) this.begunAgain.contended += 1;
        if (error instanceof Overtaken) this.begunAgain.overtaken += 1;
        throw error;
      });
    if (written) this.watch(realm).note(written);
    return result;
  }
}
