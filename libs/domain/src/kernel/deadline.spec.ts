import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { dueOf, type Due, earliestOf, type Suspension } from './deadline.js';
import type { PeriodUnit, Roll, Rule } from './rules.js';
import { addDays, dateOf, dateOfDayNumber, dayNumber, endOfDay, type Instant, instant, plainDate, plusMs, startOfDay } from './time.js';
import { type AnnouncedYear, calendarFrom, type ProvisionalYear } from './working-calendar.js';

const folder = new URL('../../../rules/calendars/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const calendar = calendarFrom({
  version: 'cn@test',
  years: readdirSync(folder)
    .filter((file) => file.startsWith('cn-'))
    .map((file) => read(file) as AnnouncedYear),
  provisional: (read('provisional.json') as { years: readonly ProvisionalYear[] }).years,
});

const rule = (id: string, value: number, unit: PeriodUnit, more: Partial<Rule> = {}): Rule => ({
  id,
  value,
  unit,
  kind: 'no-later-than',
  anchor: 'factHappened',
  citation: 'test',
  verified: true,
  jurisdiction: 'test',
  pack: 'test',
  ...more,
});
const decideAward = rule('award.decide', 5, 'workingDay');
const decideComplaint = rule('c.decide', 30, 'workingDay');
const during = (from: string, to: string | null): Suspension => ({ from: instant(from), to: to === null ? null : instant(to) });
const HOUR = 3_600_000;

describe('a due', () => {
  it('of five working days over National Day names rule, days, calendar and the first instant too late', () => {
    expect(dueOf(decideAward, plainDate('2025-09-26'), calendar)).toEqual({
      rule: 'award.decide',
      from: '2025-09-26',
      lastDay: '2025-10-10',
      dueAt: instant('2025-10-11T00:00:00+08:00'),
      counted: ['2025-09-28', '2025-09-29', '2025-09-30', '2025-10-09', '2025-10-10'],
      rolledFrom: null,
      provisional: false,
      calendar: 'cn@test',
      suspendedSeconds: 0,
      leftSeconds: null,
    });
  });

  it('excludes day one and does not roll unless its rule says so', () => {
    const days = rule('x', 10, 'calendarDay');
    expect(dueOf(days, plainDate('2025-04-22'), calendar).lastDay).toBe('2025-05-02');
    expect(dueOf({ ...days, roll: 'block' }, plainDate('2025-04-22'), calendar)).toMatchObject({
      lastDay: '2025-05-06',
      rolledFrom: '2025-05-02',
    });
    expect(dueOf({ ...days, dayOne: 'included' }, plainDate('2025-04-22'), calendar).lastDay).toBe('2025-05-01');
  });

  it('of a rule that is no period, or a minimum, is a bug', () => {
    expect(() => dueOf({ ...decideAward, unit: 'percent' }, plainDate('2025-04-22'), calendar)).toThrow('no period');
    expect(() => dueOf({ ...decideAward, value: 'soon' }, plainDate('2025-04-22'), calendar)).toThrow(RangeError);
    expect(() => dueOf({ ...decideAward, kind: 'at-least' }, plainDate('2025-04-22'), calendar)).toThrow('minimum');
  });
});

