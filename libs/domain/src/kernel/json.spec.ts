import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Json } from './case.js';
import { decode, encode, encodeState, equal, revive } from './json.js';

const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
);
const key = fc.oneof(
  fc.string({ unit: 'grapheme-ascii' }),
  fc.constantFrom('$', '$n', '$$n', '$u', '$$', '__proto__', 'constructor', 'toString', '1', '10', '2', '', '金额', '😀'),
);
const number = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value));
const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4 },
    text,
    number,
    fc.boolean(),
    fc.constant(null),
    fc.bigInt(),
    fc.array(tie('json'), { maxLength: 5 }),
    fc.dictionary(key, tie('json'), { maxKeys: 5, noNullPrototype: true }),
  ),
}));

/** The same value with the members of every object in another order. */
const shuffled = (value: Json): Json => {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return (value as readonly Json[]).map(shuffled);
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([name, member]) => [name, shuffled(member as Json)]),
  );
};

describe('canonical JSON', () => {
  it.each<[string, Json, string]>([
    ['keys in order of code units, no white space', { b: 1, a: [true, null], B: 'x' }, '{"B":"x","a":[true,null],"b":1}'],
    ['keys that look like numbers in order of their text', { 10: 'ten', 9: 'nine', 1: 'one' }, '{"1":"one","10":"ten","9":"nine"}'],
    ['fen as text under $n', { amount: -405_600_000n }, '{"amount":{"$n":"-405600000"}}'],
    ['no member that is undefined', { a: undefined, b: 1, c: undefined }, '{"b":1}'],
    ['an own $n apart from fen', { $n: '1' }, '{"$$n":"1"}'],
    ['Chinese as it stands', '矫正服务', '"矫正服务"'],
    ['a pair of surrogates as it stands', '😀', '"😀"'],
    ['quotes and line ends escaped', 'a"b\\c\n', '"a\\"b\\\\c\\n"'],
    ['a NUL as code units', 'a\u0000', '{"$u":"00610000"}'],
    ['a lone surrogate as code units', '\ud83d', '{"$u":"d83d"}'],
    ['no minus zero', -0, '0'],
    ['numbers as JavaScript writes them', [1.5, 1e21, 1e-7], '[1.5,1e+21,1e-7]'],
  ])('writes %s', (_, value, expected) => {
    expect(encode(value)).toBe(expected);
    expect(equal(decode(expected), value)).toBe(true);
  });

  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(json, (value) => expect(decode(encode(value))).toEqual(value)),
      { numRuns: 500 },
    );
  });

  it('is one text for one value, whatever the order of members', () => {
    fc.assert(
      fc.property(json, (value) => {
        const other = shuffled(value);
        expect(encode(other)).toBe(encode(value));
        expect(equal(other, value)).toBe(true);
      }),
    );
  });

  it('writes the same text of a state, whatever of it was written before in another', () => {
    const text = (value: unknown): string => encodeState(value as Json);
    fc.assert(
      fc.property(json, json, json, (a, b, c) => {
        for (const state of [
          { part: { a, b }, c },
          { part: { b: a, a: b }, c: { c } },
        ]) {
          expect(text(state)).toBe(encode(state));
          const next = { ...state, part: { ...state.part, a: { c } }, d: [state] };
          expect(text(next)).toBe(encode(next));
          expect(text(state)).toBe(encode(state));
        }
      }),
    );
  });

  it('calls two values equal exactly when it writes the same text', () => {
    fc.assert(fc.property(json, json, (a, b) => expect(equal(a, b)).toBe(encode(a) === encode(b))));
    expect(equal({ a: 1 }, { a: 1, b: undefined })).toBe(true);
    expect(equal({ a: 1, b: undefined }, { a: 1, c: 2 })).toBe(false);
    expect(equal({}, [])).toBe(false);
    expect(equal({ toString: 1 }, {})).toBe(false);
    expect(equal([1, 2], [1])).toBe(false);
    expect(equal(1n, 1)).toBe(false);
  });

  it('holds nothing that PostgreSQL refuses in jsonb', () => {
    fc.assert(
      fc.property(json, (value) => {
        const written = encode(value);
        expect(written).not.toMatch(/\\u0000|\\u[dD][89a-fA-F]/);
        expect(Buffer.from(written, 'utf8').toString('utf8')).toBe(written);
      }),
    );
  });

  it.each<[string, unknown]>([
    ['NaN', Number.NaN],
    ['an infinity', { a: Number.POSITIVE_INFINITY }],
    ['undefined', undefined],
    ['undefined in a list', [1, undefined]],
    ['a function', { f: () => 1 }],
    ['a symbol', Symbol('s')],
    ['a date', new Date(0)],
    ['a map', new Map()],
    ['an instance of a class', new (class Thing {})()],
    ['a key with a NUL', { 'a\u0000': 1 }],
    ['a key with a lone surrogate', { '\udc00': 1 }],
  ])('refuses %s: a bug of the caller', (_, value) => {
    expect(() => encode(value as Json)).toThrow(/has no JSON|only plain objects|a key holds/);
  });

  it.each([
    '{"$n":"1.5"}',
    '{"$n":"-0"}',
    '{"$n":"01"}',
    '{"$n":1}',
    '{"$u":"abc"}',
    '{"$u":""}',
    '{"$x":"1"}',
    '{"$n":"1","a":2}',
    '{',
    '',
  ])('refuses to read %s', (written) => {
    expect(() => decode(written)).toThrow(SyntaxError);
  });

  it('revives what a driver has parsed and does not touch what needs no change', () => {
    const parsed: unknown = JSON.parse('{"plain":{"a":[1,{"b":2}]},"money":[{"$n":"7"}],"__proto__":{"$n":"8"}}');
    const revived = revive(parsed) as { plain: Json; money: Json };
    expect(revived.money).toEqual([7n]);
    expect(revived.plain).toBe((parsed as { plain: Json }).plain);
    expect(Object.getOwnPropertyDescriptor(revived, '__proto__')?.value).toBe(8n);
    expect(Object.getPrototypeOf(revived)).toBe(Object.getPrototypeOf(parsed));
    expect((parsed as { money: Json }).money).toEqual([{ $n: '7' }]);
  });
});
