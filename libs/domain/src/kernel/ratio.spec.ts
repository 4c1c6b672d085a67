import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addRatio,
  compareRatio,
  divRatio,
  equalRatio,
  exactText,
  meanRatio,
  mulRatio,
  ofPercent,
  parseRatio,
  type Ratio,
  ratio,
  ratioOf,
  roundHalfUp,
  subRatio,
  sumRatio,
  timesFen,
} from './ratio.js';

const anyRatio = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([num, den]) => ratio(num, den));

describe('reading a fraction', () => {
  it.each([
    ['12.5', '12.5'],
    ['0', '0'],
    ['-0.50', '-0.5'],
    ['100', '100'],
    ['10/9', '10/9'],
    ['20/18', '10/9'],
    ['-4/8', '-0.5'],
    ['40/3', '40/3'],
    ['33.333', '33.333'],
  ])('%s is %s', (text, exact) => {
    expect(exactText(ratioOf(text))).toBe(exact);
  });

  it.each([
    '',
    '1e3',
    '1,000',
    '+5',
    '05',
    '.5',
    '5.',
    '--5',
    '1/0',
    '1/-2',
    '01/2',
    '1/02',
    '1.5/2',
    ' 5',
    '5 ',
    'NaN',
    'Infinity',
    '0x1',
    '９',
    '9'.repeat(31),
  ])('%p is refused', (text) => {
    expect(parseRatio(text)).toBeNull();
    expect(() => ratioOf(text)).toThrow(RangeError);
  });

  it('refuses a JSON number: it has already been rounded', () => {
    expect(parseRatio(12.5)).toBeNull();
  });
});

describe('exact arithmetic', () => {
  it('keeps every value reduced with a denominator above zero', () => {
    expect(ratio(6, -4)).toEqual({ num: -3n, den: 2n });
    expect(ratio(0, 7)).toEqual({ num: 0n, den: 1n });
    expect(() => ratio(1, 0)).toThrow(RangeError);
    expect(() => divRatio(ratio(1), ratio(0))).toThrow(RangeError);
  });

  it('obeys the laws of a field, and equal values have one form', () => {
    fc.assert(
      fc.property(anyRatio, anyRatio, anyRatio, (a, b, c) => {
        expect(addRatio(a, b)).toEqual(addRatio(b, a));
        expect(addRatio(addRatio(a, b), c)).toEqual(addRatio(a, addRatio(b, c)));
        expect(mulRatio(a, addRatio(b, c))).toEqual(addRatio(mulRatio(a, b), mulRatio(a, c)));
        expect(subRatio(addRatio(a, b), b)).toEqual(a);
        const divisor = b.num === 0n ? ratio(1) : b;
        expect(mulRatio(divRatio(a, divisor), divisor)).toEqual(a);
        expect(compareRatio(a, b)).toBe(-compareRatio(b, a) + 0);
        expect(compareRatio(a, b) === 0).toBe(equalRatio(a, b));
      }),
    );
  });

  it('writes what it reads back to the same value', () => {
    fc.assert(fc.property(anyRatio, (value) => expect(parseRatio(exactText(value))).toEqual(value)));
  });

  it('takes the mean over all scorers, nobody left out', () => {
    const mean = meanRatio(['26.5', '25', '27'].map(ratioOf));
    expect(exactText(mean)).toBe('157/6');
    expect(exactText(sumRatio([mean, ratioOf('18'), ratioOf('11.51')]))).toBe('16703/300');
    expect(() => meanRatio([])).toThrow(RangeError);
  });

  it('gives the price scores of the worked example', () => {
    const score = (base: string, adjusted: string): Ratio => mulRatio(divRatio(ratioOf(base), ratioOf(adjusted)), ratioOf('13'));
    expect(exactText(score('2365440', '2541000'))).toBe('3328/275');
    expect(roundHalfUp(score('2365440', '2541000'), 2)).toBe('12.10');
    expect(exactText(score('2365440', '2610000'))).toBe('128128/10875');
    expect(roundHalfUp(score('2365440', '2611200'), 2)).toBe('11.78');
  });
});

describe('rounding half-up', () => {
  it.each([
    ['0.125', 2, '0.13'],
    ['0.124999999', 2, '0.12'],
    ['-0.125', 2, '-0.13'],
    ['2.5', 0, '3'],
    ['-2.5', 0, '-3'],
    ['1/3', 4, '0.3333'],
    ['2/3', 0, '1'],
    ['13', 2, '13.00'],
    ['-0.004', 2, '0.00'],
    ['0.005', 2, '0.01'],
  ])('%s to %i decimals is %s', (value, decimals, text) => {
    expect(roundHalfUp(ratioOf(value), decimals)).toBe(text);
  });

  it('is never further away than half of the last place', () => {
    fc.assert(
      fc.property(anyRatio, fc.integer({ min: 0, max: 6 }), (value, decimals) => {
        const off = subRatio(ratioOf(roundHalfUp(value, decimals)), value);
        const half = ratio(1n, 2n * 10n ** BigInt(decimals));
        expect(compareRatio(off.num < 0n ? subRatio(ratio(0), off) : off, half)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('takes a share of an amount to the fen', () => {
    expect(timesFen(29_479_166n, ofPercent(ratioOf('95')))).toBe(28_005_208n);
    expect(timesFen(100n, ratioOf('1/3'))).toBe(33n);
    expect(timesFen(-101n, ratioOf('1/2'))).toBe(-51n);
  });
});
