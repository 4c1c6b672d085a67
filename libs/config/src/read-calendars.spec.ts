import { createRequire } from 'node:module';
import { describe, expect, it } from '@jest/globals';
import { calendarFrom, type PlainDate } from '@goufu/domain';
import { readCalendar } from './read-calendars.js';

const require = createRequire(import.meta.url);
const record = require('chinese-days/dist/chinese-days.json') as Readonly<
  Record<'holidays' | 'workdays', Readonly<Record<string, string>>>
>;
const calendar = calendarFrom(readCalendar());
const DAY = 86_400_000;
const daysOf = (year: number): readonly PlainDate[] => {
  const first = Date.UTC(year, 0, 1);
  const count = (Date.UTC(year + 1, 0, 1) - first) / DAY;
  return Array.from({ length: count }, (_, day) => new Date(first + day * DAY).toISOString().slice(0, 10) as PlainDate);
};
/** Only the record itself: the package reckons days wrongly west of Greenwich. */
const isRecorded = (date: PlainDate): boolean => {
  const weekday = new Date(`${date}T00:00:00Z`).getUTCDay();
  return date in record.workdays || (weekday > 0 && weekday < 6 && !(date in record.holidays));
};

describe('the calendar of working days', () => {
  it.each([2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])('agrees with an independent record of %i, day by day', (year) => {
    const different = daysOf(year).filter((date) => calendar.isWorking(date) !== isRecorded(date));
    expect(different).toEqual([]);
  });
});