describe('a suspended due', () => {
  const from = plainDate('2025-06-09');

  it('moves by the 54 countable hours that the expert review took, to 24:00 of the day reached', () => {
    const due = dueOf(decideComplaint, from, calendar, [during('2025-06-16T10:00:00+08:00', '2025-06-18T16:00:00+08:00')]);
    expect(due).toMatchObject({
      lastDay: '2025-07-24',
      dueAt: instant('2025-07-25T00:00:00+08:00'),
      suspendedSeconds: 194_400,
      leftSeconds: null,
    });
    expect(due.counted).not.toContain('2025-06-17');
    expect(due.counted).toContain('2025-06-16');
    expect(due.counted?.at(-1)).toBe('2025-07-24');
  });

  it('has no last day while it is suspended, and says what is left', () => {
    expect(dueOf(decideComplaint, from, calendar, [during('2025-06-16T10:00:00+08:00', null)])).toMatchObject({
      lastDay: null,
      dueAt: null,
      counted: null,
      suspendedSeconds: 0,
      leftSeconds: 26 * 86_400 - 36_000,
    });
  });

  it.each<[string, Suspension[], string, number]>([
    ['a weekend takes nothing out', [during('2025-06-14T00:00:00+08:00', '2025-06-16T00:00:00+08:00')], '2025-07-21', 0],
    ['one second takes a day, for it ends at 24:00', [during('2025-06-16T10:00:00+08:00', '2025-06-16T10:00:01+08:00')], '2025-07-22', 1],
    ['exactly one working day takes one day', [during('2025-06-16T00:00:00+08:00', '2025-06-17T00:00:00+08:00')], '2025-07-22', 86_400],
    ['before the first day nothing is taken', [during('2025-06-01T00:00:00+08:00', '2025-06-10T00:00:00+08:00')], '2025-07-21', 0],
    [
      'of one that began before it only the part within counts',
      [during('2025-06-01T00:00:00+08:00', '2025-06-10T12:00:00+08:00')],
      '2025-07-22',
      43_200,
    ],
    ['after its end nothing is taken', [during('2025-07-22T00:00:00+08:00', '2025-08-22T00:00:00+08:00')], '2025-07-21', 0],
    ['an instant takes nothing', [during('2025-06-16T10:00:00+08:00', '2025-06-16T10:00:00+08:00')], '2025-07-21', 0],
    [
      'overlapping ones count once',
      [during('2025-06-17T00:00:00+08:00', '2025-06-18T12:00:00+08:00'), during('2025-06-16T12:00:00+08:00', '2025-06-17T12:00:00+08:00')],
      '2025-07-23',
      172_800,
    ],
    [
      'a second one can lie in the time that the first one won',
      [during('2025-07-21T12:00:00+08:00', '2025-07-22T12:00:00+08:00'), during('2025-07-22T18:00:00+08:00', '2025-07-23T18:00:00+08:00')],
      '2025-07-23',
      172_800,
    ],
  ])('%s', (_, suspensions, lastDay, suspendedSeconds) => {
    expect(dueOf(decideComplaint, from, calendar, suspensions)).toMatchObject({ lastDay, suspendedSeconds });
  });

  it('never ends while it is suspended: with nothing left it ends on the working day on which it goes on', () => {
    const review = during('2025-06-16T10:00:00+08:00', '2025-06-18T16:00:00+08:00'); // used up on 24 July at 6:00
    const late = dueOf(decideComplaint, from, calendar, [review, during('2025-07-24T10:00:00+08:00', '2025-07-26T08:00:00+08:00')]);
    expect(late).toMatchObject({ lastDay: '2025-07-28', suspendedSeconds: 194_400 + 38 * 3600 });
    const sameDay = dueOf(decideComplaint, from, calendar, [review, during('2025-07-24T10:00:00+08:00', '2025-07-24T14:00:00+08:00')]);
    expect(sameDay.lastDay).toBe('2025-07-24');
    expect(dueOf(decideComplaint, from, calendar, [review, during('2025-07-24T10:00:00+08:00', null)])).toMatchObject({
      lastDay: null,
      leftSeconds: 0,
    });
  });

  it('rolls after what was taken out', () => {
    const filing = rule('x', 10, 'calendarDay', { roll: 'block' });
    const due = dueOf(filing, plainDate('2025-04-18'), calendar, [during('2025-04-21T00:00:00+08:00', '2025-04-24T00:00:00+08:00')]);
    expect(due).toMatchObject({ lastDay: '2025-05-06', rolledFrom: '2025-05-01', suspendedSeconds: 259_200 });
  });

  it('of months is moved by the seconds of any day', () => {
    const due = dueOf(rule('x', 1, 'month'), plainDate('2025-01-31'), calendar, [
      during('2025-02-08T00:00:00+08:00', '2025-02-10T00:00:00+08:00'),
    ]);
    expect(due).toMatchObject({ lastDay: '2025-03-02', counted: null, suspendedSeconds: 172_800 });
  });

  it('of minutes is moved to the millisecond', () => {
    const minutes = rule('low.explain', 30, 'minute');
    const due = dueOf(minutes, instant('2025-04-10T09:00:00+08:00'), calendar, [
      during('2025-04-10T09:10:00+08:00', '2025-04-10T09:15:00.500+08:00'),
    ]);
    expect(due).toMatchObject({
      dueAt: instant('2025-04-10T09:35:00.500+08:00'),
      lastDay: '2025-04-10',
      counted: null,
      suspendedSeconds: 300.5,
    });
  });

  it('with a suspension that ends before it begins is a bug', () => {
    expect(() => dueOf(decideComplaint, from, calendar, [during('2025-06-18T00:00:00+08:00', '2025-06-17T00:00:00+08:00')])).toThrow(
      RangeError,
    );
  });
});

