import { describe, expect, it } from '@jest/globals';
import { dueOf, earliestOf } from './deadline.js';
import type { Rule } from './rules.js';
import { earliestSentence, sentence } from './sentence.js';
import { instant, plainDate } from './time.js';
import { calendarFrom } from './working-calendar.js';

const calendar = calendarFrom({
  version: 'x@2025-1',
  years: [
    {
      year: 2025,
      source: 'test',
      statutory: ['2025-10-01', '2025-10-02', '2025-10-03', '2025-10-06'],
      block: ['2025-10-07', '2025-10-08'],
      makeUp: ['2025-09-28'],
    },
  ],
  provisional: [{ year: 2026, statutory: ['2026-01-01'] }],
});
const rule = (value: number, unit: string, more: Partial<Rule> = {}): Rule => ({
  id: 'x',
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

describe('a due in words', () => {
  it('says from when, how long and until when', () => {
    const five = rule(5, 'workingDay');
    expect(sentence(dueOf(five, plainDate('2025-09-26'), calendar), five, { zh: '收到评标报告' })).toEqual({
      zh: '自2025年9月26日收到评标报告的次日起5个工作日，至2025年10月10日(周五)24时止。',
      en: '5 working days from the day after 26 September 2025: until 24:00 on Friday 10 October 2025.',
    });
  });

  it('says that it moved over a day off', () => {
    const month = rule(1, 'month', { roll: 'statutory', dayOne: 'included' });
    expect(sentence(dueOf(month, plainDate('2025-09-02'), calendar), month, { en: 'receipt' })).toEqual({
      zh: '自2025年9月2日当日起1个月，末日2025年10月1日逢休假日顺延，至2025年10月4日(周六)24时止。',
      en: '1 month from 2 September 2025 (receipt), moved on from 1 October 2025, a day off: until 24:00 on Saturday 4 October 2025.',
    });
  });

  it('says that the year is not announced yet', () => {
    const two = rule(2, 'workingDay');
    expect(sentence(dueOf(two, plainDate('2025-12-30'), calendar), two)).toEqual({
      zh: '自2025年12月30日的次日起2个工作日，至2026年1月2日(周五)24时止(放假安排尚未公布，暂定)。',
      en: '2 working days from the day after 30 December 2025: until 24:00 on Friday 2 January 2026 (provisional: the holidays of that year are not announced yet).',
    });
  });

  it('says what a suspension took out, and what is left while it lasts', () => {
    const seven = rule(7, 'calendarDay');
    const review = { from: instant('2025-06-12T10:00:00+08:00'), to: instant('2025-06-13T11:30:00+08:00') };
    expect(sentence(dueOf(seven, plainDate('2025-06-09'), calendar, [review]), seven)).toEqual({
      zh: '自2025年6月9日的次日起7日，扣除中止的1天1小时30分，至2025年6月18日(周三)24时止。',
      en: '7 days from the day after 9 June 2025, 1 day 1 hour 30 minutes of suspension taken out: until 24:00 on Wednesday 18 June 2025.',
    });
    expect(sentence(dueOf(seven, plainDate('2025-06-09'), calendar, [{ ...review, to: null }]), seven)).toEqual({
      zh: '自2025年6月9日的次日起7日，现已中止，尚余4天14小时。',
      en: '7 days from the day after 9 June 2025: suspended, 4 days 14 hours left.',
    });
  });

  it('of minutes names the clock', () => {
    const minutes = rule(30, 'minute');
    expect(sentence(dueOf(minutes, instant('2025-04-10T09:40:05+08:00'), calendar), minutes)).toEqual({
      zh: '自2025年4月10日09:40:05起30分钟，至2025年4月10日(周四)10:10:05止。',
      en: '30 minutes from 09:40:05 on 10 April 2025: until 10:10:05 on Thursday 10 April 2025.',
    });
  });
});

describe('a minimum period in words', () => {
  it('says the earliest day', () => {
    const twenty = rule(20, 'calendarDay', { kind: 'at-least', edge: 'strict' });
    expect(
      earliestSentence(earliestOf([{ rule: twenty, from: plainDate('2025-04-08') }], calendar), twenty, { zh: '发出招标文件' }),
    ).toEqual({
      zh: '自2025年4月8日发出招标文件的次日起不少于20日，最早为2025年4月29日(周二)。',
      en: 'At least 20 days from the day after 8 April 2025: Tuesday 29 April 2025 at the earliest.',
    });
  });

  it('of minutes says the earliest instant', () => {
    const half = rule(30, 'minute', { kind: 'at-least' });
    expect(earliestSentence(earliestOf([{ rule: half, from: instant('2025-04-10T09:40:00+08:00') }], calendar), half)).toEqual({
      zh: '自2025年4月10日09:40起不少于30分钟，最早为2025年4月10日(周四)10:10。',
      en: 'At least 30 minutes from 09:40 on 10 April 2025: 10:10 on Thursday 10 April 2025 at the earliest.',
    });
  });

  it('is asked of the rule that binds', () => {
    const twenty = rule(20, 'calendarDay', { kind: 'at-least' });
    const earliest = earliestOf([{ rule: twenty, from: plainDate('2025-04-08') }], calendar);
    expect(() => earliestSentence(earliest, { ...twenty, id: 'y' })).toThrow('does not bind');
  });
});
