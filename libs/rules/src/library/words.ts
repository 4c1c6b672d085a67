import { type Anchor, encode, formatYuan, type PeriodUnit, type RuleValue, type Sentence } from '@goufu/domain';
import type { Counting, StackedVersion } from '../pack.js';

/** The event whose day decides which version of a rule holds. */
export const ANCHOR_WORDS: Readonly<Record<Anchor, Sentence>> = {
  caseStart: { zh: '立项之日', en: 'the day on which the case began' },
  notice: { zh: '公告发布之日', en: 'the day of the notice' },
  bidDeadline: { zh: '投标截止之日', en: 'the day on which bids were due' },
  contractSigned: { zh: '合同签订之日', en: 'the day on which the contract was signed' },
  factHappened: { zh: '事实发生之日', en: 'the day on which the fact happened' },
  filingReceived: { zh: '收到申请之日', en: 'the day on which the filing was received' },
};

const PERIODS: Readonly<Record<PeriodUnit, Sentence>> = {
  workingDay: { zh: '个工作日', en: 'working day' },
  calendarDay: { zh: '日', en: 'calendar day' },
  month: { zh: '个月', en: 'month' },
  year: { zh: '年', en: 'year' },
  hour: { zh: '小时', en: 'hour' },
  minute: { zh: '分钟', en: 'minute' },
};
const LENGTHS: Readonly<Record<string, Sentence>> = {
  ...PERIODS,
  months: { zh: '个月', en: 'month' },
  years: { zh: '年', en: 'year' },
  milliseconds: { zh: '毫秒', en: 'millisecond' },
};
const ROLLS: Readonly<Record<string, Sentence>> = {
  statutory: {
    zh: '末日遇法定节假日的，顺延至其后第一日',
    en: 'a last day on a statutory holiday moves to the first day after it',
  },
  block: {
    zh: '末日落在公布的放假期内的，顺延至放假后第一日',
    en: 'a last day within an announced holiday moves to the first day after it',
  },
  anyNonWorking: { zh: '末日非工作日的，顺延至其后第一个工作日', en: 'a last day off moves to the next working day' },
  none: { zh: '末日不顺延', en: 'the last day does not move' },
};

const plural = (n: number, word: string): string => `${n} ${word}${n === 1 ? '' : 's'}`;

/** A value as people write it: amounts in yuan, shares with their sign, yes and no; a table stays as it is. */
export const valueWords = (value: RuleValue, unit: string): Sentence => {
  const length = LENGTHS[unit];
  if (length) return { zh: `${Number(value)}${length.zh}`, en: plural(Number(value), length.en) };
  if (typeof value === 'boolean') return value ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' };
  if (unit === 'fen') {
    const yuan = formatYuan(BigInt(value as string));
    return { zh: `${yuan}元`, en: `${yuan} yuan` };
  }
  if (unit === 'fenTable') {
    const all = Object.entries(value as Readonly<Record<string, string>>).map(([key, fen]) => [key, formatYuan(BigInt(fen))] as const);
    return { zh: all.map(([key, yuan]) => `${key} ${yuan}元`).join('，'), en: all.map(([key, yuan]) => `${key} ${yuan} yuan`).join(', ') };
  }
  if (unit === 'percent') return same(`${value as string} %`);
  if (unit === 'percentRange') {
    const { min, max } = value as { readonly min: string; readonly max: string };
    return same(`${min}–${max} %`);
  }
  if (Array.isArray(value) && value.every((one) => typeof one === 'string')) return { zh: value.join('、'), en: value.join(', ') };
  return same(typeof value === 'object' ? encode(value) : String(value));
};
const same = (text: string): Sentence => ({ zh: text, en: text });

/** A value for whoever reads it elsewhere: amounts are text in yuan, all else stands as the pack has it. */
export const outside = (value: RuleValue, unit: string): RuleValue => {
  if (unit === 'fen') return formatYuan(BigInt(value as string));
  if (unit !== 'fenTable') return value;
  return Object.fromEntries(Object.entries(value as Readonly<Record<string, string>>).map(([key, fen]) => [key, formatYuan(BigInt(fen))]));
};

/** How a period is counted, as one sentence; null for what is no period. */
export const periodSentence = ({ value, unit, kind, dayOne, roll, edge }: StackedVersion): Sentence | null => {
  if (!Object.hasOwn(PERIODS, unit) || kind === undefined) return null;
  const amount = valueWords(value, unit);
  const start = startWords(dayOne);
  const moved = unit === 'workingDay' || roll === undefined ? null : (ROLLS[roll] ?? null);
  const [zhRoll, enRoll] = moved ? [`；${moved.zh}`, `; ${moved.en}`] : ['', ''];
  if (kind === 'no-later-than') return { zh: `${start.zh}${amount.zh}以内${zhRoll}。`, en: `Within ${amount.en}${start.en}${enRoll}.` };
  const full = edge === 'strict';
  return {
    zh: `${start.zh}不少于${amount.zh}，${full ? '期满的次日起方可' : '最后一日即可'}${zhRoll}。`,
    en: `At least ${amount.en}${start.en}; lawful ${full ? 'from the day after the last one' : 'on the last of them'}${enRoll}.`,
  };
};

const startWords = (dayOne: Counting['dayOne']): Sentence => {
  if (dayOne === undefined) return { zh: '自起算时刻起', en: ' from the moment of the event' };
  return dayOne === 'included'
    ? { zh: '自起算事件当日起', en: ', the day of the event counting as the first' }
    : { zh: '自起算事件的次日起', en: ', the day after the event being the first' };
};
