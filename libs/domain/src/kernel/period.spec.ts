import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Period, periodEnd } from './period.js';
import type { PeriodUnit, Roll } from './rules.js';
import {
  addDays,
  addMonths,
  dateOfDayNumber,
  dayNumber,
  endOfDay,
  instant,
  plainDate,
  type PlainDate,
  startOfDay,
  toIsoSeconds,
} from './time.js';
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

const end = (from: string, length: number, unit: PeriodUnit, dayOne: Period['dayOne'] = 'excluded', roll: Roll = 'none') =>
  periodEnd({ from: plainDate(from), length, unit, dayOne, roll }, calendar);

const firstDay = dayNumber(plainDate('2013-01-01'));
const lastDay = dayNumber(plainDate('2026-12-31'));
const anyDay = fc.integer({ min: firstDay, max: lastDay }).map(dateOfDayNumber);
const dayOnes = fc.constantFrom<Period['dayOne']>('excluded', 'included');
const rolls = fc.constantFrom<Roll>('none', 'statutory', 'block', 'anyNonWorking');
const dayUnits = fc.constantFrom<PeriodUnit>('workingDay', 'calendarDay', 'month', 'year');

describe('a period of months or years', () => {
  it.each<[string, number, PeriodUnit, Period['dayOne'], string]>([
    ['2025-01-31', 1, 'month', 'excluded', '2025-02-28'],
    ['2025-01-31', 1, 'month', 'included', '2025-02-27'],
    ['2025-07-01', 12, 'month', 'included', '2026-06-30'],
    ['2025-07-01', 1, 'year', 'excluded', '2026-07-01'],
    ['2024-02-29', 1, 'year', 'excluded', '2025-02-28'],
    ['2024-02-29', 1, 'year', 'included', '2025-02-27'],
    ['2025-03-01', 1, 'month', 'included', '2025-03-31'],
  ])('from %s over %i %s (day one %s) ends on %s', (from, length, unit, dayOne, last) => {
    const answer = end(from, length, unit, dayOne);
    expect(answer).toEqual({ lastDay: last, dueBefore: endOfDay(plainDate(last)), counted: null, rolledFrom: null, provisional: false });
  });

  it('ends before 0:00 of the next day in China', () => {
    expect(toIsoSeconds(end('2025-01-31', 1, 'month').dueBefore)).toBe('2025-03-01T00:00:00+08:00');
  });
});

describe('a period of days', () => {
  it('counts each of them and moves over the announced holiday on which it would end', () => {
    expect(end('2025-04-22', 10, 'calendarDay', 'excluded', 'block')).toEqual({
      lastDay: '2025-05-06',
      dueBefore: instant('2025-05-07T00:00:00+08:00'),
      counted: Array.from({ length: 10 }, (_, at) => addDays(plainDate('2025-04-23'), at)),
      rolledFrom: '2025-05-02',
      provisional: false,
    });
  });

  it.each<[Roll, string, string | null]>([
    ['none', '2025-05-02', null],
    ['statutory', '2025-05-03', '2025-05-02'],
    ['block', '2025-05-06', '2025-05-02'],
    ['anyNonWorking', '2025-05-06', '2025-05-02'],
  ])('with roll %s that would end on Friday 2 May 2025 ends on %s', (roll, last, rolledFrom) => {
    expect(end('2025-04-22', 10, 'calendarDay', 'excluded', roll)).toMatchObject({ lastDay: last, rolledFrom });
  });

  it.each<[Roll, string, string | null]>([
    ['statutory', '2025-04-12', null],
    ['block', '2025-04-12', null],
    ['anyNonWorking', '2025-04-14', '2025-04-12'],
  ])('with roll %s that would end on an ordinary Saturday ends on %s', (roll, last, rolledFrom) => {
    expect(end('2025-04-11', 1, 'calendarDay', 'excluded', roll)).toMatchObject({ lastDay: last, rolledFrom });
  });

  it('ends on a weekend day that is worked', () => {
    expect(end('2025-09-27', 1, 'calendarDay', 'excluded', 'anyNonWorking')).toMatchObject({ lastDay: '2025-09-28', rolledFrom: null });
  });

  it('moves over a Sunday that an announced holiday encloses', () => {
    expect(end('2015-06-19', 1, 'calendarDay', 'excluded', 'block')).toMatchObject({ lastDay: '2015-06-23', rolledFrom: '2015-06-20' });
  });

  it('with day one included ends a day earlier', () => {
    expect(end('2025-04-07', 5, 'calendarDay', 'included')).toMatchObject({
      lastDay: '2025-04-11',
      counted: ['2025-04-07', '2025-04-08', '2025-04-09', '2025-04-10', '2025-04-11'],
    });
  });

  it('of length 0 ends on the day itself', () => {
    expect(end('2025-04-07', 0, 'calendarDay')).toMatchObject({ lastDay: '2025-04-07', counted: [] });
    expect(end('2025-04-07', 0, 'workingDay')).toMatchObject({ lastDay: '2025-04-07', counted: [] });
  });
});

