import { readCalendar } from '@goufu/config';
import { calendarFrom, type PlainDate } from '@goufu/domain';
import type { Cast } from './cast.js';
import { addressOf, type Shown } from './door.js';
import type { PlayedInput } from './input.js';
import type { Timeline } from './timeline.js';
import type { Treasury } from './treasury.js';
import type { Chain, View } from './view.js';

/** What a played step tells the reader. */
export interface Step {
  readonly at: string;
  readonly stage: string;
  readonly person: string;
  readonly what: string;
  /** The statutory date that the step obeyed or began, and its rule. */
  readonly due?: string | null;
  readonly rule?: string | null;
  readonly money?: string | null;
}
export type Variant = 'failed-tender' | 'treasury-returns' | 'poor-performance' | 'silent-purchaser' | 'winner-refuses' | 'ended-in-tender';
/** How far a purchase is played. */
export type Until = 'planning' | 'evaluation' | 'last-payment' | 'closed';

/** The stage on which one purchase is played: who is there, what is bought, what time it is. */
export class Play {
  purchase = '';
  /** Budget lines by year. */
  readonly lines = new Map<number, string>();
  catalogueItem = '';
  readonly bids = new Map<string, string>();
  readonly steps: Step[] = [];
  private keys = 0;

  constructor(
    readonly cast: Cast,
    readonly input: PlayedInput,
    readonly time: Timeline,
    readonly variant: Variant | null,
    readonly until: Until,
    readonly outside: { readonly realm: string; readonly treasury: Treasury } | null = null,
    private readonly told: (step: Step) => void = () => undefined,
  ) {}

  /** Day `n` of the story at an hour, moved on from a weekend to Monday. */
  day(n: number, hour = '09:00'): string {
    return `${workday(shifted(this.input.startsOn, n))}T${hour}:00+08:00`;
  }
  async on(n: number, hour = '09:00'): Promise<void> {
    await this.time.until(this.day(n, hour));
  }
  /** A key of this story: played again, the same step has the same key. */
  key(what: string): string {
    this.keys += 1;
    return `${this.input.name}:${this.keys}:${what}`;
  }

  async give(person: string, command: string, body: object, what: string, more: Partial<Step> = {}): Promise<void> {
    const duty = await this.dutyOf(person, command);
    await this.cast.on(person, this.purchase, command, body, this.key(command));
    await this.say(person, what, { ...more, ...duty });
  }
  /** Until when this person has to do it, and by which rule, as their to-do list says; nothing where it names no day. */
  async dutyOf(person: string, command: string, caseId = this.purchase): Promise<Pick<Step, 'due' | 'rule'>> {
    const duty = await this.cast.door.duty?.(this.cast.as(person), caseId, command);
    return duty?.dueAt ? { due: duty.dueAt, ...(duty.rule ? { rule: duty.rule } : {}) } : {};
  }
  async say(person: string, what: string, more: Partial<Step> = {}): Promise<void> {
    const { name, organisation } = this.cast.player(person);
    const step: Step = {
      at: await this.cast.door.now(),
      stage: more.stage ?? this.steps.at(-1)?.stage ?? '',
      person: `${name}（${this.cast.houseOf(organisation)}）`,
      what,
      ...more,
    };
    this.steps.push(step);
    this.told(step);
  }
  /** The purchase as this person sees it. */
  async seen(person: string): Promise<Shown> {
    return this.cast.door.show(this.cast.as(person), addressOf(this.purchase));
  }

  /** Has everybody whose turn it is approve, until the chain has decided. */
  async approveChain(
    watcher: string,
    chain: (view: View) => Chain | null,
    vote: string,
    what: string,
    caseId = this.purchase,
  ): Promise<void> {
    await this.cast.door.settle();
    for (let turn = 0; turn < 20; turn += 1) {
      const { view } = await this.cast.door.show(this.cast.as(watcher), addressOf(caseId));
      const state = chain(view);
      if (!state || state.status !== 'open') return;
      const step = state.steps.find((one) => one.state === 'open');
      const seat = state.seats.find((one) => one.step === step?.id && one.generation === state.generation && one.outcome === null);
      if (!seat) throw new Error(`nobody's turn at ${caseId}: ${JSON.stringify(state)}`);
      const duty = await this.dutyOf(seat.person, vote, caseId);
      await this.cast.on(
        seat.person,
        caseId,
        vote,
        { verb: 'approve', hash: state.hash, opinion: '同意' },
        this.key(`${vote}:${seat.person}`),
      );
      await this.say(seat.person, `${what}：同意`, duty);
    }
  }
}

const DAY = 86_400_000;
/** `YYYY-MM-DD` plus days. */
export const shifted = (date: string, days: number): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
/** The day itself, or the Monday after a weekend. */
export const workday = (date: string): string => {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return shifted(date, weekday === 6 ? 2 : weekday === 0 ? 1 : 0);
};
const calendar = calendarFrom(readCalendar());
/** The first moment from this instant on at which an office opens: 09:00 of a working day, by the holidays as announced. */
export const atWork = (at: string): string => {
  const county = Date.parse(at) + 8 * 3_600_000;
  let date = new Date(county).toISOString().slice(0, 10);
  if (new Date(county).toISOString().slice(11, 16) > '09:00') date = shifted(date, 1);
  while (!calendar.isWorking(date as PlainDate)) date = shifted(date, 1);
  return `${date}T09:00:00+08:00`;
};
export const yearOf = (date: string): number => Number(date.slice(0, 4));
/** First day of the next month. */
export const nextMonth = (date: string): string => {
  const [year = 0, month = 1] = date.split('-').map(Number);
  return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
};
/** The same day of the month `months` later, or the last day of that month. */
export const monthsLater = (date: string, months: number): string => {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, last))).toISOString().slice(0, 10);
};
