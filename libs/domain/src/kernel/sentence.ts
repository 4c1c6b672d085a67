import type { Due, Earliest } from './deadline.js';
import { dayFrom, isClockUnit } from './period.js';
import { count, type PeriodUnit, type Rule } from './rules.js';
import { dateOf, type Instant, type PlainDate, partsOf, startOfDay, weekdayOf } from './time.js';

/** The same in Chinese and in English. */
export interface Sentence {
  readonly zh: string;
  readonly en: string;
}

const UNIT: Readonly<Record<PeriodUnit, { readonly zh: string; readonly en: string }>> = {
  workingDay: { zh: '个工作日', en: 'working day' },
  calendarDay: { zh: '日', en: 'day' },
  month: { zh: '个月', en: 'month' },
  year: { zh: '年', en: 'year' },
  hour: { zh: '小时', en: 'hour' },
  minute: { zh: '分钟', en: 'minute' },
};
const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const WEEKDAYS = 'Monday Tuesday Wednesday Thursday Friday Saturday Sunday'.split(' ');

const zhDay = (date: PlainDate): string => {
  const { year, month, day } = partsOf(date);
  return `${year}年${month}月${day}日`;
};
const enDay = (date: PlainDate): string => {
  const { year, month, day } = partsOf(date);
  return `${day} ${MONTHS[month - 1]} ${year}`;
};
const zhWeekday = (date: PlainDate): string => `${zhDay(date)}(周${'一二三四五六日'[weekdayOf(date) - 1]})`;
const enWeekday = (date: PlainDate): string => `${WEEKDAYS[weekdayOf(date) - 1]} ${enDay(date)}`;

/** Hours and minutes of an instant in Asia/Shanghai; seconds only where there are some. */
const clockOf = (at: Instant): string => {
  const seconds = Math.floor((at - startOfDay(dateOf(at))) / 1000);
  const two = (n: number): string => String(n).padStart(2, '0');
  const rest = seconds % 60;
  return `${two(Math.floor(seconds / 3600))}:${two(Math.floor(seconds / 60) % 60)}${rest > 0 ? `:${two(rest)}` : ''}`;
};

/** A span of seconds as days, hours, minutes and seconds, without those that are zero. */
const span = (seconds: number): Sentence => {
  const parts = [
    [Math.floor(seconds / 86_400), '天', 'day'],
    [Math.floor(seconds / 3600) % 24, '小时', 'hour'],
    [Math.floor(seconds / 60) % 60, '分', 'minute'],
    [Math.floor(seconds) % 60, '秒', 'second'],
  ] as const;
  const some = parts.filter(([n]) => n > 0);
  if (some.length === 0) return { zh: '0秒', en: '0 seconds' };
  return {
    zh: some.map(([n, zh]) => `${n}${zh}`).join(''),
    en: some.map(([n, , en]) => `${n} ${en}${n === 1 ? '' : 's'}`).join(' '),
  };
};

interface Words {
  readonly amount: Sentence;
  readonly start: Sentence;
}

const wordsOf = (rule: Rule, from: PlainDate | Instant, startEvent: Partial<Sentence>): Words => {
  const length = count(rule);
  const unit = rule.unit as PeriodUnit;
  const day = dayFrom(from);
  const amount = { zh: `${length}${UNIT[unit].zh}`, en: `${length} ${UNIT[unit].en}${length === 1 ? '' : 's'}` };
  const [zhEvent, enEvent] = [startEvent.zh ?? '', startEvent.en === undefined ? '' : ` (${startEvent.en})`];
  if (isClockUnit(unit) && typeof from === 'number') {
    const clock = clockOf(from);
    return { amount, start: { zh: `${zhDay(day)}${clock}${zhEvent}起`, en: `${clock} on ${enDay(day)}${enEvent}` } };
  }
  if (rule.dayOne === 'included') return { amount, start: { zh: `${zhDay(day)}${zhEvent}当日起`, en: `${enDay(day)}${enEvent}` } };
  return { amount, start: { zh: `${zhDay(day)}${zhEvent}的次日起`, en: `the day after ${enDay(day)}${enEvent}` } };
};

const provisionalNote = (provisional: boolean): Sentence =>
  provisional
    ? { zh: '(放假安排尚未公布，暂定)', en: ' (provisional: the holidays of that year are not announced yet)' }
    : { zh: '', en: '' };

/** A due in words. `startEvent` says what happened on the day from which it counts (收到评标报告). */
export const sentence = (due: Due, rule: Rule, startEvent: Partial<Sentence> = {}): Sentence => {
  const { amount, start } = wordsOf(rule, due.from, startEvent);
  const out = span(due.suspendedSeconds);
  const zhOut = due.suspendedSeconds > 0 ? `，扣除中止的${out.zh}` : '';
  const enOut = due.suspendedSeconds > 0 ? `, ${out.en} of suspension taken out` : '';
  if (due.lastDay === null || due.dueAt === null) {
    const left = span(due.leftSeconds ?? 0);
    return {
      zh: `自${start.zh}${amount.zh}${zhOut}，现已中止，尚余${left.zh}。`,
      en: `${amount.en} from ${start.en}${enOut}: suspended, ${left.en} left.`,
    };
  }
  const note = provisionalNote(due.provisional);
  if (isClockUnit(rule.unit as PeriodUnit)) {
    const [day, clock] = [dateOf(due.dueAt), clockOf(due.dueAt)];
    return {
      zh: `自${start.zh}${amount.zh}${zhOut}，至${zhWeekday(day)}${clock}止。`,
      en: `${amount.en} from ${start.en}${enOut}: until ${clock} on ${enWeekday(day)}.`,
    };
  }
  const zhRoll = due.rolledFrom === null ? '' : `，末日${zhDay(due.rolledFrom)}逢休假日顺延`;
  const enRoll = due.rolledFrom === null ? '' : `, moved on from ${enDay(due.rolledFrom)}, a day off`;
  return {
    zh: `自${start.zh}${amount.zh}${zhOut}${zhRoll}，至${zhWeekday(due.lastDay)}24时止${note.zh}。`,
    en: `${amount.en} from ${start.en}${enOut}${enRoll}: until 24:00 on ${enWeekday(due.lastDay)}${note.en}.`,
  };
};

/** A minimum period in words; `rule` is the one that binds. */
export const earliestSentence = (earliest: Earliest, rule: Rule, startEvent: Partial<Sentence> = {}): Sentence => {
  const bound = earliest.candidates.find((candidate) => candidate.rule === rule.id && candidate.earliestAt === earliest.earliestAt);
  if (!bound) throw new RangeError(`rule ${rule.id} does not bind`);
  const { amount, start } = wordsOf(rule, bound.from, startEvent);
  const note = provisionalNote(earliest.provisional);
  const isClock = isClockUnit(rule.unit as PeriodUnit);
  const [zhClock, enClock] = isClock ? [clockOf(earliest.earliestAt), `${clockOf(earliest.earliestAt)} on `] : ['', ''];
  return {
    zh: `自${start.zh}不少于${amount.zh}，最早为${zhWeekday(earliest.bindingDay)}${zhClock}${note.zh}。`,
    en: `At least ${amount.en} from ${start.en}: ${enClock}${enWeekday(earliest.bindingDay)} at the earliest${note.en}.`,
  };
};