describe('a period of working days', () => {
  it('skips the National Day holiday and counts the Sunday worked for it', () => {
    expect(end('2025-09-26', 5, 'workingDay')).toEqual({
      lastDay: '2025-10-10',
      dueBefore: instant('2025-10-11T00:00:00+08:00'),
      counted: ['2025-09-28', '2025-09-29', '2025-09-30', '2025-10-09', '2025-10-10'],
      rolledFrom: null,
      provisional: false,
    });
  });

  it('with day one included counts that day only if it is worked', () => {
    expect(end('2025-09-28', 2, 'workingDay', 'included').counted).toEqual(['2025-09-28', '2025-09-29']);
    expect(end('2025-10-01', 1, 'workingDay', 'included').counted).toEqual(['2025-10-09']);
  });

  it('runs over the end of a year, and is provisional once it enters a year not announced', () => {
    expect(end('2025-12-30', 3, 'workingDay')).toMatchObject({
      lastDay: '2026-01-05',
      provisional: false,
      counted: ['2025-12-31', '2026-01-04', '2026-01-05'],
    });
    expect(end('2026-12-30', 1, 'workingDay')).toMatchObject({ lastDay: '2026-12-31', provisional: false });
    expect(end('2026-12-30', 2, 'workingDay')).toMatchObject({ lastDay: '2027-01-04', provisional: true });
  });

  it('breach: ten of them from 5 November 2025 end on the 19th', () => {
    expect(end('2025-11-05', 10, 'workingDay').lastDay).toBe('2025-11-19');
  });
});

describe('what is provisional', () => {
  it('is what the calendar had a say in, not what merely lies in a later year', () => {
    expect(end('2026-12-20', 30, 'calendarDay').provisional).toBe(false);
    expect(end('2026-12-20', 30, 'calendarDay', 'excluded', 'block').provisional).toBe(true);
    expect(end('2026-12-20', 15, 'year').provisional).toBe(false);
  });
});

describe('a period of hours or minutes', () => {
  it('runs from instant to instant, over nights and holidays', () => {
    const from = instant('2025-09-30T15:30:00.250+08:00');
    expect(periodEnd({ from, length: 30, unit: 'minute', dayOne: 'excluded', roll: 'none' }, calendar)).toEqual({
      lastDay: '2025-09-30',
      dueBefore: instant('2025-09-30T16:00:00.250+08:00'),
      counted: null,
      rolledFrom: null,
      provisional: false,
    });
    expect(toIsoSeconds(periodEnd({ from, length: 24, unit: 'hour', dayOne: 'included', roll: 'block' }, calendar).dueBefore)).toBe(
      '2025-10-01T15:30:00.250+08:00',
    );
  });

  it('that ends at midnight has the day before as its last', () => {
    expect(
      periodEnd({ from: instant('2025-04-08T22:00:00+08:00'), length: 2, unit: 'hour', dayOne: 'excluded', roll: 'none' }, calendar)
        .lastDay,
    ).toBe('2025-04-08');
  });

  it('from a mere day runs from its end, or from its beginning if day one counts', () => {
    expect(end('2025-04-08', 2, 'hour').dueBefore).toBe(instant('2025-04-09T02:00:00+08:00'));
    expect(end('2025-04-08', 2, 'hour', 'included').dueBefore).toBe(instant('2025-04-08T02:00:00+08:00'));
  });
});

