import { problem } from '../http/problem-error.js';

const DEEPEST = 32;
// oxlint-disable-next-line no-control-regex -- NUL is the point
const UNSTORABLE = /\u0000|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

/** How deep the brackets go, without building anything: a deep body must not reach a recursive walk. */
const tooDeep = (text: string): boolean => {
  let depth = 0;
  let inText = false;
  for (let at = 0; at < text.length; at += 1) {
    const c = text.charCodeAt(at);
    if (inText) {
      if (c === 92) at += 1;
      else if (c === 34) inText = false;
    } else if (c === 34) inText = true;
    else if (c === 123 || c === 91) {
      depth += 1;
      if (depth > DEEPEST) return true;
    } else if (c === 125 || c === 93) depth -= 1;
  }
  return false;
};

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

/** Whether text holds what PostgreSQL cannot. */
export const isUnstorable = (text: string): boolean => UNSTORABLE.test(text);

/** Where text stands that PostgreSQL cannot hold, or a key that would reach a prototype; null: nowhere. */
const unstorable = (value: unknown, pointer: string): string | null => {
  if (typeof value === 'string') return UNSTORABLE.test(value) ? pointer : null;
  if (typeof value !== 'object' || value === null) return null;
  for (const [key, member] of Object.entries(value)) {
    if (UNSTORABLE.test(key) || key === '__proto__') return pointer;
    const found = unstorable(member, `${pointer}/${escaped(key)}`);
    if (found !== null) return found;
  }
  return null;
};

/** Reads a body; throws a `ProblemError` on whatever may go no further. */
export const parseBody = (text: string): unknown => {
  if (text.trim() === '') return undefined;
  if (tooDeep(text)) throw problem('input.too_deep', { meta: { limit: DEEPEST } });
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw problem('input.malformed_json');
  }
  const pointer = unstorable(value, '');
  if (pointer !== null) throw problem('input.invalid', { also: [{ refused: 'input.unstorable_text', pointer }] });
  return value;
};
