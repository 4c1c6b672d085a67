import {
  plusMs,
  type CaseId,
  type Command,
  type CodeOf,
  type Context,
  type Deadline,
  type Decision,
  type DomainEvent,
  type Instant,
  type Progress,
  type Recorded,
  type Refusal,
  type RefusalEntry,
  refuse,
} from '../kernel/index.js';

/** One idempotent command for one case. */
export interface BatchItem {
  readonly command: Command;
  readonly state: 'waiting' | 'given';
}
/** What touches many cases is never one transaction: the list is the state, each step gives a few commands, an interrupted batch goes on where it stood. */
export interface BatchState {
  readonly owner: CaseId | null;
  readonly items: readonly BatchItem[];
  readonly begunAt: Instant;
  readonly nextAt: Instant;
  /** The owner has heard that it is over. */
  readonly done: boolean;
}
export const initialBatch: BatchState = { owner: null, items: [], begunAt: 0 as Instant, nextAt: 0 as Instant, done: false };

export type BatchCommand =
  | Command<'beginBatch', { readonly owner: CaseId; readonly commands: readonly Command[] }>
  | Command<'continueBatch', Record<string, never>>;
export type BatchEvent =
  | DomainEvent<'BatchBegun', { readonly owner: CaseId; readonly commands: readonly Command[] }>
  | DomainEvent<'BatchContinued', { readonly given: readonly CaseId[]; readonly left: number }>;

export const batchRefusals = [
  { code: 'batch.already_begun', status: 409, zh: '该批处理已经开始。', en: 'This batch has begun already.' },
] as const satisfies readonly RefusalEntry[];
export type BatchRefusal = CodeOf<typeof batchRefusals>;

/** So many cases are locked at once. */
const STEP = 5;
/** A step later than the one before, so that no transaction carries two. */
const PAUSE_MS = 50;

const next = (state: BatchState): readonly BatchItem[] => {
  const chosen: BatchItem[] = [];
  for (const item of state.items) {
    if (item.state !== 'waiting' || chosen.length >= STEP) continue;
    if (!chosen.some((other) => other.command.caseId === item.command.caseId)) chosen.push(item);
  }
  return chosen;
};

export const decideBatch = (state: BatchState, command: BatchCommand, context: Context): Decision<BatchEvent> | Refusal => {
  if (command.type === 'beginBatch')
    return state.owner === null
      ? { events: [{ type: 'BatchBegun', schema: 1, data: command.data }] }
      : refuse<BatchRefusal>('batch.already_begun');
  if (state.done || state.owner === null) return { events: [] };
  const items = next(state);
  const commands = items.map((item) => item.command);
  const left = state.items.filter((item) => item.state === 'waiting').length - items.length;
  const event: BatchEvent = {
    type: 'BatchContinued',
    schema: 1,
    data: { given: commands.map(({ caseId }) => caseId), left },
  };
  const told: readonly Command[] = left === 0 ? [{ type: 'batchDone', caseId: state.owner, data: { batch: context.caseId } }] : [];
  return { events: [event], commands: [...commands, ...told] };
};

export const evolveBatch = (state: BatchState, { event, effectiveAt, at }: Recorded<BatchEvent>): BatchState => {
  if (event.type === 'BatchBegun') {
    const items = event.data.commands.map((command): BatchItem => ({ command, state: 'waiting' }));
    return { owner: event.data.owner, items, begunAt: effectiveAt, nextAt: plusMs(at, PAUSE_MS), done: false };
  }
  const given = new Set(event.data.given);
  const items = state.items.map((item): BatchItem => {
    if (item.state !== 'waiting' || !given.delete(item.command.caseId)) return item;
    return { ...item, state: 'given' };
  });
  return { ...state, items, nextAt: plusMs(at, PAUSE_MS), done: event.data.left === 0 };
};

/** Always due until every item is given: whoever looks after overdue cases carries it on. */
export const deadlinesBatch = (state: BatchState): readonly Deadline[] => {
  if (state.owner === null || state.done) return [];
  const items = next(state);
  const last = items.length === state.items.filter((item) => item.state === 'waiting').length;
  const cases = [...items.map((item) => item.command.caseId), ...(last ? [state.owner] : [])];
  return [
    {
      id: `batch/${state.items.filter((item) => item.state !== 'waiting').length}`,
      at: state.nextAt,
      command: { type: 'continueBatch', data: {} },
      rule: null,
      calendar: null,
      locks: { cases },
      suspendable: false,
    },
  ];
};

export const progressBatch = (state: BatchState): Progress => ({ open: [], ended: {}, closed: state.done });
export const batchProgress = (state: BatchState): { readonly total: number; readonly given: number } => ({
  total: state.items.length,
  given: state.items.filter((item) => item.state !== 'waiting').length,
});
