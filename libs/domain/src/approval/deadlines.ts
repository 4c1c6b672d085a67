import type { Assignee, Deadline, Instant, Task } from '../kernel/index.js';
import type { ApprovalState } from './approval.js';
import { seatsOf } from './tally.js';

/** Names under which a subject embeds a chain: `key` tells its chains apart, the rest are the subject's own commands. */
export interface ApprovalNames {
  readonly key: string;
  readonly vote: string;
  readonly resubmit: string;
  readonly refresh: string;
  /** The system command that tells the subject that a step is late: its data is the verb `overdue`. */
  readonly overdue: string;
  /** Who is alerted when nobody may sit in a step. */
  readonly alert: Assignee;
}

/** The due instant of the step under way, once: a late step is marked and waits on, it never passes by silence. */
export const approvalDeadlines = (state: ApprovalState | null, names: ApprovalNames): readonly Deadline[] =>
  (state && (state.status === 'open' || state.status === 'suspended') ? state.steps : []).flatMap((step) =>
    (step.state === 'open' || step.state === 'suspended') && step.due && !step.late
      ? [
          {
            id: `${names.key}/${step.id}/${step.generation}`,
            at: step.due.at,
            command: { type: names.overdue, data: { verb: 'overdue', step: step.id, generation: step.generation } },
            rule: step.due.rule,
            calendar: step.due.calendar,
            suspendable: true,
          },
        ]
      : [],
  );

/** Who has to act: the seats whose turn it is, the initiator after a return, the operator on an empty step. */
export const approvalTasks = (state: ApprovalState | null, names: ApprovalNames): readonly Task[] => {
  if (!state) return [];
  const key = (what: string) => `${names.key}/${state.generation}/${what}`;
  if (state.status === 'returned') {
    const meta = { returnedFrom: state.back?.from ?? null, resume: state.back?.resume ?? null };
    if (state.orphaned)
      return [
        task(key('resubmit'), names.refresh, names.alert, state.since, null, {
          chain: state.definition.id,
          alert: 'approval.no_initiator',
        }),
      ];
    return [
      task(key('resubmit'), names.resubmit, { person: state.initiator.person }, state.since, null, { chain: state.definition.id, ...meta }),
    ];
  }
  if (state.status !== 'open' && state.status !== 'suspended') return [];
  const step = state.steps.find((one) => one.state === 'open' || one.state === 'suspended');
  if (!step) return [];
  const meta = { chain: state.definition.id, step: step.id, generation: state.generation, late: step.late };
  const since = step.since ?? state.since;
  if (step.state === 'suspended')
    return [task(key(step.id), names.refresh, names.alert, state.since, step.due, { ...meta, alert: 'approval.empty_step' })];
  const pending = seatsOf(state, step.id).filter((seat) => seat.outcome === null);
  const inTurn = state.definition.steps.find(({ id }) => id === step.id)?.mode === 'in-turn';
  return (inTurn ? pending.slice(0, 1) : pending).map((seat) =>
    task(key(`${step.id}/${seat.person}`), names.vote, { person: seat.person }, since, step.due, meta),
  );
};

const task = (
  key: string,
  name: string,
  to: Assignee,
  since: Instant,
  due: { at: Instant; rule: string } | null,
  meta: NonNullable<Task['meta']>,
): Task => ({ key, name, to, since, dueAt: due?.at ?? null, rule: due?.rule ?? null, meta });
