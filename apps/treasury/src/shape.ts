import { fenOf } from './money.js';
import { Problem, type Fault } from './problem.js';

type Code = Fault['code'];
type Reading<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: readonly Fault[] };
type Read<T> = (value: unknown) => Reading<T>;
const good = <T>(value: T): Reading<T> => ({ ok: true, value });
const bad = (code: Code): Reading<never> => ({ ok: false, faults: [{ pointer: '', code }] });
type Field<T> = { readonly read: Read<T>; readonly optional: boolean };
type Shape = Readonly<Record<string, Field<unknown>>>;
type ShapeOf<S extends Shape> = { readonly [K in keyof S]: S[K] extends Field<infer T> ? T : never };

const need = <T>(read: Read<T>): Field<T> => ({ read, optional: false });
/** A field that may be absent or null, which both read as null. */
export const optional = <T>(field: Field<T>): Field<T | null> => ({ read: field.read, optional: true });

export const text = (max: number, min = 1): Field<string> =>
  need((value) =>
    typeof value !== 'string' || value.trim().length < min || hasControls(value)
      ? bad('malformed')
      : Array.from(value).length > max
        ? bad('too_long')
        : good(value),
  );
const hasControls = (value: string): boolean => /\p{Cc}/u.test(value);

export const matching = (pattern: RegExp): Field<string> =>
  need((value) => (typeof value === 'string' && pattern.test(value) ? good(value) : bad('malformed')));

export const oneOf = <T extends string>(...allowed: readonly T[]): Field<T> =>
  need((value) => {
    const found = allowed.find((each) => each === value);
    return found === undefined ? bad('unsupported') : good(found);
  });

/** Yuan with two decimals, more than nothing; read as fen. */
export const money: Field<bigint> = need((value) => {
  const fen = fenOf(value);
  return fen === null ? bad('malformed') : fen <= 0n ? bad('not_positive') : good(fen);
});

export const whole = (min: number, max: number): Field<number> =>
  need((value) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max ? good(value) : bad('malformed'),
  );

/** Per cent above 0 and below 100 with at most two decimals, as text or number; read as hundredths of a per cent. */
export const percent: Field<bigint> = need((value) => {
  const parts = /^(\d{1,2})(?:\.(\d{1,2}))?$/.exec(typeof value === 'number' ? String(value) : typeof value === 'string' ? value : '');
  if (!parts) return bad('malformed');
  const hundredths = BigInt(`${parts[1]}${(parts[2] ?? '').padEnd(2, '0')}`);
  return hundredths > 0n ? good(hundredths) : bad('not_positive');
});

const instantForm = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,3})?)?(Z|[+-]\d{2}:\d{2})$/;
/** An RFC 3339 instant with its zone; read as epoch milliseconds. */
export const instant: Field<number> = need((value) => {
  const at = typeof value === 'string' && instantForm.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? bad('malformed') : good(at);
});

/** An http(s) address without credentials in it. */
export const address: Field<string> = need((value) => {
  if (typeof value !== 'string') return bad('malformed');
  if (value.length > 500) return bad('too_long');
  if (!URL.canParse(value)) return bad('malformed');
  const url = new URL(value);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return bad('unsupported');
  return url.username || url.password ? bad('unsupported') : good(value);
});

export const object = <S extends Shape>(shape: S): Field<ShapeOf<S>> =>
  need((value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return bad('malformed');
    const given = value as Readonly<Record<string, unknown>>;
    const faults: Fault[] = Object.keys(given)
      .filter((name) => !Object.hasOwn(shape, name))
      .map((name) => ({ pointer: `/${name.slice(0, 40).replaceAll('~', '~0').replaceAll('/', '~1')}`, code: 'unknown_field' as const }));
    const found: Record<string, unknown> = {};
    for (const [name, field] of Object.entries(shape)) {
      const raw = given[name];
      if (raw === undefined || raw === null) {
        if (!field.optional) faults.push({ pointer: `/${name}`, code: 'required' });
        found[name] = null;
        continue;
      }
      const read = field.read(raw);
      if (read.ok) found[name] = read.value;
      else faults.push(...read.faults.map((inner) => ({ ...inner, pointer: `/${name}${inner.pointer}` })));
    }
    return faults.length > 0 ? { ok: false, faults } : good(found as ShapeOf<S>);
  });

/** The body as its shape says, or a `Problem` with every fault that it has. */
export const read = <T>(field: Field<T>, body: unknown): T => {
  const result = field.read(body);
  if (result.ok) return result.value;
  throw new Problem('treasury.invalid', result.faults);
};
export type Of<F> = F extends Field<infer T> ? T : never;
