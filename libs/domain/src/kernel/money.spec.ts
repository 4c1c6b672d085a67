import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { formatYuan, inCapitals, parseYuan, splitByPercents, yuan } from './money.js';
import { ratio, ratioOf } from './ratio.js';

describe('an amount of yuan', () => {
  it.each([
    ['4056000.00', 405_600_000n],
    ['4056000', 405_600_000n],
    ['0.5', 50n],
    ['0', 0n],
    ['0.00', 0n],
    ['-1.00', -100n],
    ['-0.01', -1n],
    ['9999999999999999.99', 999_999_999_999_999_999n],
  ])('%s is %p fen', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
    expect(yuan(text)).toBe(fen);
  });

  it.each([
    '',
    '1e3',
    '1,000',
    '+5',
    '05',
    '00',
    '.5',
    '5.',
    '1.234',
    ' 1',
    '1 ',
    '1\n',
    '-0',
    '-0.00',
    '--1',
    '１',
    '¥1',
    '10000000000000000',
  ])('%p is refused', (text) => {
    expect(parseYuan(text)).toBeNull();
    expect(() => yuan(text)).toThrow(RangeError);
  });

  it('as a JSON number is refused', () => {
    expect(parseYuan(1)).toBeNull();
    expect(parseYuan(100n)).toBeNull();
  });

  it('is written with exactly two decimals and reads back', () => {
    expect([0n, 5n, 50n, 100n, -1n, -12_345n].map(formatYuan)).toEqual(['0.00', '0.05', '0.50', '1.00', '-0.01', '-123.45']);
    fc.assert(fc.property(fc.bigInt({ min: -(10n ** 17n), max: 10n ** 17n }), (fen) => expect(parseYuan(formatYuan(fen))).toBe(fen)));
  });
});

describe('a total in parts', () => {
  it('rounds every part but the last, which bears the rest', () => {
    const parts = splitByPercents(yuan('873456.79'), ['30', '36.25', '33.75'].map(ratioOf));
    expect(parts.map(formatYuan)).toEqual(['262037.04', '316628.09', '294791.66']);
  });

  it('can be split into thirds', () => {
    expect(splitByPercents(100n, ['100/3', '100/3', '100/3'].map(ratioOf))).toEqual([33n, 33n, 34n]);
    expect(splitByPercents(77n, [ratioOf('100')])).toEqual([77n]);
  });

  it('is refused unless the parts make exactly one hundred per cent', () => {
    expect(() => splitByPercents(100n, ['30', '69.99'].map(ratioOf))).toThrow('not 100');
    expect(() => splitByPercents(100n, [])).toThrow(RangeError);
  });

  it('always adds up again', () => {
    const weights = fc.array(fc.integer({ min: 1, max: 1000 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 14n }), weights, (total, shares) => {
        const whole = shares.reduce((sum, share) => sum + share, 0);
        const parts = splitByPercents(
          total,
          shares.map((share) => ratio(share * 100, whole)),
        );
        expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(total);
      }),
    );
  });
});

describe('an amount in capitals', () => {
  it.each([
    ['4056000.00', '肆佰零伍万陆仟元整'],
    ['1680.32', '壹仟陆佰捌拾元叁角贰分'],
    ['1409.50', '壹仟肆佰零玖元伍角整'],
    ['6007.14', '陆仟零柒元壹角肆分'],
    ['107000.53', '壹拾万柒仟元伍角叁分'],
    ['16409.02', '壹万陆仟肆佰零玖元零贰分'],
    ['325.04', '叁佰贰拾伍元零肆分'],
    ['0.00', '零元整'],
    ['0.05', '伍分'],
    ['0.50', '伍角整'],
    ['0.55', '伍角伍分'],
    ['1.00', '壹元整'],
    ['10.00', '壹拾元整'],
    ['110.01', '壹佰壹拾元零壹分'],
    ['10001.00', '壹万零壹元整'],
    ['10010.10', '壹万零壹拾元壹角整'],
    ['100005000.00', '壹亿零伍仟元整'],
    ['100000000.00', '壹亿元整'],
    ['100000005.00', '壹亿零伍元整'],
    ['120300040005.00', '壹仟贰佰零叁亿零肆万零伍元整'],
    ['1000000000000.00', '壹万亿元整'],
    ['1000500000000.00', '壹万零伍亿元整'],
    ['9999999999999999.99', '玖仟玖佰玖拾玖万玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分'],
    ['-872.00', '负捌佰柒拾贰元整'],
  ])('%s is %s', (amount, capitals) => {
    expect(inCapitals(yuan(amount))).toBe(capitals);
  });

  it('is refused where capitals end', () => {
    expect(() => inCapitals(10n ** 18n)).toThrow(RangeError);
  });

  it('tells every two amounts apart and never doubles a 零', () => {
    const amounts = fc.bigInt({ min: 0n, max: 10n ** 18n - 1n });
    fc.assert(
      fc.property(amounts, amounts, (a, b) => {
        expect(inCapitals(a) === inCapitals(b)).toBe(a === b);
        expect(inCapitals(a)).not.toMatch(/零零|零[万亿角]/);
      }),
    );
  });
});
