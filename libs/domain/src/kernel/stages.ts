import type { DomainEvent, Outcome, Progress, Stage } from './case.js';
import type { Instant } from './time.js';

/** The stages of a case: which are open since when, how each ended. Every kind with a lifecycle embeds this as `stages`. */
export interface Stages {
  readonly open: readonly { readonly stage: Stage; readonly since: Instant }[];
  readonly ended: Readonly<Record<Stage, Outcome>>;
  readonly closed: boolean;
  /** When the last stage ended: from there runs what the outage rule measures. */
  readonly endedAt?: Instant;
}
export const noStages: Stages = { open: [], ended: {}, closed: false };

/** Every stage of a kind's lifecycle with the outcomes that it can end with: the words that its script branches on. */
export type StageOutcomes = Readonly<Record<string, readonly Outcome[]>>;

/** The two events that move stages, the same for every kind. `StageEnded` of the stage `closing` closes the case. */
export type StageEvent =
  | DomainEvent<'StageEntered', { readonly stage: Stage }>
  | DomainEvent<'StageEnded', { readonly stage: Stage; readonly outcome: Outcome }>;

export const stageEntered = (stage: Stage): StageEvent => ({ type: 'StageEntered', schema: 1, data: { stage } });
export const stageEnded = (stage: Stage, outcome: Outcome): StageEvent => ({ type: 'StageEnded', schema: 1, data: { stage, outcome } });

/** The last stage of every lifecycle: entered when all else ended, it closes the case. */
export const CLOSING = 'closing';

export const evolveStages = (stages: Stages, event: StageEvent, at: Instant): Stages => {
  if (event.type === 'StageEntered') return { ...stages, open: [...stages.open, { stage: event.data.stage, since: at }] };
  const { stage, outcome } = event.data;
  return {
    open: stages.open.filter((open) => open.stage !== stage),
    ended: { ...stages.ended, [stage]: outcome },
    closed: stages.closed || stage === CLOSING,
    endedAt: at,
  };
};

export const progressOf = (stages: Stages): Progress => ({
  open: stages.open.map(({ stage }) => stage),
  ended: stages.ended,
  closed: stages.closed,
});
export const isOpen = (stages: Stages, stage: Stage): boolean => stages.open.some((open) => open.stage === stage);

/** `tender:2` is round 2 of the stage `tender`; a stage without a number is round 1. */
export const stageName = (stage: Stage): string => stage.split(':')[0] ?? stage;
export const roundOf = (stage: Stage): number => Number(stage.split(':')[1] ?? 1);
/** The one open stage of a lifecycle that opens one at a time; null between two stages and at the end. */
export const currentStage = (stages: Stages): Stage | null => stages.open[0]?.stage ?? null;
