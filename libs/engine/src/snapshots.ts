import type { CaseId } from '@goufu/domain';

interface Snapshot {
  readonly id: CaseId;
  readonly realm: string;
  readonly parent: CaseId | null;
  readonly head: string;
  readonly state: unknown;
  readonly size: number;
}

/** Characters of the stored texts of all states kept, and how many at most. */
const MOST_TEXT = 16_000_000;
const MOST = 2_000;

/**
 * States that this process has folded or read last, by the head of their chain: a case whose row still names that head has that state, since
 * the head is a hash of all that happened. The row is locked and read as ever; only its text is not sent and not parsed again. Whoever is the
 * longest unused leaves first. States are never changed in place.
 */
export class Snapshots {
  /** In order of use. */
  private readonly kept = new Map<string, Snapshot>();
  private text = 0;

  constructor(
    private readonly mostText = MOST_TEXT,
    private readonly most = MOST,
  ) {}

  /** Heads of the cases named, as far as they are kept. */
  heads(realm: string, ids: readonly CaseId[]): string[] {
    return ids.flatMap((id) => this.kept.get(`${realm} ${id}`)?.head ?? []);
  }
  /** Heads of the cases kept that are children of one of these. */
  headsUnder(realm: string, parents: readonly CaseId[]): string[] {
    if (parents.length === 0) return [];
    return [...this.kept.values()].flatMap((one) =>
      one.realm === realm && one.parent !== null && parents.includes(one.parent) ? [one.head] : [],
    );
  }
  /** The state at this head. Undefined: not kept. */
  find(realm: string, id: CaseId, head: string): unknown {
    const key = `${realm} ${id}`;
    const found = this.kept.get(key);
    if (found?.head !== head) return undefined;
    this.kept.delete(key);
    this.kept.set(key, found);
    return found.state;
  }
  /** The state that this process knows of a case, which may have been overtaken: for a guess, never for a decision. Undefined: none. */
  last(realm: string, id: CaseId): unknown {
    return this.kept.get(`${realm} ${id}`)?.state;
  }
  keep(snapshot: Snapshot): void {
    this.drop(`${snapshot.realm} ${snapshot.id}`);
    this.kept.set(`${snapshot.realm} ${snapshot.id}`, snapshot);
    this.text += snapshot.size;
    for (const key of this.kept.keys()) {
      if (this.text <= this.mostText && this.kept.size <= this.most) return;
      this.drop(key);
    }
  }
  private drop(key: string): void {
    const old = this.kept.get(key);
    if (!old) return;
    this.kept.delete(key);
    this.text -= old.size;
  }
}
