import {
  CLOSING,
  type Command,
  currentStage,
  type DomainEvent,
  evolveStages,
  type Instant,
  type Json,
  noStages,
  plusMs,
  progressOf,
  refuse,
  type StageEvent,
  stageEnded,
  stageEntered,
  stageName,
  type Stages,
} from '@goufu/domain';
import type { CaseType } from '@goufu/engine';

// A kind with nothing but a lifecycle: what the kernel needs of a kind, and no rule.

interface ErrandState {
  readonly stages: Stages;
  /** How long the errand may take before it ends by itself. */
  readonly patienceMs: number | null;
  readonly dueAt: Instant | null;
  /** A due that changes nothing: the alarm of a broken kind. */
  readonly broken: boolean;
  /** Money that must be sent before the errand may close. */
  readonly sent: readonly string[];
  readonly answered: readonly string[];
  /** Movements of the treasury, each once. */
  readonly moved: readonly string[];
}
type ErrandCommand =
  | Command<'begin', { readonly patienceMs?: number; readonly broken?: boolean }>
  | Command<'report', { readonly outcome: string }>
  | Command<'hurry', { readonly inMs: number }>
  | Command<'note', Record<never, never>>
  | Command<'reopen', Record<never, never>>
  | Command<'pay', { readonly key: string; readonly kind: string; readonly payload?: Json }>
  | Command<'enterStage', { readonly stage: string }>
  | Command<'expire', Record<never, never>>
  | Command<'recordEffect', { readonly key: string; readonly answer: unknown }>
  | Command<'recordTreasuryMovement', { readonly movement: { readonly movementNo: string; readonly kind: string } }>;
type ErrandEvent =
  | StageEvent
  | DomainEvent<'Begun', { readonly patienceMs: number | null; readonly broken: boolean }>
  | DomainEvent<'DueSet', { readonly dueAt: Instant }>
  | DomainEvent<'Noted', Record<never, never>>
  | DomainEvent<'Reopened', Record<never, never>>
  | DomainEvent<'PaymentOrdered', { readonly key: string; readonly kind: string; readonly payload: Json }>
  | DomainEvent<'PaymentAnswered', { readonly key: string }>
  | DomainEvent<'MoneyMoved', { readonly movementNo: string; readonly kind: string }>;

const evolve = (state: ErrandState, event: ErrandEvent, at: Instant): ErrandState => {
  switch (event.type) {
    case 'Begun':
      return { ...state, ...event.data };
    case 'DueSet':
      return { ...state, dueAt: event.data.dueAt };
    case 'Noted':
      return state;
    case 'Reopened':
      return { ...state, stages: { open: [], ended: { work: 'again' }, closed: false } };
    case 'PaymentOrdered':
      return { ...state, sent: [...state.sent, event.data.key] };
    case 'PaymentAnswered':
      return { ...state, answered: [...state.answered, event.data.key] };
    case 'MoneyMoved':
      return { ...state, moved: [...state.moved, event.data.movementNo] };
    case 'StageEntered': {
      const limited = state.patienceMs !== null && stageName(event.data.stage) === 'work';
      return { ...state, stages: evolveStages(state.stages, event, at), dueAt: limited ? plusMs(at, state.patienceMs ?? 0) : null };
    }
    case 'StageEnded':
      return { ...state, stages: evolveStages(state.stages, event, at), dueAt: null };
  }
};
const settled = (state: ErrandState): boolean => state.sent.every((key) => state.answered.includes(key));

/** An errand: `work` until it is reported (`again` for another round), then closing, which waits for what was sent. */
export const errand: CaseType<ErrandState, ErrandCommand, ErrandEvent> = {
  kind: 'errand',
  lifecycle: 1,
  fold: 'of tests alone',
  initial: { stages: noStages, patienceMs: null, dueAt: null, broken: false, sent: [], answered: [], moved: [] },
  commands: {
    begin: { by: 'system', creates: true },
    report: { by: 'system' },
    hurry: { by: 'system' },
    note: { by: 'system' },
    reopen: { by: 'system' },
    pay: { by: 'system' },
    enterStage: { by: 'system' },
    expire: { by: 'system' },
    recordEffect: { by: 'system' },
    recordTreasuryMovement: { by: 'system' },
  },
  refusals: [],
  touches: () => ({}),
  needs: () => ({}),
  gate: () => null,
  decide: (state, command, context) => {
    const stage = currentStage(state.stages);
    const done = (...events: readonly ErrandEvent[]) => ({ events });
    switch (command.type) {
      case 'begin':
        return done({
          type: 'Begun',
          schema: 1,
          data: { patienceMs: command.data.patienceMs ?? null, broken: command.data.broken ?? false },
        });
      case 'report':
        return stage === null ? refuse('errand.stage_not_open') : done(stageEnded(stage, command.data.outcome));
      case 'hurry':
        return done({ type: 'DueSet', schema: 1, data: { dueAt: plusMs(context.at, command.data.inMs) } });
      case 'note':
        return done({ type: 'Noted', schema: 1, data: {} });
      case 'reopen':
        return state.stages.closed || stage === CLOSING ? done({ type: 'Reopened', schema: 1, data: {} }) : done();
      case 'pay':
        return done({ type: 'PaymentOrdered', schema: 1, data: { payload: null, ...command.data } });
      case 'enterStage': {
        const { stage: wanted } = command.data;
        // One stage at a time: a script that asks for another than the open one has drifted.
        if (state.stages.closed || state.stages.ended[wanted] !== undefined || stage !== null) return done();
        const over = wanted === CLOSING && settled(state);
        return done(stageEntered(wanted), ...(over ? [stageEnded(wanted, 'closed')] : []));
      }
      case 'expire':
        return state.broken || stage === null ? done() : done(stageEnded(stage, 'expired'));
      case 'recordTreasuryMovement': {
        const { movementNo, kind } = command.data.movement;
        return state.moved.includes(movementNo) ? done() : done({ type: 'MoneyMoved', schema: 1, data: { movementNo, kind } });
      }
      case 'recordEffect': {
        const { key } = command.data;
        if (!state.sent.includes(key) || state.answered.includes(key)) return done();
        const over = stage === CLOSING && settled({ ...state, answered: [...state.answered, key] });
        return done({ type: 'PaymentAnswered', schema: 1, data: { key } }, ...(over ? [stageEnded(CLOSING, 'closed')] : []));
      }
    }
  },
  evolve: (state, { event, effectiveAt }) => evolve(state, event, effectiveAt),
  progress: (state) => progressOf(state.stages),
  deadlines: ({ dueAt }) =>
    dueAt === null ? [] : [{ id: 'patience', at: dueAt, command: { type: 'expire' }, rule: null, calendar: null, suspendable: false }],
  tasks: () => [],
  effects: ({ event }) => (event.type === 'PaymentOrdered' ? [event.data] : []),
  view: () => null,
};
