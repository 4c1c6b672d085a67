import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { addDays, plainDate, type PlainDate, weekdayOf, yearOf } from './time.js';
import {
  type AnnouncedYear,
  type CalendarData,
  calendarFrom,
  calendarRefusals,
  type ProvisionalYear,
  refuseYear,
} from './working-calendar.js';

interface LunarYear extends ProvisionalYear {
  readonly springFestival: string;
  readonly qingming: string;
  readonly dragonBoat: string;
  readonly midAutumn: string;
}
const folder = new URL('../../../rules/calendars/', import.meta.url);
const read = (file: string): unknown => JSON.parse(readFileSync(new URL(file, folder), 'utf8'));
const announced = readdirSync(folder)
  .filter((file) => /^cn-\d{4}\.json$/.test(file))
  .map((file) => read(file) as AnnouncedYear);
const lunar = (read('provisional.json') as { years: readonly LunarYear[] }).years;
const data: CalendarData = { version: (read('cn.json') as { version: string }).version, years: announced, provisional: lunar };
const calendar = calendarFrom(data);

const datesOf = (year: number): PlainDate[] => {
  const dates: PlainDate[] = [];
  for (let date = plainDate(`${year}-01-01`); yearOf(date) === year; date = addDays(date, 1)) dates.push(date);
  return dates;
};
/** `02-10..02-17` of a year, spelt out. */
const ranges = (year: number, text: string): string[] =>
  text.split(' ').flatMap((range) => {
    const [from = '', to = from] = range.split('..');
    return datesOf(year).filter((date) => date >= `${year}-${from}` && date <= `${year}-${to}`);
  });

describe('the announced years', () => {
  it('run from 2013 to 2026 without a gap, under a version that names the last', () => {
    expect([calendar.firstYear, calendar.knownUntil, calendar.lastYear]).toEqual([2013, 2026, 2040]);
    expect(announced.map(({ year }) => year)).toEqual(Array.from({ length: 14 }, (_, at) => 2013 + at));
    expect(calendar.version).toMatch(/^cn@2026-\d+$/);
    expect(announced.every(({ source }) => source.includes('国务院办公厅'))).toBe(true);
  });

  it.each([
    [2013, 250],
    [2014, 250],
    [2015, 249],
    [2016, 250],
    [2017, 249],
    [2018, 250],
    [2019, 250],
    [2020, 249],
    [2021, 250],
    [2022, 249],
    [2023, 249],
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days', (year, days) => {
    expect(datesOf(year).filter((date) => calendar.isWorking(date))).toHaveLength(days);
  });

  it.each([
    [
      2013,
      '01-01..01-03 02-09..02-15 04-04..04-06 04-29..05-01 06-10..06-12 09-19..09-21 10-01..10-07',
      '01-05 01-06 02-16 02-17 04-07 04-27 04-28 06-08 06-09 09-22 09-29 10-12',
    ],
    [2015, '01-01..01-03 02-18..02-24 04-05..04-06 05-01 06-20..06-22 09-03..09-05 09-27 10-01..10-07', '01-04 02-15 02-28 09-06 10-10'],
    [2020, '01-01 01-24..02-02 04-04..04-06 05-01..05-05 06-25..06-27 10-01..10-08', '01-19 04-26 05-09 06-28 09-27 10-10'],
    [
      2024,
      '01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07',
      '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12',
    ],
    [2025, '01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08', '01-26 02-08 04-27 09-28 10-11'],
    [
      2026,
      '01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07',
      '01-04 02-14 02-28 05-09 09-20 10-10',
    ],
  ])('%i is off and worked as its notice says', (year, off, worked) => {
    const days = datesOf(year);
    expect(days.filter((date) => ['statutory', 'block'].includes(calendar.kindOf(date)))).toEqual(ranges(year, off));
    expect(days.filter((date) => calendar.isWorking(date) && weekdayOf(date) > 5)).toEqual(ranges(year, worked));
  });

  it('have the 11 statutory days of the law until 2024, 13 from 2025', () => {
    for (const { year, statutory } of announced) expect([year, statutory.length]).toEqual([year, year < 2025 ? 11 : 13]);
  });

  it('count the eve of Spring Festival as statutory until 2013 and again from 2025', () => {
    const eves = ['2013-02-09', '2014-01-30', '2015-02-18', '2020-01-24', '2024-02-09', '2025-01-28', '2026-02-16'].map(plainDate);
    expect(eves.map((date) => calendar.kindOf(date))).toEqual([
      'statutory',
      'working',
      'block',
      'block',
      'working',
      'statutory',
      'statutory',
    ]);
    expect(calendar.kindOf(plainDate('2024-05-02'))).toBe('block');
    expect(calendar.kindOf(plainDate('2025-05-02'))).toBe('statutory');
  });

  it('are not provisional', () => {
    expect(calendar.isProvisional(plainDate('2026-12-31'))).toBe(false);
    expect(calendar.isProvisional(plainDate('2027-01-01'))).toBe(true);
  });
});