const firstDay = dayNumber(plainDate('2013-01-01'));
const anyDay = fc.integer({ min: firstDay, max: dayNumber(plainDate('2026-06-30')) }).map(dateOfDayNumber);
const units = fc.constantFrom<PeriodUnit>('workingDay', 'calendarDay', 'month');
const rolls = fc.constantFrom<Roll>('none', 'statutory', 'block', 'anyNonWorking');
const gaps = fc.array(fc.tuple(fc.integer({ min: 0, max: 40 * 24 * 3600 }), fc.integer({ min: 0, max: 5 * 24 * 3600 })), { maxLength: 4 });

describe('suspension, for any period', () => {
  const suspensionsOf = (from: Instant, list: readonly (readonly [number, number])[]): Suspension[] =>
    list.map(([start, length]) => ({ from: plusMs(from, start * 1000), to: plusMs(from, (start + length) * 1000) }));

  it('never brings an end forward, and an end never lies in a suspension', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 40 }), units, rolls, gaps, (from, length, unit, roll, list) => {
        const period = rule('x', unit === 'month' ? (length % 6) + 1 : length, unit, { roll });
        const suspensions = suspensionsOf(startOfDay(from), list);
        const plain = dueOf(period, from, calendar);
        const due = dueOf(period, from, calendar, suspensions);
        expect(due.dueAt).toBeGreaterThanOrEqual(plain.dueAt as number);
        for (const { from: begins, to } of suspensions) {
          const [start, end, at] = [begins, to as number, due.dueAt as number];
          expect(start < at && at <= end).toBe(false);
        }
        expect(due.dueAt).toBe(endOfDay(due.lastDay as NonNullable<Due['lastDay']>));
        const mayBeOff = roll !== 'anyNonWorking' && unit !== 'workingDay';
        expect(mayBeOff || calendar.isWorking(due.lastDay as NonNullable<Due['lastDay']>)).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('is neutral where no time counts', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 40 }), fc.integer({ min: 0, max: 60 }), (from, length, offset) => {
        const day = addDays(from, offset);
        if (calendar.isWorking(day)) return;
        const period = rule('x', length, 'workingDay');
        const { lastDay, suspendedSeconds } = dueOf(period, from, calendar, [{ from: startOfDay(day), to: endOfDay(day) }]);
        expect([lastDay, suspendedSeconds]).toEqual([dueOf(period, from, calendar).lastDay, 0]);
      }),
    );
  });

  it('of whole counting days within it is the same as so many days more', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 3, max: 40 }),
        fc.integer({ min: 1, max: 10 }),
        fc.constantFrom<PeriodUnit>('workingDay', 'calendarDay'),
        (from, length, out, unit) => {
          const begins = startOfDay(addDays(from, 2));
          const to = endOfDay(dueOf(rule('x', out, unit), addDays(from, 1), calendar).lastDay as NonNullable<Due['lastDay']>);
          const due = dueOf(rule('x', length, unit), from, calendar, [{ from: begins, to }]);
          expect(due.lastDay).toBe(dueOf(rule('x', length + out, unit), from, calendar).lastDay);
          expect(due.suspendedSeconds).toBe(out * 86_400);
          expect(due.counted).toHaveLength(length);
        },
      ),
    );
  });

  it('takes out what a count second by second takes out', () => {
    const needs = (period: Rule, from: Instant, suspensions: readonly Suspension[]): Instant => {
      // An hour at a time, with suspensions on the hour: time counts on working days, outside of any suspension.
      let [at, left] = [from, Number(period.value) * 24];
      while (left > 0) {
        const still = suspensions.some(({ from: begins, to }) => at >= begins && (to === null || at < to));
        if (!still && calendar.isWorking(dateOf(at))) left -= 1;
        at = plusMs(at, HOUR);
      }
      return at;
    };
    const hours = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 * 24 }), fc.integer({ min: 0, max: 90 })), { minLength: 1, maxLength: 3 });
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 20 }), hours, (from, length, list) => {
        const period = rule('x', length, 'workingDay');
        const suspensions = list.map(([start, hold]) => ({
          from: plusMs(startOfDay(from), start * HOUR),
          to: plusMs(startOfDay(from), (start + hold) * HOUR),
        }));
        const used = needs(period, endOfDay(from), suspensions);
        const due = dueOf(period, from, calendar, suspensions);
        // What begins after all time was used up can still cut the last day short: that has a row of its own above.
        const held = suspensions.some(
          ({ from: begins, to }) => begins >= used && begins < endOfDay(dateOf(plusMs(used, -1))) && to > begins,
        );
        fc.pre(!held);
        expect(due.dueAt).toBe(endOfDay(dateOf(plusMs(used, -1))));
      }),
      { numRuns: 300 },
    );
  });
});

