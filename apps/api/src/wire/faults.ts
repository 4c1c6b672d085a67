import type { Meta, Refusal } from '@goufu/domain';
import type { z } from 'zod';
import { fieldRefusals } from '../http/refusals.js';

const codes: ReadonlySet<string> = new Set(fieldRefusals.map(({ code }) => code));
const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');

const sized = (issue: { origin: string }, text: string, list: string, number: string): string =>
  issue.origin === 'string' ? text : issue.origin === 'array' || issue.origin === 'set' ? list : number;

const codeOf = (issue: z.core.$ZodIssue): { code: string; meta?: Record<string, Meta> } => {
  if (issue.input === undefined && (issue.code === 'invalid_type' || issue.code === 'invalid_value')) return { code: 'input.missing' };
  // A schema names the exact code as its message.
  if (codes.has(issue.message)) return { code: issue.message };
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'input.wrong_type', meta: { expected: issue.expected } };
    case 'invalid_value':
      return issue.input === undefined
        ? { code: 'input.missing' }
        : { code: 'input.not_allowed', meta: { values: issue.values.map(String) } };
    case 'too_small':
      return { code: sized(issue, 'input.too_short', 'input.too_few', 'input.too_small'), meta: { limit: Number(issue.minimum) } };
    case 'too_big':
      return { code: sized(issue, 'input.too_long', 'input.too_many', 'input.too_big'), meta: { limit: Number(issue.maximum) } };
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return { code: 'input.wrong_format' };
    case 'unrecognized_keys':
    case 'invalid_union':
      return { code: 'input.no_variant' };
  }
};

/** One fault of zod as refusals with stable codes: an unknown field each, and of a union's branches the one that came nearest. */
const refusalsOf = (issue: z.core.$ZodIssue, base: readonly PropertyKey[]): Refusal[] => {
  const path = [...base, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((field) => ({ refused: 'input.unknown_field', pointer: pointerOf([...path, field]), meta: { field } }));
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    if (issue.input === undefined) return [{ refused: 'input.missing', pointer: pointerOf(path) }];
    const chosen = choiceOf(issue.errors);
    if (chosen) return [{ refused: 'input.not_allowed', pointer: pointerOf([...path, ...chosen.path]), meta: { values: chosen.values } }];
    const nearest = [...issue.errors].sort((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
    if (depth(nearest) > 0) return nearest.flatMap((inner) => refusalsOf(inner, path));
  }
  const { code, meta } = codeOf(issue);
  return [{ refused: code, pointer: pointerOf(path), ...(meta ? { meta } : {}) }];
};
/** Forms that are told apart by a word, none of which has the word that was given: where it stands, and the words of all of them. */
const choiceOf = (
  branches: readonly (readonly z.core.$ZodIssue[])[],
): { path: readonly PropertyKey[]; values: readonly string[] } | null => {
  const wrong = branches.map((issues) => issues.find((issue) => issue.code === 'invalid_value' && issue.input !== undefined));
  const at = JSON.stringify(wrong[0]?.path);
  if (wrong.some((issue) => !issue || issue.path.length === 0 || JSON.stringify(issue.path) !== at)) return null;
  const values = wrong.flatMap((issue) => (issue?.code === 'invalid_value' ? issue.values.map(String) : []));
  return { path: wrong[0]?.path ?? [], values: [...new Set(values)] };
};
const depth = (issues: readonly z.core.$ZodIssue[]): number => Math.min(...issues.map(({ path }) => path.length));

const MOST = 50;

/** All faults of an input in its own order, at most fifty. */
export const faultsOf = (issues: readonly z.core.$ZodIssue[]): readonly Refusal[] =>
  issues.flatMap((issue) => refusalsOf(issue, [])).slice(0, MOST);
