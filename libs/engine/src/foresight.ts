import type { CaseId, Needs } from '@goufu/domain';
import type { Snapshots } from './snapshots.js';

/** Habits kept, and cases looked at beyond which one is no habit. */
const MOST = 2_000;
const MOST_READS = 8;

/**
 * Guesses which cases a command will look at, so that they come along with the first look: what is needed beyond is asked for once the state is
 * certain, and what came in vain is left aside. Nothing is decided by a guess.
 */
export class Foresight {
  private readonly habits = new Map<string, readonly CaseId[]>();

  constructor(private readonly snapshots: Snapshots) {}

  /**
   * By the case as this process knows it; of a case not seen before, what the last command of the same habit looked at: the same person mostly acts
   * on cases of the same organisations. Not where accounts are needed: what stands beside an account is looked at once that is locked.
   */
  reads(realm: string, caseId: CaseId, needs: (state: unknown) => Needs, habit: string | null = null): readonly CaseId[] {
    const state = this.snapshots.last(realm, caseId);
    if (state === undefined) return (habit !== null && this.habits.get(habit)) || [];
    const { reads = [], accounts = [] } = needs(state);
    return accounts.length > 0 ? [] : reads;
  }

  /** Takes down what a command of this habit needed. */
  remember(habit: string, { reads = [], accounts = [] }: Needs): void {
    this.habits.delete(habit);
    if (reads.length === 0 || reads.length > MOST_READS || accounts.length > 0) return;
    this.habits.set(habit, reads);
    for (const oldest of this.habits.keys()) {
      if (this.habits.size <= MOST) return;
      this.habits.delete(oldest);
    }
  }
}
