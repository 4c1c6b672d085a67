import { caseOfWorkflow, workflowIdOf } from '@goufu/messages';
import { type CaseKey, type OpenCase, type RecoveryStore } from '@goufu/persistence';
import type { LifecycleClient } from '@goufu/temporal/client';
import { Rounds, saying, type Log } from './rounds.js';

/** Applies every due of a case that has passed and leaves its lifecycle to be told; false: nothing changed. */
export type ApplyPassed = (realm: string, caseId: string) => Promise<boolean>;

const LATE_MS = 500;
const AT_ONCE = 200;
/** A due that changes nothing is an alarm and is tried again after this. */
const LET_BE_MS = 30_000;

export interface DueGuardParts {
  readonly recovery: RecoveryStore;
  readonly applyPassed: ApplyPassed;
  readonly log: Log;
  /** How late each due was when the guard applied it. */
  readonly late?: (ms: number) => void;
}

/** Each second, without Temporal: what is due and was not applied is applied, one case a transaction. */
export class DueGuard {
  private readonly rounds: Rounds;
  private readonly letBe = new Map<string, number>();

  constructor(private readonly parts: DueGuardParts) {
    this.rounds = new Rounds(
      () => this.round(),
      1_000,
      (error) => parts.log('warn', 'the guard of dues waits', { cause: saying(error) }),
    );
  }

  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  private async round(): Promise<boolean> {
    const now = performance.now();
    for (const [key, until] of this.letBe) if (until <= now) this.letBe.delete(key);
    const overdue = await this.parts.recovery.overdue(LATE_MS, AT_ONCE, [...this.letBe.keys()]);
    for (const late of overdue) await this.apply(late);
    return overdue.length === AT_ONCE;
  }

  private async apply({ realm, caseId, lateMs }: CaseKey & { lateMs: number }): Promise<void> {
    try {
      if (await this.parts.applyPassed(realm, caseId)) {
        this.parts.late?.(lateMs);
        return;
      }
      // Somebody else was quicker, or it changes nothing: the next round knows.
      if (lateMs > 5_000) this.alarm(realm, caseId, 'the due changed nothing');
    } catch (error) {
      this.alarm(realm, caseId, saying(error));
    }
  }

  private alarm(realm: string, caseId: string, cause: string): void {
    this.letBe.set(`${realm}/${caseId}`, performance.now() + LET_BE_MS);
    this.parts.log('error', 'a due could not be applied', { realm, caseId, cause });
  }
}

export interface SweepParts {
  readonly recovery: RecoveryStore;
  readonly lifecycles: Pick<LifecycleClient, 'running' | 'moved' | 'end' | 'answers'>;
  readonly log: Log;
  /** These open cases got a workflow again. */
  readonly begun?: (open: readonly OpenCase[]) => Promise<void>;
}
export interface Swept {
  /** Open cases that had no workflow and got one. */
  readonly started: number;
  /** Workflows of cases that need none, ended. */
  readonly ended: number;
  /** Those that Temporal did not begin or end, nor said so in time; the others were none the worse for it. */
  readonly failed: readonly Unmoved[];
}
export interface Unmoved {
  readonly workflowId: string;
  readonly cause: string;
}

/** One process at a time sweeps. */
const SWEEP_LOCK = 7_404_552;
const SWEEP_EVERY_MS = 60_000;
const PAGE = 500;
/** Younger cases are still on their way through the outbox. */
const MIN_AGE_MS = 10_000;

/** Compares Temporal's workflows with Postgres's open cases once: missing ones are started, needless ones ended. */
export const sweep = async (parts: SweepParts): Promise<Swept> => {
  const running = new Set<string>();
  for await (const page of parts.lifecycles.running()) for (const id of page) running.add(id);
  const [started, unstarted] = await startMissing(parts, running);
  const [ended, unended] = await endNeedless(parts, running);
  return { started, ended, failed: [...unstarted, ...unended] };
};

/** A server under load may take its time to say that it is there. */
const ANSWERS_WITHIN_MS = 30_000;

/** What is told of one case hinders no other: the one that Temporal did not take is answered. Throws when Temporal is not there: each would wait for it. */
export const unlessUnmoved = async (
  { log, lifecycles }: Pick<SweepParts, 'log' | 'lifecycles'>,
  key: CaseKey,
  tell: () => Promise<void>,
): Promise<readonly Unmoved[]> => {
  const workflowId = workflowIdOf(key);
  try {
    await tell();
    return [];
  } catch (error) {
    if (!(await lifecycles.answers(ANSWERS_WITHIN_MS))) throw error;
    const cause = saying(error);
    log('warn', 'a workflow could not be begun or ended', { workflowId, cause });
    return [{ workflowId, cause }];
  }
};

type Moved = readonly [moved: number, unmoved: readonly Unmoved[]];
const startMissing = async (parts: SweepParts, running: ReadonlySet<string>): Promise<Moved> => {
  const { recovery, lifecycles, log, begun } = parts;
  const unmoved: Unmoved[] = [];
  let started = 0;
  let after: CaseKey | null = null;
  for (;;) {
    const page = await recovery.openCases(after, PAGE, MIN_AGE_MS);
    const missing = page.filter((open) => !running.has(workflowIdOf(open)));
    const taken: OpenCase[] = [];
    for (const open of missing) {
      log('warn', 'an open case had no workflow', { realm: open.realm, caseId: open.caseId });
      const left = await unlessUnmoved(parts, open, () => lifecycles.moved(open, open.version));
      if (left.length === 0) taken.push(open);
      unmoved.push(...left);
    }
    if (taken.length > 0) await begun?.(taken);
    started += taken.length;
    after = page.at(-1) ?? null;
    if (after === null || page.length < PAGE) return [started, unmoved];
  }
};

const endNeedless = async (parts: SweepParts, running: ReadonlySet<string>): Promise<Moved> => {
  const { recovery, lifecycles } = parts;
  const cases = [...running].map(caseOfWorkflow).filter((key) => key !== null);
  const unmoved: Unmoved[] = [];
  let ended = 0;
  for (let i = 0; i < cases.length; i += PAGE)
    for (const key of await recovery.over(cases.slice(i, i + PAGE))) {
      unmoved.push(...(await unlessUnmoved(parts, key, () => lifecycles.end(workflowIdOf(key), 'the case needs no workflow'))));
      ended += 1;
    }
  return [ended - unmoved.length, unmoved];
};

/** The guard against stuck cases: a sweep each minute in one process at a time. */
export class RunGuard {
  private readonly rounds: Rounds;

  constructor(
    private readonly parts: SweepParts,
    everyMs = SWEEP_EVERY_MS,
  ) {
    const round = async (): Promise<boolean> => {
      const swept = await parts.recovery.alone(SWEEP_LOCK, () => sweep({ ...parts, begun: (open) => this.note(open) }));
      if (swept && swept.started + swept.ended > 0) parts.log('info', 'workflows were mended', { ...swept });
      return false;
    };
    this.rounds = new Rounds(round, everyMs, (error) => parts.log('warn', 'the guard of workflows waits', { cause: saying(error) }));
  }

  private async note(missing: readonly OpenCase[]): Promise<void> {
    for (const again of await this.parts.recovery.begun(missing))
      this.parts.log('error', 'the workflow of an open case ends again and again', { ...again });
  }

  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }
}
