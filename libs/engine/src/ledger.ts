import type { AccountState, CaseId } from '@goufu/domain';
import type { Changes, Flat } from '@goufu/persistence';
import type { CaseWork } from './case-work.js';

/** The accounts that a transaction holds, and what has been posted to them in it. */
export class Ledger {
  private readonly balances = new Map<string, bigint>();
  private readonly stored = new Set<string>();
  private readonly asked = new Set<string>();
  private readonly deltas = new Map<string, bigint>();
  private readonly posted = new Map<CaseId, number>();
  private readonly postings: Flat[] = [];

  /** Takes in what was asked for: an account without a row has no balance yet. */
  admit(asked: readonly string[], rows: readonly { readonly id: string; readonly balance: bigint }[]): void {
    for (const id of asked) this.asked.add(id);
    for (const { id, balance } of rows) {
      this.balances.set(id, balance);
      this.stored.add(id);
    }
  }
  isAsked(id: string): boolean {
    return this.asked.has(id);
  }
  /** Ids of the accounts that have a row, which is locked. */
  get held(): readonly string[] {
    return [...this.stored];
  }
  /** The accounts as a decider sees them. */
  states(): ReadonlyMap<string, AccountState> {
    return new Map([...this.balances].map(([id, balance]) => [id, { id, balance }]));
  }

  /** Posts what the events of a case say that have not been posted yet. */
  post(work: CaseWork): void {
    for (let i = this.posted.get(work.id) ?? 0; i < work.recorded.length; i += 1) {
      const recorded = work.recorded[i];
      if (!recorded) continue;
      const postings = work.type.postings?.(recorded, work.after[i]) ?? [];
      postings.forEach((posting, n) => {
        if (posting.amount === 0n) return;
        this.move(posting.from, -posting.amount);
        this.move(posting.to, posting.amount);
        this.postings.push({
          case_id: work.id,
          version: recorded.version,
          n,
          from_account: posting.from,
          to_account: posting.to,
          amount: posting.amount as never,
          memo: posting.memo,
          effective_at: recorded.effectiveAt,
        });
      });
    }
    this.posted.set(work.id, work.recorded.length);
  }
  private move(account: string, amount: bigint): void {
    // Not asked for is not locked: its balance may be another by now.
    if (!this.asked.has(account)) throw new Error(`a posting moves ${account}, which no needs() named`);
    this.deltas.set(account, (this.deltas.get(account) ?? 0n) + amount);
    this.balances.set(account, (this.balances.get(account) ?? 0n) + amount);
  }

  /** Postings and the accounts that they moved, as sets of rows. */
  changes(): Pick<Changes, 'postings' | 'newAccounts' | 'accounts'> {
    const moved = [...this.deltas].filter(([, delta]) => delta !== 0n);
    return {
      postings: [...this.postings],
      newAccounts: moved
        .filter(([id]) => !this.stored.has(id))
        .map(([id, balance]) => ({ id, line: id.slice(0, id.indexOf('#')), bucket: id.slice(id.indexOf('#') + 1), balance })),
      accounts: moved.filter(([id]) => this.stored.has(id)).map(([id, delta]) => ({ id, delta })),
    };
  }
}
