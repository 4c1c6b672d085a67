import type { Json } from './case.js';

/**
 * Canonical JSON, the one form in which events, states and answers are stored and hashed:
 * - members in the order of their keys' UTF-16 code units, no white space, members that are `undefined` left out;
 * - a bigint is `{"$n":"123"}`;
 * - text that PostgreSQL can hold in no `jsonb` (a NUL or a lone surrogate) is `{"$u":"0000d800"}`, its code units in hex;
 * - a key that begins with `$` gets one more `$` in front, so nothing from outside can pass for the two forms above;
 * - `-0` is `0`. NaN, infinities, `undefined` in a list, functions, dates, maps and class instances are refused with an exception:
 *   they are bugs of the caller. So is a key with a NUL or a lone surrogate: keys are the program's own.
 */
export const encode = (value: Json): string => write(value);

// Anything that JSON must escape, and any surrogate: everything else is copied as it stands.
// oxlint-disable-next-line no-control-regex -- control characters are the point
const UNSAFE = /["\\\u0000-\u001f\ud800-\udfff]/;
// oxlint-disable-next-line no-control-regex -- NUL is the point
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

const write = (value: Json): string => {
  switch (typeof value) {
    case 'string':
      return UNSAFE.test(value) ? writeUnsafe(value) : `"${value}"`;
    case 'number':
      if (!Number.isFinite(value)) throw new RangeError(`${value} has no JSON`);
      return value === 0 ? '0' : `${value}`;
    case 'boolean':
      return value ? 'true' : 'false';
    case 'bigint':
      return `{"$n":"${value}"}`;
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? writeList(value as readonly Json[]) : writeObject(value as Members);
    case 'undefined':
    case 'function':
    case 'symbol':
    default:
      throw new TypeError(`${typeof value} has no JSON`);
  }
};

type Members = { readonly [key: string]: Json | undefined };

const writeUnsafe = (text: string): string => {
  if (!UNSTORABLE.test(text)) return JSON.stringify(text);
  let units = '';
  for (let at = 0; at < text.length; at++) units += text.charCodeAt(at).toString(16).padStart(4, '0');
  return `{"$u":"${units}"}`;
};

const writeList = (list: readonly Json[]): string => {
  let text = '[';
  for (let at = 0; at < list.length; at++) text += at === 0 ? write(list[at] as Json) : `,${write(list[at] as Json)}`;
  return `${text}]`;
};

/** Plain in whichever realm it was made: its prototype is null or ends the chain. */
const isPlain = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || Object.getPrototypeOf(prototype as object) === null;
};

/** Sorts in place by code units. By insertion: objects are small and mostly sorted, and this runs for each of them. */
const sortKeys = (keys: string[]): void => {
  if (keys.length > 40) {
    keys.sort();
    return;
  }
  for (let at = 1; at < keys.length; at++) {
    const key = keys[at] as string;
    let to = at;
    for (; to > 0 && (keys[to - 1] as string) > key; to--) keys[to] = keys[to - 1] as string;
    keys[to] = key;
  }
};

// A memo of written keys: most are the program's own words. Bounded, since some are ids.
const written = new Map<string, string>();
const MEMO = 4096;

const writeKey = (key: string): string => {
  const known = written.get(key);
  if (known !== undefined) return known;
  const text = spellKey(key);
  if (written.size >= MEMO) written.clear();
  written.set(key, text);
  return text;
};

const spellKey = (key: string): string => {
  const escaped = key.charCodeAt(0) === 36 ? `$${key}` : key;
  if (!UNSAFE.test(escaped)) return `"${escaped}":`;
  if (UNSTORABLE.test(escaped)) throw new RangeError('a key holds a NUL or a lone surrogate');
  return `${JSON.stringify(escaped)}:`;
};

const writeObject = (object: Members, writeMember: (member: Json) => string = write): string => {
  if (!isPlain(object)) throw new TypeError('only plain objects have JSON');
  const keys = Object.keys(object);
  sortKeys(keys);
  let text = '{';
  for (const key of keys) {
    const member = object[key];
    if (member === undefined) continue;
    text += text.length === 1 ? writeKey(key) : `,${writeKey(key)}`;
    text += writeMember(member);
  }
  return `${text}}`;
};

