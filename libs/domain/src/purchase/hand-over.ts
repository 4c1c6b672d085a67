import { chainReads, type HandOver } from '../approval/embed.js';
import type { Command, Context, Decision, DomainEvent } from '../kernel/case.js';
import { isRefusal, type Refusal } from '../kernel/refusal.js';
import { currentStage, stageName } from '../kernel/stages.js';
import { chainOrganisations, moveApplication } from './failure/application.js';
import type { Part } from './part.js';
import { planNeeds, vote } from './planning/part.js';
import type { PurchaseState } from './state.js';

/** Somebody who sat in a chain of this purchase, or began one, holds the post no more. It answers facts, and records through the chain's own part. */
const handOver = (state: PurchaseState, { data }: HandOver, context: Context): Decision => {
  const verb = { verb: 'handOver', ...data } as const;
  const stage = stageName(currentStage(state.stages) ?? '');
  const answers: readonly (() => Decision | Refusal)[] =
    stage === 'planning'
      ? [() => vote(state, 'internal', verb, context), () => vote(state, 'finance', verb, context)]
      : stage === 'failure'
        ? [() => moveApplication(state, verb, context)]
        : [];
  for (const answer of answers) {
    const decided = answer();
    if (!isRefusal(decided) && decided.events.length > 0) return decided;
  }
  return { events: [] };
};

/** What a leaver had to do in this purchase goes to who follows: no part's own business, for every chain is asked. */
export const handOverPart: Part<Command<'handOver', HandOver['data']>, DomainEvent<never>> = {
  commands: { handOver: { by: 'system', stages: 'any' } },
  events: {},
  needs: (state) => {
    const funds = state.planning.submitted && !state.stages.closed ? planNeeds(state, state.planning.submitted) : {};
    return { ...funds, reads: [...new Set([...(funds.reads ?? []), ...chainReads(chainOrganisations(state))])] };
  },
  decide: handOver,
  evolve: (state) => state,
};
