import { nearest, type Ratio, sumRatio, withPoint } from './ratio.js';

/** Money inside the program: whole fen. */
export type Fen = bigint;

// 16 digits of yuan: what a bigint column of PostgreSQL holds in fen.
const YUAN = /^(-?)(0|[1-9]\d{0,15})(?:\.(\d{1,2}))?$/;

/** Yuan as text with 0 to 2 decimals in fen; null for separators, exponents, a plus, leading zeros, minus zero, or a number. */
export const parseYuan = (text: unknown): Fen | null => {
  const match = typeof text === 'string' ? YUAN.exec(text) : null;
  if (!match) return null;
  const [, sign = '', yuan = '', tail = ''] = match;
  const fen = BigInt(yuan + tail.padEnd(2, '0'));
  if (sign === '') return fen;
  return fen === 0n ? null : -fen;
};

/** An amount that the program itself writes down; throws on anything that `parseYuan` refuses. */
export const yuan = (text: string): Fen => {
  const fen = parseYuan(text);
  if (fen === null) throw new RangeError(`no amount of yuan: ${text}`);
  return fen;
};

/** Fen as yuan with exactly two decimals. */
export const formatYuan = (fen: Fen): string => withPoint(fen, 2);

/**
 * The total in parts by per cents: every part but the last half-up to the fen, the last is the total less the others.
 * Throws unless the per cents make exactly 100: whoever takes them from outside refuses first.
 */
export const splitByPercents = (total: Fen, percents: readonly Ratio[]): Fen[] => {
  const sum = sumRatio(percents);
  if (sum.num !== 100n || sum.den !== 1n) throw new RangeError(`per cents make ${sum.num}/${sum.den}, not 100`);
  const parts = percents.slice(0, -1).map((percent) => nearest(total * percent.num, percent.den * 100n));
  return [...parts, total - parts.reduce((left, part) => left + part, 0n)];
};

const DIGITS = '零壹贰叁肆伍陆柒捌玖';
const PLACES = ['仟', '佰', '拾', ''] as const;

/** Four digits in capitals; a gap inside is one 零, gaps at either end are silent. */
const group = (value: number): string => {
  let text = '';
  let gap = false;
  for (const [at, digit] of Array.from(String(value).padStart(4, '0'), Number).entries()) {
    if (digit === 0) gap = text !== '';
    else {
      text += `${gap ? '零' : ''}${DIGITS[digit]}${PLACES[at]}`;
      gap = false;
    }
  }
  return text;
};

/** Whole yuan in capitals; each four digits by themselves, 零 where the thousands of the following four are empty or four digits were skipped. */
const whole = (value: bigint): string => {
  const groups = [12n, 8n, 4n, 0n].map((power) => Number((value / 10n ** power) % 10_000n));
  let text = '';
  for (const [at, part] of groups.entries()) {
    const gap = text !== '' && (part < 1000 || groups[at - 1] === 0);
    if (part > 0) text += `${gap ? '零' : ''}${group(part)}${at % 2 === 0 ? '万' : ''}`;
    if (at === 1 && text !== '') text += '亿';
  }
  return text;
};

/**
 * 大写金额 by the rules for filling in bills and vouchers (支付结算办法 附一): 整 after 元 and 角, never after 分; 零 between 元 and 分
 * when there is no 角; where 零 is optional it is left out. Below zero begins with 负. Throws from ten thousand billion yuan up (16 digits).
 */
export const inCapitals = (fen: Fen): string => {
  const amount = fen < 0n ? -fen : fen;
  const units = amount / 100n;
  if (units >= 10n ** 16n) throw new RangeError('amount too large for capitals');
  const [tenths, hundredths] = [Number((amount / 10n) % 10n), Number(amount % 10n)];
  const head = units > 0n ? `${whole(units)}元` : '';
  const jiao = tenths > 0 ? `${DIGITS[tenths]}角` : head !== '' && hundredths > 0 ? '零' : '';
  const tail = hundredths > 0 ? `${DIGITS[hundredths]}分` : '整';
  return `${fen < 0n ? '负' : ''}${head === '' && tenths === 0 && hundredths === 0 ? '零元' : head}${jiao}${tail}`;
};
