import { jest } from '@jest/globals';
import type { Outcome, Stage, StageOutcomes } from '@goufu/domain';
import type { CaseRef } from '@goufu/messages';
import type { Following } from '../../workflows/kernel/follow.js';

type Ended = Readonly<Record<Stage, Outcome>>;
type Script = (start: CaseRef) => Promise<void>;

/** The script asks for a stage that has not ended: here the real kernel would enter it and wait. */
class NotEnded extends Error {
  constructor(readonly stage: Stage) {
    super(stage);
  }
}

/** A case that begins now goes by the newest order of stages. */
const NEWEST = { lifecycle: Number.MAX_SAFE_INTEGER };

const followed = (ended: Ended): Pick<Following<StageOutcomes>, 'stage' | 'again' | 'close'> & { readonly facts: typeof NEWEST } => {
  const rounds = new Map<Stage, number>();
  const stage = (name: Stage): Promise<Outcome> => {
    const outcome = ended[name];
    return outcome === undefined ? Promise.reject(new NotEnded(name)) : Promise.resolve(outcome);
  };
  return {
    facts: NEWEST,
    stage,
    again: (name) => {
      const round = (rounds.get(name) ?? 0) + 1;
      rounds.set(name, round);
      return stage(round === 1 ? name : `${name}:${round}`);
    },
    close: () => Promise.resolve(),
  };
};

// A script begins from the facts however far they are: run from its first line with an answer for each stage that has ended, it says what is next.
jest.unstable_mockModule('../../workflows/kernel/follow.js', () => ({
  follow: (start: unknown) => Promise.resolve(followed(start as Ended)),
}));

const scripts: Readonly<Record<string, Script>> = {
  ...(await import('../../workflows/budget.workflow.js')),
  ...(await import('../../workflows/catalogue.workflow.js')),
  ...(await import('../../workflows/disbursement.workflow.js')),
  ...(await import('../../workflows/purchase.workflow.js')),
};

/** Which stage the lifecycle of this kind enters after those that have ended, as its own script says; null: it is over. */
export const nextStage = async (kind: string, ended: Ended): Promise<Stage | null> => {
  const script = scripts[kind];
  if (!script) throw new Error(`no script drives a ${kind}`);
  try {
    await script(ended as unknown as CaseRef);
    return null;
  } catch (error) {
    if (error instanceof NotEnded) return error.stage;
    throw error;
  }
};
