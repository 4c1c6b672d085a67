import type { Context, Deadline, Task } from '../kernel/case.js';
import { dueOf, type Suspension } from '../kernel/deadline.js';
import { plusMs, type Instant } from '../kernel/time.js';
import type { Pins } from '../kernel/rules.js';

/** A deadline that a suspension moved: told apart by where it stood, since a later round may use its id again. */
export interface MovedDeadline {
  readonly id: string;
  readonly was: Instant;
  readonly now: Instant;
}
/** When the procedure stood still, and where that moved its deadlines. Money already owed never stands still: its deadlines are not suspendable. */
export interface ClockState {
  readonly suspendedAt: Instant | null;
  readonly reason: string | null;
  readonly past: readonly { readonly from: Instant; readonly to: Instant }[];
  readonly moved: readonly MovedDeadline[];
}
export const initialClock: ClockState = { suspendedAt: null, reason: null, past: [], moved: [] };

/** Deadlines as the clock lets them run: those that stand still are left out, moved ones stand where they were moved to. */
export const asClockRuns = (clock: ClockState, deadlines: readonly Deadline[]): Deadline[] =>
  deadlines
    .filter((deadline) => clock.suspendedAt === null || !deadline.suspendable)
    .map((deadline) => ({ ...deadline, at: movedTo(clock, deadline.id, deadline.at) }));

/** Where a deadline of this id that stood at `at` stands now. */
export const movedTo = (clock: ClockState, id: string, at: Instant): Instant =>
  clock.moved.reduce((now, move) => (move.id === id && move.was === at ? move.now : now), at);

/** To-dos show the date that binds now; while it stands still, none. */
export const tasksAsClockRuns = (clock: ClockState, tasks: readonly Task[], deadlines: readonly Deadline[]): readonly Task[] =>
  tasks.map((task) => {
    const deadline = task.dueAt === null ? undefined : deadlines.find((one) => one.at === task.dueAt && one.rule === task.rule);
    if (!deadline || task.dueAt === null) return task;
    const still = clock.suspendedAt !== null && deadline.suspendable;
    return { ...task, dueAt: still ? null : movedTo(clock, deadline.id, task.dueAt) };
  });

/**
 * Where each suspendable deadline stands after a suspension that ends now. One that names its start is counted again with the suspended seconds
 * taken out; any other keeps what was left of it.
 */
export const resumed = (clock: ClockState, deadlines: readonly Deadline[], context: Context, pins: Pins): readonly MovedDeadline[] => {
  const from = clock.suspendedAt;
  if (from === null) return clock.moved;
  const suspensions: Suspension[] = [...clock.past, { from, to: context.at }];
  return deadlines
    .filter((deadline) => deadline.suspendable)
    .map((deadline) => {
      const counted =
        deadline.rule !== null && deadline.from !== undefined
          ? dueOf(context.rules.rule(deadline.rule, pins), deadline.from, context.calendar, suspensions).dueAt
          : null;
      return { id: deadline.id, was: deadline.at, now: counted ?? plusMs(movedTo(clock, deadline.id, deadline.at), context.at - from) };
    });
};
