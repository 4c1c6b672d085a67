import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addDays,
  addMonths,
  addYears,
  dateOf,
  dateOfDayNumber,
  dayNumber,
  daysBetween,
  endOfDay,
  type Instant,
  instant,
  isInstant,
  isPlainDate,
  monthsAndDays,
  parseInstant,
  partsOf,
  plainDate,
  startOfDay,
  toIso,
  toIsoSeconds,
  weekdayOf,
  yearOf,
} from './time.js';

const anyDay = fc.integer({ min: -719_162, max: 2_932_896 });
const anyInstant = fc.integer({ min: Date.UTC(1, 0, 2), max: Date.UTC(9999, 11, 30) }).map((ms) => ms as Instant);

describe('a day', () => {
  it.each([
    ['2025-02-28', true],
    ['2024-02-29', true],
    ['2000-02-29', true],
    ['2025-02-29', false],
    ['1900-02-29', false],
    ['2025-02-30', false],
    ['2025-04-31', false],
    ['2025-13-01', false],
    ['2025-00-10', false],
    ['2025-01-00', false],
    ['0000-01-01', false],
    ['2025-1-1', false],
    ['20250101', false],
    ['2025-01-01 ', false],
    ['2025-01-01\n', false],
    ['２０２５-01-01', false],
    [20_250_101, false],
    [null, false],
  ])('%p exists: %p', (text, exists) => {
    expect(isPlainDate(text)).toBe(exists);
  });

  it('that does not exist cannot be written down in the program', () => {
    expect(() => plainDate('2025-02-30')).toThrow(RangeError);
  });

  it('has the number, the parts and the weekday that the Gregorian calendar gives it', () => {
    fc.assert(
      fc.property(anyDay, (number) => {
        const date = dateOfDayNumber(number);
        const utc = new Date(number * 86_400_000);
        expect(date).toBe(utc.toISOString().slice(0, 10));
        expect(isPlainDate(date)).toBe(true);
        expect(dayNumber(date)).toBe(number);
        expect(partsOf(date)).toEqual({ year: utc.getUTCFullYear(), month: utc.getUTCMonth() + 1, day: utc.getUTCDate() });
        expect(yearOf(date)).toBe(utc.getUTCFullYear());
        expect(weekdayOf(date) % 7).toBe(utc.getUTCDay());
      }),
    );
  });

  it('outside of four-digit years is refused', () => {
    expect(() => addDays(plainDate('9999-12-31'), 1)).toThrow(RangeError);
    expect(() => addDays(plainDate('0001-01-01'), -1)).toThrow(RangeError);
  });
});

describe('going on from a day', () => {
  it.each([
    ['2025-01-31', 1, '2025-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2025-02-28', 1, '2025-03-28'],
    ['2025-12-31', 2, '2026-02-28'],
    ['2025-03-31', -1, '2025-02-28'],
    ['2025-01-15', -13, '2023-12-15'],
    ['2025-08-31', 0, '2025-08-31'],
  ])('%s and %i months is %s', (from, months, to) => {
    expect(addMonths(plainDate(from), months)).toBe(to);
  });

  it.each([
    ['2025-07-01', '2027-04-01', 21, 0],
    ['2025-07-01', '2026-07-02', 12, 1],
    ['2014-03-18', '2025-05-06', 133, 18],
    ['2025-01-31', '2025-02-28', 1, 0],
    ['2025-01-31', '2025-03-01', 1, 1],
    ['2024-02-29', '2025-02-28', 12, 0],
    ['2025-05-06', '2025-05-06', 0, 0],
    ['0001-01-31', '9999-12-31', 119_987, 0],
  ])('from %s to %s are %i months and %i days', (from, to, months, days) => {
    expect(monthsAndDays(plainDate(from), plainDate(to))).toEqual({ months, days });
  });

  it('by years lands on 28 February when there is no 29th', () => {
    expect(addYears(plainDate('2024-02-29'), 1)).toBe('2025-02-28');
    expect(addYears(plainDate('2024-02-29'), 4)).toBe('2028-02-29');
    expect(addYears(plainDate('2025-04-10'), -3)).toBe('2022-04-10');
  });

  it('by days and counting them back agree, and later text is later time', () => {
    fc.assert(
      fc.property(fc.integer({ min: -300_000, max: 300_000 }), fc.integer({ min: -9000, max: 9000 }), (start, days) => {
        const from = dateOfDayNumber(start);
        const to = addDays(from, days);
        expect(daysBetween(from, to)).toBe(days);
        expect(Math.sign(days)).toBe(to > from ? 1 : to < from ? -1 : 0);
      }),
    );
  });
});