describe('the years not yet announced', () => {
  // Written down apart from the source of the data: Spring Festival, Qingming, Dragon Boat, Mid-Autumn.
  it.each([
    [2027, '02-06 04-05 06-09 09-15'],
    [2028, '01-26 04-04 05-28 10-03'],
    [2029, '02-13 04-04 06-16 09-22'],
    [2030, '02-03 04-05 06-05 09-12'],
    [2031, '01-23 04-05 06-24 10-01'],
    [2032, '02-11 04-04 06-12 09-19'],
    [2033, '01-31 04-04 06-01 09-08'],
    [2034, '02-19 04-05 06-20 09-27'],
    [2035, '02-08 04-05 06-10 09-16'],
    [2036, '01-28 04-04 05-30 10-04'],
    [2037, '02-15 04-04 06-18 09-24'],
    [2038, '02-04 04-05 06-07 09-13'],
    [2039, '01-24 04-05 05-27 10-02'],
    [2040, '02-12 04-04 06-14 09-20'],
  ])('%i has its lunar days', (year, days) => {
    const entry = lunar.find((candidate) => candidate.year === year);
    expect(entry && [entry.springFestival, entry.qingming, entry.dragonBoat, entry.midAutumn]).toEqual(
      days.split(' ').map((day) => `${year}-${day}`),
    );
  });

  it.each(lunar.map((entry) => [entry.year, entry] as const))(
    '%i is off on weekends and on 13 statutory days, and no weekend is worked',
    (year, entry) => {
      const spring = [-1, 0, 1, 2].map((offset) => addDays(plainDate(entry.springFestival), offset));
      const fixed = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'].map((day) => `${year}-${day}`);
      const autumn = fixed.includes(entry.midAutumn) ? `${year}-10-04` : entry.midAutumn;
      expect(entry.statutory).toEqual([...fixed, ...spring, entry.qingming, entry.dragonBoat, autumn].toSorted());
      for (const date of datesOf(year)) {
        const expected = entry.statutory.includes(date) ? 'statutory' : weekdayOf(date) > 5 ? 'weekend' : 'working';
        expect(calendar.kindOf(date)).toBe(expected);
      }
    },
  );
});

describe('a year without a table', () => {
  it('is refused before the first, naming it', () => {
    expect(refuseYear(calendar, plainDate('2012-11-05'), '/from')).toEqual({
      refused: 'calendar.year_before_first_table',
      pointer: '/from',
      meta: { firstYear: 2013 },
    });
    expect(refuseYear(calendar, plainDate('2013-01-01'))).toBeNull();
    expect(() => calendar.kindOf(plainDate('2012-12-31'))).toThrow(RangeError);
  });

  it('is refused after the last', () => {
    expect(refuseYear(calendar, plainDate('2041-01-01'))).toEqual({ refused: 'calendar.year_after_last_table', meta: { lastYear: 2040 } });
    expect(refuseYear(calendar, plainDate('2040-12-31'))).toBeNull();
    expect(() => calendar.isWorking(plainDate('2041-01-01'))).toThrow(RangeError);
  });

  it('has a sentence in both languages for its refusal', () => {
    expect(calendarRefusals.map(({ code }) => code)).toEqual(['calendar.year_before_first_table', 'calendar.year_after_last_table']);
  });
});

describe('data that contradict themselves', () => {
  const year = (more: Partial<AnnouncedYear>): AnnouncedYear => ({
    year: 2025,
    source: 'test',
    statutory: ['2025-01-01'],
    block: [],
    makeUp: [],
    ...more,
  });
  it.each<[string, Partial<CalendarData>]>([
    ['no year', { years: [] }],
    ['a gap', { years: [year({}), year({ year: 2027, statutory: [] })] }],
    ['a year twice', { years: [year({}), year({})] }],
    ['a provisional year that is announced', { provisional: [{ year: 2025, statutory: [] }] }],
    ['a day of another year', { years: [year({ block: ['2024-12-31'] })] }],
    ['a day that does not exist', { years: [year({ block: ['2025-02-30'] })] }],
    ['a day both off and worked', { years: [year({ block: ['2025-01-04'], makeUp: ['2025-01-04'] })] }],
    ['a worked weekday', { years: [year({ makeUp: ['2025-01-07'] })] }],
  ])('are refused: %s', (_, more) => {
    expect(() => calendarFrom({ version: 'x@1', years: [year({})], provisional: [], ...more })).toThrow(RangeError);
  });
});
