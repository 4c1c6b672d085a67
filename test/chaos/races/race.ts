import { isRefusal, type Refusal } from '@goufu/domain';
import type { Dice } from '../../../apps/local/src/scenario/dice.js';
import type { Arena } from './arena.js';

export type Side = 0 | 1;
/** Two who want what only one may have. */
export interface Race {
  readonly title: string;
  readonly sides: readonly [string, string];
  /** The world as it stands before them. */
  readonly base: string;
  /** What people send in it comes through HTTP, so that it is run through two API processes too. */
  readonly isAtTheDoor?: true;
  /** Readies a world, and says what each side does. The greater `lead` milliseconds, the likelier the first side is first; below 0 too. */
  ready(arena: Arena, lead: number): Promise<readonly [() => Promise<unknown>, () => Promise<unknown>]>;
  /** Which side was first; throws where what came of it is not one of the legal outcomes. */
  judge(arena: Arena, told: readonly [unknown, unknown]): Promise<Side>;
}

/** How often each side was first, and what went wrong. */
export interface Standing {
  readonly title: string;
  readonly sides: readonly [string, string];
  repetitions: number;
  readonly won: [number, number];
  /** Repetitions in which what came out is not legal, or somebody was shown a fault of the server: each with its number. */
  readonly illegal: string[];
  /** Transactions that were begun again: others held what they wanted for too long, or wrote it a moment before. */
  contended: number;
  overtaken: number;
  deadlocks: number;
  /** What the record, the chains or the accounts are wrong about. */
  readonly broken: string[];
}
export const standingOf = ({ title, sides }: Race): Standing => ({
  title,
  sides,
  repetitions: 0,
  won: [0, 0],
  illegal: [],
  contended: 0,
  overtaken: 0,
  deadlocks: 0,
  broken: [],
});

/** Waits for less than timers can: the event loop goes round until then. */
const after = async (ms: number): Promise<void> => {
  for (const until = performance.now() + ms; performance.now() < until; ) await new Promise((resolve) => setImmediate(resolve));
};

/** Both at once, the second `lead` milliseconds later: the greater, the likelier the first is first. */
export const staggered = (
  lead: number,
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): readonly [() => Promise<unknown>, () => Promise<unknown>] => [() => after(-lead).then(first), () => after(lead).then(second)];

const SMALLEST_STEP = 0.1;
const LARGEST_STEP = 16;

/** Seeks the lead at which either side may win: whoever was first gets less of a start the next time, by the more the longer only one side wins. */
export class Lead {
  private now = 0;
  private step = 1;
  private last: Side | null = null;
  constructor(private readonly dice: Dice) {}

  next(): number {
    return this.now + (this.step * this.dice.from(-100, 100)) / 100;
  }
  won(side: Side): void {
    this.step = Math.min(LARGEST_STEP, Math.max(SMALLEST_STEP, this.step * (side === this.last ? 1.3 : 0.6)));
    this.last = side;
    this.now += side === 0 ? -this.step : this.step;
  }
}

/** The one that was carried out, where the other has to be refused with one of these codes. */
export const oneOf = (told: readonly [unknown, unknown], codes: readonly string[]): Side => {
  const refused = told.map((one) => isRefusal(one));
  const [lost] = told.filter((one): one is Refusal => isRefusal(one));
  if (refused[0] === refused[1]) throw new Error(`both were ${refused[0] ? 'refused' : 'carried out'}: ${JSON.stringify(told)}`);
  if (lost && !codes.includes(lost.refused)) throw new Error(`refused with ${lost.refused} ${JSON.stringify(lost.meta ?? {})}`);
  return refused[0] ? 1 : 0;
};
