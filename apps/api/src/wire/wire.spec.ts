import { describe, expect, it } from '@jest/globals';
import { instant as at } from '@goufu/domain';
import { z } from 'zod';
import { faultsOf } from './faults.js';
import { parseBody } from './json-body.js';
import { caseId, day, instant, storedFile, words, yuan, yuanAboveZero, yuanSigned } from './schemas.js';
import { toInside } from './to-inside.js';
import { toWire } from './to-wire.js';

const fault = (schema: z.ZodType, value: unknown): readonly string[] => {
  const parsed = schema.safeParse(value, { reportInput: true });
  return parsed.success ? [] : faultsOf(parsed.error.issues).map(({ refused, pointer }) => `${pointer} ${refused}`);
};

describe('on the wire', () => {
  it.each([
    ['0.00', 0n],
    ['1234.50', 123450n],
    ['9007199254740993.01', 900719925474099301n],
  ])('%s yuan are so many fen inside, and back', (text, fen) => {
    expect(toInside(yuan(), text)).toBe(fen);
    expect(toWire({ amount: fen })).toEqual({ amount: text });
  });

  it.each(['1', '1.5', '1.234', '1,000.00', '+1.00', '01.00', '-0.00', '1e3', '-1.00', '', ' 1.00'])('%p is no amount', (text) => {
    expect(fault(z.strictObject({ amount: yuan() }), { amount: text })).toEqual(['/amount input.not_yuan']);
  });
  it('an amount above zero is not zero, and only a signed one is below', () => {
    expect(fault(yuanAboveZero(), '0.00')).toEqual([' input.not_yuan']);
    expect(toInside(yuanSigned(), '-5.00')).toBe(-500n);
  });

  it('converts deep inside of lists, options, records, unions and optional parts, and leaves everything else', () => {
    const schema = z.strictObject({
      parts: z.array(z.strictObject({ amount: yuan(), note: words().optional() })),
      by: z.record(z.string(), yuan().nullable()),
      when: z.union([z.strictObject({ kind: z.literal('at'), at: instant() }), z.strictObject({ kind: z.literal('on'), on: day() })]),
      pair: z.tuple([yuan(), z.string()]),
      limit: yuan().default('1.00'),
    });
    const value = schema.parse({
      parts: [{ amount: '1.00' }, { amount: '2.00', note: '3.00' }],
      by: { a: '4.00', b: null },
      when: { kind: 'at', at: '2025-04-08T09:00:00+08:00' },
      pair: ['5.00', '6.00'],
    });
    expect(toInside(schema, value)).toEqual({
      parts: [{ amount: 100n }, { amount: 200n, note: '3.00' }],
      by: { a: 400n, b: null },
      when: { kind: 'at', at: at('2025-04-08T09:00:00+08:00') },
      pair: [500n, '6.00'],
      limit: 100n,
    });
  });

  it('keeps its meaning when a schema is described further', () => {
    expect(toInside(yuan().meta({ description: '预算金额' }).optional(), '1.00')).toBe(100n);
  });

  it('writes instants in +08:00 with milliseconds, fen where a field says so, fractions exactly, and drops what is undefined', () => {
    const moment = at('2025-04-08T09:00:00+08:00');
    expect(
      toWire({
        dueAt: moment,
        since: moment,
        at: moment,
        owedSince: moment,
        count: 12,
        priceFen: 5n,
        share: { num: 1n, den: 3n },
        gone: undefined,
      }),
    ).toEqual({
      dueAt: '2025-04-08T09:00:00.000+08:00',
      since: '2025-04-08T09:00:00.000+08:00',
      at: '2025-04-08T09:00:00.000+08:00',
      owedSince: '2025-04-08T09:00:00.000+08:00',
      count: 12,
      priceFen: '5',
      share: '1/3',
    });
  });
});

describe('a fault of the input', () => {
  const schema = z.strictObject({
    name: words(5),
    on: day(),
    at: instant(),
    of: caseId('organisation'),
    verb: z.enum(['approve', 'refuse']),
    count: z.int().min(1).max(3),
    list: z.array(z.string()).min(1).max(2),
    file: storedFile(),
  });
  it('has a stable code and a place', () => {
    expect(
      fault(schema, {
        name: '      ',
        on: '2025-02-30',
        at: 'yesterday',
        of: 'person/1',
        verb: 'no',
        count: 4,
        list: [],
        file: 5,
        more: 1,
      }).toSorted(),
    ).toEqual(
      [
        '/name input.too_long',
        '/name input.missing',
        '/on input.not_a_date',
        '/at input.not_an_instant',
        '/of input.wrong_format',
        '/verb input.not_allowed',
        '/count input.too_big',
        '/list input.too_few',
        '/file input.wrong_type',
        '/more input.unknown_field',
      ].toSorted(),
    );
    expect(fault(schema, {}).every((text) => text.endsWith('input.missing'))).toBe(true);
  });
  it('of a union is that of the form which came nearest', () => {
    const union = z.union([
      z.strictObject({ kind: z.literal('a'), n: z.int() }),
      z.strictObject({ kind: z.literal('b'), text: z.string() }),
    ]);
    expect(fault(z.strictObject({ u: union }), { u: { kind: 'b', text: 5 } })).toEqual(['/u/text input.wrong_type']);
  });
});

describe('a body', () => {
  it('that is empty is none', () => {
    expect(parseBody('')).toBeUndefined();
  });
  it('may be nested 32 deep and no deeper, whatever stands in its text', () => {
    expect(() => parseBody(`${'['.repeat(32)}"${'['.repeat(90)}"${']'.repeat(32)}`)).not.toThrow();
    expect(() => parseBody(`${'['.repeat(33)}${']'.repeat(33)}`)).toThrow('input.too_deep');
  });
});
