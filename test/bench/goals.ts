import { CLIENTS } from './commands.js';
import { BIDS } from './deadline.js';
import { median } from './measure.js';
import type { Results } from './results.js';
import { PACE } from './stages.js';

/** One thing that is asked of the system. */
export interface Goal {
  readonly part: keyof Results;
  readonly what: string;
  readonly found: number;
  readonly asked: string;
  readonly met: boolean;
}

export const SCREEN_MS = 50;
export const API_SHARE = 0.4;
export const ENGINE_SHARE = 0.6;
const GENERATE_SECONDS = 300;
const NEXT_STAGE_MS = 300;
const DUE_MS = 1_000;
const RECEIPT_MS = 1_000;
const CLOSING_MS = 1_000;
const RECOVERY_SECONDS = 60;
const READY_SECONDS = 15;
const MEGABYTES = 1_536;
/** Where counting stops. */
const COUNTED = 1_000;

const goal = (part: keyof Results, what: string, found: number, met: boolean, asked: string): Goal => ({ part, what, found, asked, met });
const atMost = (part: keyof Results, what: string, found: number, most: number): Goal =>
  goal(part, what, found, found <= most, `<= ${Number.isInteger(most) ? most : most.toFixed(1)}`);
const atLeast = (part: keyof Results, what: string, found: number, least: number): Goal =>
  goal(part, what, found, found >= least, `>= ${least}`);
const exactly = (part: keyof Results, what: string, found: number, asked: number): Goal =>
  goal(part, what, found, found === asked, `${asked}`);
const holds = (part: keyof Results, what: string, does: boolean): Goal => exactly(part, what, does ? 1 : 0, 1);

/** The goals of the parts that have been measured, each with its verdict. */
export const goalsOf = ({ commands, screens, stages, deadline, recovery, start }: Results): readonly Goal[] => {
  const list: Goal[] = [];
  if (commands) {
    const { times, isRebuilt } = commands.found;
    const { floor, engine, api } = times;
    list.push(
      atLeast('commands', `API, ${CLIENTS} clients: rate / floor`, api.rate / floor.rate, API_SHARE),
      atMost('commands', 'API alone: p50 ms, at most 3 x the floor + 2', api.p50, 3 * floor.p50 + 2),
      atLeast('commands', `engine, ${CLIENTS} clients: rate / floor`, engine.rate / floor.rate, ENGINE_SHARE),
      holds('commands', 'rebuild of a sample gives the same lists', isRebuilt),
    );
  }
  if (screens) {
    const { population, screens: all, toDo } = screens.found;
    list.push(
      atMost('screens', 'worst screen: p95 ms', Math.max(...all.map(({ p95 }) => p95)), SCREEN_MS),
      atMost('screens', 'generator: seconds', population.seconds, GENERATE_SECONDS),
      holds('screens', 'verify passes on what was generated', population.verified),
      exactly('screens', 'counts stop at 1,000 ("1000+")', toDo.value, COUNTED),
    );
  }
  if (stages) {
    const { ended, entered, nextStageMs, dues, applied, dueMs } = stages.found;
    list.push(
      atMost('stages', `${PACE.commands} commands a second: next stage entered, p95 ms`, nextStageMs.p95, NEXT_STAGE_MS),
      exactly('stages', 'stages ended whose next was not entered', ended - entered, 0),
      atMost('stages', 'meanwhile lateness of dues, p95 ms', dueMs.p95, DUE_MS),
      exactly('stages', 'dues that were not applied', dues - applied, 0),
    );
  }
  if (deadline) {
    const { lost, late, accepted, closed, unanswered, receiptMs, closingMs, quietClosingMs } = deadline.found;
    list.push(
      exactly('deadline', `${BIDS} bids in the last 5 s: accepted and lost`, lost, 0),
      exactly('deadline', 'late and accepted', late, 0),
      exactly('deadline', 'neither accepted nor refused', unanswered, 0),
      exactly('deadline', 'in the closing and not accepted', closed - accepted, 0),
      atMost('deadline', 'receipt, p95 ms', receiptMs.p95, RECEIPT_MS),
      atMost('deadline', 'closing after the deadline, ms', closingMs, CLOSING_MS),
      atMost('deadline', 'closing without any traffic, ms', quietClosingMs, CLOSING_MS),
    );
  }
  if (recovery)
    list.push(
      atMost(
        'recovery',
        `${recovery.found.cases} open cases after the loss of Temporal: seconds`,
        recovery.found.seconds,
        RECOVERY_SECONDS,
      ),
    );
  if (start) {
    const { again, megabytes } = start.found;
    list.push(
      atMost('start', 'ready after `npm start`, not the first: seconds', median(again), READY_SECONDS),
      atMost('start', 'everything together: MB', megabytes, MEGABYTES),
    );
  }
  return list;
};
