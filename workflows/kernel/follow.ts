import { condition, continueAsNew, defineSignal, proxyLocalActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import { MOVED, type CaseRef } from '@goufu/messages';
import type { Outcome, Stage, StageOutcomes } from '@goufu/domain';
import type { CaseActivities, CaseFacts } from '../../activities/kernel/case-activities.js';

const moved = defineSignal<[version: number, requestId?: string]>(MOVED);

// Short, idempotent database calls alone, never two at once in a run. Whatever touches the outside is an effect's workflow.
const { load, enter, fireDue } = proxyLocalActivities<CaseActivities>({
  startToCloseTimeout: '15s',
  retry: { initialInterval: '200ms', maximumInterval: '30s' },
});

/** How long a due that changed nothing, or a case that its script has left open, is let be before it is asked again. */
const PAUSE = '30s';
/** The outcome of every stage asked of a case that is closed. */
const CLOSED = 'closed';

type Script = (start: CaseRef) => Promise<void>;

/** The words of a stage's end, as its kind declares them; a word that no longer exists does not compile. */
type EndOf<K extends StageOutcomes, S extends keyof K> = K[S][number] | typeof CLOSED;

export interface Following<K extends StageOutcomes> {
  readonly facts: CaseFacts;
  /** Enters the stage (once, however often asked) and waits for how Postgres says it ended. */
  stage<S extends keyof K & Stage>(name: S): Promise<EndOf<K, S>>;
  /** The next round of a stage that can run again: `tender`, then `tender:2`. */
  again<S extends keyof K & Stage>(name: S): Promise<EndOf<K, S>>;
  /** Last line of every script: nothing signalled is left unread, and a reopened case goes on. */
  close(): Promise<void>;
}

/** Follows one case: what Postgres last said of it, and how long until something is due. Null when there is nothing to follow. */
export const follow = async <K extends StageOutcomes>(start: CaseRef): Promise<Following<K> | null> => {
  let latest = 0;
  /** The request behind what was told last: whatever follows from it bears its id in the record. Null once a timer has gone off. */
  let because: string | null = null;
  setHandler(moved, (version, requestId) => {
    latest = Math.max(latest, version);
    because = requestId ?? null;
  });
  let first = await load(start);
  if (first !== null && latest > first.version) first = await load(start);
  if (first === null || first.closed) return null;
  let facts = first;

  const ask = async (question: () => Promise<CaseFacts | null>): Promise<void> => {
    const told = Math.max(latest, facts.version);
    const fresh = await question();
    // Postgres was restored to an earlier moment: everything this run remembers is void.
    if (fresh === null || fresh.version < told) return continueAsNew<Script>(start);
    facts = fresh;
  };

  /** What the script has been told of stages that ended. */
  const told = new Map<Stage, Outcome>();
  const stage = async (name: Stage): Promise<Outcome> => {
    if (facts.ended[name] === undefined) await ask(() => enter(start, name, because));
    for (;;) {
      // A stage that ended was taken up again meanwhile: the script is at a place to which its answers no longer lead.
      for (const [earlier, heard] of told) if (facts.ended[earlier] !== heard) return continueAsNew<Script>(start);
      const outcome = facts.ended[name];
      if (outcome !== undefined) {
        told.set(name, outcome);
        return outcome;
      }
      // The case ended before this stage began: every script leads from an outcome that it does not know to its end.
      if (facts.closed) return CLOSED;
      if (!facts.open.includes(name)) throw new Error(`lifecycle drift: open is [${facts.open.join(', ')}], the script says ${name}`);
      const { version, dueInMs } = facts;
      const news = (): boolean => latest > version;
      const woken = await (dueInMs === null ? condition(news).then(() => true) : dueInMs > 0 && condition(news, dueInMs));
      if (!woken) because = null;
      await ask(() => (woken ? load(start) : fireDue(start)));
      if (!woken && facts.version === version && facts.dueInMs === 0) await condition(news, PAUSE);
      if (workflowInfo().continueAsNewSuggested) await continueAsNew<Script>(start);
    }
  };

  const rounds = new Map<Stage, number>();
  return {
    get facts() {
      return facts;
    },
    stage: stage as Following<K>['stage'],
    again(name) {
      const round = (rounds.get(name) ?? 0) + 1;
      rounds.set(name, round);
      return stage(round === 1 ? name : `${name}:${round}`) as ReturnType<Following<K>['again']>;
    },
    async close() {
      while (latest > facts.version) await ask(() => load(start));
      if (facts.closed) return;
      const { version } = facts;
      await condition(() => latest > version, PAUSE);
      await continueAsNew<Script>(start);
    },
  };
};