describe('any period', () => {
  it('from an instant is counted from its day', () => {
    const from = instant('2025-09-26T23:59:59.999+08:00');
    expect(periodEnd({ from, length: 5, unit: 'workingDay', dayOne: 'excluded', roll: 'none' }, calendar)).toEqual(
      end('2025-09-26', 5, 'workingDay'),
    );
  });

  it('of a length that no law can mean is a bug', () => {
    expect(() => end('2025-04-08', -1, 'calendarDay')).toThrow(RangeError);
    expect(() => end('2025-04-08', 1.5, 'workingDay')).toThrow(RangeError);
    expect(() => end('2012-11-05', 1, 'workingDay')).toThrow(RangeError);
  });

  /** The law read word by word: a day at a time. */
  const naive = (
    from: PlainDate,
    length: number,
    unit: PeriodUnit,
    dayOne: Period['dayOne'],
    roll: Roll,
  ): { last: PlainDate; counted: PlainDate[] } => {
    const counted: PlainDate[] = [];
    let day = from;
    if (unit === 'month' || unit === 'year') {
      day = addMonths(from, unit === 'month' ? length : length * 12);
      if (dayOne === 'included') day = addDays(day, -1);
    } else {
      if (dayOne === 'excluded') day = addDays(day, 1);
      for (;;) {
        if (unit === 'calendarDay' || calendar.isWorking(day)) counted.push(day);
        if (counted.length === length) break;
        day = addDays(day, 1);
      }
    }
    const hit = { none: [], statutory: ['statutory'], block: ['statutory', 'block'], anyNonWorking: ['statutory', 'block', 'weekend'] }[
      roll
    ] as string[];
    while (hit.includes(calendar.kindOf(day))) day = addDays(day, 1);
    return { last: day, counted };
  };

  it('ends where a count day by day ends, on every day from 2013 to 2026', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 90 }), dayUnits, dayOnes, rolls, (from, length, unit, dayOne, roll) => {
        const years = unit === 'year' ? Math.min(length, 10) : length;
        const expected = naive(from, years, unit, dayOne, roll);
        const answer = periodEnd({ from, length: years, unit, dayOne, roll }, calendar);
        expect(answer.lastDay).toBe(expected.last);
        expect(answer.dueBefore).toBe(startOfDay(addDays(expected.last, 1)));
        expect(answer.counted).toEqual(unit === 'workingDay' || unit === 'calendarDay' ? expected.counted : null);
        expect(answer.rolledFrom === null).toBe(answer.lastDay === naive(from, years, unit, dayOne, 'none').last);
      }),
      { numRuns: 1000 },
    );
    for (let day = firstDay; day <= lastDay; day++) {
      const from = dateOfDayNumber(day);
      expect(periodEnd({ from, length: 7, unit: 'workingDay', dayOne: 'excluded', roll: 'none' }, calendar).lastDay).toBe(
        naive(from, 7, 'workingDay', 'excluded', 'none').last,
      );
    }
  });

  it('never ends earlier for beginning later or lasting longer', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), dayUnits, dayOnes, rolls, (from, length, unit, dayOne, roll) => {
        const units = unit === 'year' ? Math.min(length, 10) : length;
        const period: Period = { from, length: units, unit, dayOne, roll };
        const { dueBefore } = periodEnd(period, calendar);
        expect(periodEnd({ ...period, from: addDays(from, 1) }, calendar).dueBefore).toBeGreaterThanOrEqual(dueBefore);
        expect(periodEnd({ ...period, length: units + 1 }, calendar).dueBefore).toBeGreaterThanOrEqual(dueBefore);
        expect(periodEnd({ ...period, dayOne: 'included' }, calendar).dueBefore).toBeLessThanOrEqual(dueBefore);
      }),
    );
  });

  it('of days or working days adds up: one after the other is both together', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.constantFrom<PeriodUnit>('workingDay', 'calendarDay'),
        (from, a, b, unit) => {
          const last = (start: PlainDate, length: number): PlainDate =>
            periodEnd({ from: start, length, unit, dayOne: 'excluded', roll: 'none' }, calendar).lastDay;
          expect(last(last(from, a), b)).toBe(last(from, a + b));
        },
      ),
    );
  });

  it('that rolls over every day off never ends on one', () => {
    fc.assert(
      fc.property(anyDay, fc.integer({ min: 1, max: 60 }), dayUnits, dayOnes, (from, length, unit, dayOne) => {
        const units = unit === 'year' ? Math.min(length, 10) : length;
        expect(calendar.isWorking(periodEnd({ from, length: units, unit, dayOne, roll: 'anyNonWorking' }, calendar).lastDay)).toBe(true);
      }),
    );
  });
});