describe('an instant', () => {
  it.each([
    ['2025-04-08T09:00:00+08:00', '2025-04-08T09:00:00.000+08:00'],
    ['2025-04-08T01:00:00Z', '2025-04-08T09:00:00.000+08:00'],
    ['2025-04-08T01:00:00.5Z', '2025-04-08T09:00:00.500+08:00'],
    ['2025-04-07T21:30:00.007-03:30', '2025-04-08T09:00:00.007+08:00'],
    ['2025-12-31T23:59:59.999-08:00', '2026-01-01T15:59:59.999+08:00'],
    ['1969-12-31T23:59:59.999Z', '1970-01-01T07:59:59.999+08:00'],
  ])('%s is %s in China', (text, iso) => {
    expect(toIso(instant(text))).toBe(iso);
  });

  it.each([
    '2025-04-08',
    '2025-04-08T09:00:00',
    '2025-04-08T09:00+08:00',
    '2025-04-08 09:00:00+08:00',
    '2025-04-08T09:00:00.1234+08:00',
    '2025-04-08T09:00:00.+08:00',
    '2025-04-08T24:00:00+08:00',
    '2025-04-08T09:60:00+08:00',
    '2025-06-30T23:59:60Z',
    '2025-02-30T09:00:00+08:00',
    '2025-04-08T09:00:00+0800',
    '2025-04-08T09:00:00+15:00',
    '2025-04-08T09:00:00+08:60',
    '2025-04-08T09:00:00z',
    '',
  ])('%p is none', (text) => {
    expect(parseInstant(text)).toBeNull();
    expect(() => instant(text)).toThrow(RangeError);
  });

  it('is written with milliseconds only where there are some, if so asked', () => {
    expect(toIsoSeconds(instant('2025-10-10T16:00:00Z'))).toBe('2025-10-11T00:00:00+08:00');
    expect(toIsoSeconds(instant('2025-10-10T16:00:00.020Z'))).toBe('2025-10-11T00:00:00.020+08:00');
  });

  it('survives being written and read', () => {
    fc.assert(fc.property(anyInstant, (at) => expect(parseInstant(toIso(at))).toBe(at)));
    fc.assert(fc.property(anyInstant, (at) => expect(parseInstant(new Date(at).toISOString())).toBe(at)));
  });

  it('lies in the day of China, whose end is the beginning of the next', () => {
    fc.assert(
      fc.property(anyInstant, (at) => {
        const date = dateOf(at);
        expect(startOfDay(date)).toBeLessThanOrEqual(at);
        expect(endOfDay(date)).toBeGreaterThan(at);
        expect(startOfDay(addDays(date, 1))).toBe(endOfDay(date));
        expect(dateOf((endOfDay(date) - 1) as Instant)).toBe(date);
      }),
    );
    expect(dateOf(instant('2025-04-07T15:59:59.999Z'))).toBe('2025-04-07');
    expect(dateOf(instant('2025-04-07T16:00:00Z'))).toBe('2025-04-08');
  });

  it('is a whole number of milliseconds that has a date', () => {
    expect([0, Date.UTC(2025, 0), 0.5, Number.NaN, 1e18, '0', null].map(isInstant)).toEqual([
      true,
      true,
      false,
      false,
      false,
      false,
      false,
    ]);
    for (const edge of [-62_135_625_600_000, 253_402_271_999_999]) {
      expect(isInstant(edge)).toBe(true);
      expect(toIso(edge as Instant)).toMatch(/^(0001-01-02T|0001-01-01T|9999-12-31T)/);
    }
  });
});