describe('minimum periods', () => {
  const bidTime = rule('tender.min_bid_time', 20, 'calendarDay', { kind: 'at-least', edge: 'day' });
  const clarification = rule('tender.clarification_min', 15, 'calendarDay', { kind: 'at-least', edge: 'day' });

  it('taken together: the later one binds', () => {
    const answer = earliestOf(
      [
        { rule: bidTime, from: plainDate('2025-04-08') },
        { rule: clarification, from: plainDate('2025-04-14') },
      ],
      calendar,
    );
    expect(answer).toMatchObject({
      earliestDay: '2025-04-29',
      strictEarliestDay: '2025-04-30',
      bindingDay: '2025-04-29',
      earliestAt: instant('2025-04-29T00:00:00+08:00'),
      binding: 'tender.clarification_min',
      provisional: false,
      calendar: 'cn@test',
    });
    expect(answer.candidates.map(({ rule: id, earliestDay }) => [id, earliestDay])).toEqual([
      ['tender.min_bid_time', '2025-04-28'],
      ['tender.clarification_min', '2025-04-29'],
    ]);
  });

  it('bind by the edge of each rule: full days move the act to the day after', () => {
    const strict = { ...bidTime, edge: 'strict' as const };
    const answer = earliestOf([{ rule: strict, from: plainDate('2025-04-08') }], calendar);
    expect(answer).toMatchObject({ earliestDay: '2025-04-28', bindingDay: '2025-04-29', earliestAt: instant('2025-04-29T00:00:00+08:00') });
    const both = [
      { rule: strict, from: plainDate('2025-04-09') },
      { rule: clarification, from: plainDate('2025-04-14') },
    ];
    expect(earliestOf(both, calendar)).toMatchObject({
      binding: 'tender.min_bid_time',
      bindingDay: '2025-04-30',
      earliestDay: '2025-04-29',
    });
  });

  it('that end alike bind in the order in which they are named', () => {
    const alike = [
      { rule: clarification, from: plainDate('2025-04-14') },
      { rule: bidTime, from: plainDate('2025-04-09') },
    ];
    expect(earliestOf(alike, calendar).binding).toBe('tender.clarification_min');
    expect(earliestOf(alike.toReversed(), calendar).binding).toBe('tender.min_bid_time');
  });

  it('of minutes end at their instant', () => {
    const explain = rule('low.explain', 30, 'minute', { kind: 'at-least' });
    const answer = earliestOf([{ rule: explain, from: instant('2025-04-10T23:45:00+08:00') }], calendar);
    expect(answer).toMatchObject({
      earliestAt: instant('2025-04-11T00:15:00+08:00'),
      bindingDay: '2025-04-11',
      strictEarliestDay: '2025-04-11',
    });
  });

  it('of working days in a year not announced are provisional', () => {
    expect(earliestOf([{ rule: { ...bidTime, unit: 'workingDay' }, from: plainDate('2026-12-20') }], calendar).provisional).toBe(true);
  });

  it('of nothing, or of another kind of rule, are a bug', () => {
    expect(() => earliestOf([], calendar)).toThrow(RangeError);
    expect(() => earliestOf([{ rule: decideAward, from: plainDate('2025-04-08') }], calendar)).toThrow('no minimum period');
  });
});

describe('speed', () => {
  it('a due over 60 working days is counted in well under a tenth of a millisecond', () => {
    const long = rule('x', 60, 'workingDay');
    const from = plainDate('2025-08-04');
    for (let at = 0; at < 2000; at++) dueOf(long, from, calendar);
    const begun = process.hrtime.bigint();
    for (let at = 0; at < 2000; at++) dueOf(long, from, calendar);
    // Five times the target: the machine that runs this is shared.
    expect(Number(process.hrtime.bigint() - begun) / 2000 / 1000).toBeLessThan(100);
  });
});