// Texts of the parts of states, by the part itself: it is never changed in place, and most parts of a state stand in the next one too.
const texts = new WeakMap<object, string>();
/** So deep parts are kept: below, more is kept than is found again. */
const KEPT_DEPTH = 3;

/** The same text as `encode` writes, for a value that is never changed in place: parts that were written before are not written again. */
export const encodeState = (value: Json): string => writeKept(value, KEPT_DEPTH);

const writeKept = (value: Json, depth: number): string => {
  if (depth === 0 || typeof value !== 'object' || value === null) return write(value);
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = Array.isArray(value) ? write(value) : writeObject(value as Members, (member) => writeKept(member, depth - 1));
  texts.set(value, text);
  return text;
};

/** Reads what `encode` wrote; throws a SyntaxError on other text. */
export const decode = (text: string): Json => {
  const parsed = JSON.parse(text) as Json;
  return text.includes('"$') ? revive(parsed) : parsed;
};

/** The same for a value that somebody else has parsed (`jsonb` from the driver). What needs no change is returned as it is, not copied. */
export const revive = (parsed: unknown): Json => {
  if (typeof parsed !== 'object' || parsed === null) return parsed as Json;
  return Array.isArray(parsed) ? reviveList(parsed) : reviveObject(parsed as { [key: string]: unknown });
};

const reviveList = (list: readonly unknown[]): Json => {
  let copy: Json[] | null = null;
  for (let at = 0; at < list.length; at++) {
    const item = list[at];
    if (typeof item !== 'object' || item === null) continue;
    const revived = revive(item);
    if (revived === item) continue;
    copy ??= [...(list as Json[])];
    copy[at] = revived;
  }
  return copy ?? (list as readonly Json[]);
};

const reviveObject = (object: { [key: string]: unknown }): Json => {
  const keys = Object.keys(object);
  const first = keys[0];
  if (keys.length === 1 && first !== undefined && first.charCodeAt(0) === 36 && first.charCodeAt(1) !== 36)
    return reviveForm(object, first);
  let copy: { [key: string]: Json } | null = null;
  let renamed = false;
  for (const key of keys) {
    if (key.charCodeAt(0) === 36) renamed = true;
    const member = object[key];
    if (typeof member !== 'object' || member === null) continue;
    const revived = revive(member);
    if (revived === member) continue;
    // Spread and then assigned: an own `__proto__` stays a member.
    copy ??= { ...(object as { [key: string]: Json }) };
    copy[key] = revived;
  }
  const whole = copy ?? (object as { [key: string]: Json });
  return renamed ? Object.fromEntries(Object.entries(whole).map(([key, member]) => [unescapeKey(key), member])) : whole;
};

const unescapeKey = (key: string): string => {
  if (key.charCodeAt(0) !== 36) return key;
  if (key.charCodeAt(1) !== 36) throw new SyntaxError(`not canonical JSON: ${key}`);
  return key.slice(1);
};

const reviveForm = (object: { [key: string]: unknown }, form: string): Json => {
  const text = object[form];
  if (typeof text === 'string') {
    if (form === '$n' && /^(0|-?[1-9]\d*)$/.test(text)) return BigInt(text);
    if (form === '$u' && /^([0-9a-f]{4})+$/.test(text)) return readUnits(text);
  }
  throw new SyntaxError(`not canonical JSON: ${form}`);
};

const readUnits = (hex: string): string => {
  let text = '';
  for (let at = 0; at < hex.length; at += 4) text += String.fromCharCode(Number.parseInt(hex.slice(at, at + 4), 16));
  return text;
};

/** Equal as values: `encode` would write the same text. Members that are `undefined` don't count. */
export const equal = (a: Json | undefined, b: Json | undefined): boolean => {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b)) {
    if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
    return a.every((item, at) => equal(item as Json, b[at] as Json));
  }
  const [left, right] = [a as Members, b as Members];
  for (const key of Object.keys(left)) if (!equal(left[key], Object.hasOwn(right, key) ? right[key] : undefined)) return false;
  for (const key of Object.keys(right)) if (right[key] !== undefined && !Object.hasOwn(left, key)) return false;
  return true;
};
