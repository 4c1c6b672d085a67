/** An exact fraction: reduced, the denominator above zero. */
export interface Ratio {
  readonly num: bigint;
  readonly den: bigint;
}

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);

const divisor = (a: bigint, b: bigint): bigint => {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y !== 0n) [x, y] = [y, x % y];
  return x;
};

/** `num / den`, reduced; throws on a denominator of zero. */
export const ratio = (num: bigint | number, den: bigint | number = 1n): Ratio => {
  const [n, d] = [BigInt(num), BigInt(den)];
  if (d === 0n) throw new RangeError('a ratio has no denominator of zero');
  const by = divisor(n, d) * (d < 0n ? -1n : 1n);
  return { num: n / by, den: d / by };
};

const ZERO: Ratio = { num: 0n, den: 1n };

// Lengths are bounded because the text is foreign: arithmetic on a million digits would stop the process.
const DECIMAL = /^(-?)(0|[1-9]\d{0,29})(?:\.(\d{1,30}))?$/;
const FRACTION = /^(-?(?:0|[1-9]\d{0,59}))\/([1-9]\d{0,59})$/;

/** A decimal (`12.5`) or a fraction (`10/9`) read exactly; null for anything else: `1e3`, `+5`, `05`, `.5`, `1,000`, an empty text. */
export const parseRatio = (text: unknown): Ratio | null => {
  if (typeof text !== 'string') return null;
  const decimal = DECIMAL.exec(text);
  if (decimal) {
    const [, sign = '', whole = '', tail = ''] = decimal;
    return ratio(BigInt(sign + whole + tail), 10n ** BigInt(tail.length));
  }
  const fraction = FRACTION.exec(text);
  return fraction ? ratio(BigInt(fraction[1] ?? ''), BigInt(fraction[2] ?? '')) : null;
};

/** A ratio that the program or a pack itself writes down; throws on anything else. */
export const ratioOf = (text: string): Ratio => {
  const read = parseRatio(text);
  if (!read) throw new RangeError(`no decimal and no fraction: ${text}`);
  return read;
};

/** `12.5` (per cent) as the share 1/8. */
export const ofPercent = (percent: Ratio): Ratio => ratio(percent.num, percent.den * 100n);

export const addRatio = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den + b.num * a.den, a.den * b.den);
export const subRatio = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den - b.num * a.den, a.den * b.den);
export const mulRatio = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.num, a.den * b.den);
/** `a / b`; throws if `b` is zero. */
export const divRatio = (a: Ratio, b: Ratio): Ratio => ratio(a.num * b.den, a.den * b.num);

/** Below, equal or above: -1, 0, 1. Exact; equal values are equal however they were written. */
export const compareRatio = (a: Ratio, b: Ratio): -1 | 0 | 1 => {
  const [left, right] = [a.num * b.den, b.num * a.den];
  return left < right ? -1 : left > right ? 1 : 0;
};

export const equalRatio = (a: Ratio, b: Ratio): boolean => a.num === b.num && a.den === b.den;

/** The least denominator that all share, 1 of none; null where it has more than `most` binary digits. */
export const commonDenominator = (values: readonly Ratio[], most: number): bigint | null => {
  const bound = 1n << BigInt(most);
  let common = 1n;
  for (const { den } of values) {
    common *= den / divisor(common, den);
    if (common >= bound) return null;
  }
  return common;
};
// Beyond this a common denominator is no help: sums stay correct, one by one.
const FINE = 20_000;

/** The sum; zero of none. Reduced once at the end: step by step it would cost as much for each value. */
export const sumRatio = (values: readonly Ratio[]): Ratio => {
  const common = commonDenominator(values, FINE);
  if (common === null) return values.reduce(addRatio, ZERO);
  return ratio(
    values.reduce((sum, { num, den }) => sum + num * (common / den), 0n),
    common,
  );
};

/** The arithmetic mean, nobody left out; throws on none. */
export const meanRatio = (values: readonly Ratio[]): Ratio => divRatio(sumRatio(values), ratio(values.length));

/** The whole number nearest to `num / den`, halves away from zero (四舍五入). `den` is above zero. */
export const nearest = (num: bigint, den: bigint): bigint => {
  const half = (2n * magnitude(num) + den) / (2n * den);
  return num < 0n ? -half : half;
};

/** `digits` with a point before the last `decimals` of them. */
export const withPoint = (digits: bigint, decimals: number): string => {
  const text = magnitude(digits)
    .toString()
    .padStart(decimals + 1, '0');
  const at = text.length - decimals;
  return `${digits < 0n ? '-' : ''}${text.slice(0, at)}${decimals > 0 ? `.${text.slice(at)}` : ''}`;
};

/** Rounded half-up (halves away from zero) and written with exactly `decimals` decimals. Round once, at the end. */
export const roundHalfUp = (value: Ratio, decimals: number): string =>
  withPoint(nearest(value.num * 10n ** BigInt(decimals), value.den), decimals);

/** An amount in fen times a share, half-up to the fen. */
export const timesFen = (fen: bigint, share: Ratio): bigint => nearest(fen * share.num, share.den);

/** The exact value: a finite decimal without trailing zeros or, where none exists, the reduced fraction (`40/3`). */
export const exactText = (value: Ratio): string => {
  let [rest, twos, fives] = [value.den, 0, 0];
  for (; rest % 2n === 0n; rest /= 2n) twos += 1;
  for (; rest % 5n === 0n; rest /= 5n) fives += 1;
  if (rest !== 1n) return `${value.num}/${value.den}`;
  const decimals = Math.max(twos, fives);
  return withPoint((value.num * 10n ** BigInt(decimals)) / value.den, decimals);
};
