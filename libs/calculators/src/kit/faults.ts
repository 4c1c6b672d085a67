import type { z } from 'zod';
import { pointerTo, type Problem, problem } from './problem.js';
import { MOST } from './schemas.js';

const pointerOf = (path: readonly PropertyKey[]): string => pointerTo(...path);

/** A value as a sentence can show it. */
const shown = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 50);

const EXPECTED: Readonly<Record<string, string>> = {
  string: '文本 text',
  number: '数字 number',
  int: '整数 whole number',
  boolean: 'true / false',
  array: '列表 list',
  object: '对象 object',
  record: '对象 object',
};

const mismatch = (issue: z.core.$ZodIssueInvalidType, pointer: string): Problem => {
  if (issue.input === undefined) return problem('input.missing', null, pointer);
  if (issue.expected === 'string' && typeof issue.input === 'number') return problem('input.number_not_string', null, pointer);
  if (issue.expected === 'int') return problem('input.not_a_count', null, pointer, { least: 0 });
  return problem('input.wrong_type', null, pointer, { expected: EXPECTED[issue.expected] ?? issue.expected });
};
const tooSmall = (issue: z.core.$ZodIssueTooSmall, pointer: string): Problem => {
  if (issue.origin === 'array') return problem('input.empty_list', null, pointer);
  if (issue.origin === 'string') return problem('input.blank', null, pointer);
  return problem('input.not_a_count', null, pointer, { least: Number(issue.minimum) });
};
const tooBig = (issue: z.core.$ZodIssueTooBig, pointer: string): Problem => {
  if (issue.origin === 'array') return problem('input.too_many', null, pointer, { most: MOST });
  return problem('input.unknown_value', null, pointer, { value: shown(issue.input) });
};

const depthOf = (issues: readonly z.core.$ZodIssue[]): number => Math.min(...issues.map(({ path }) => path.length));

/** What a union was to be chosen by: of an object told apart by one of its fields, that field. */
const chosenBy = ({ discriminator, input }: z.core.$ZodIssueInvalidUnion): unknown =>
  discriminator !== undefined && typeof input === 'object' && input !== null
    ? (input as Readonly<Record<string, unknown>>)[discriminator]
    : input;

/** One fault of zod as problems. Of a union the branch counts that came nearest. */
const problemsOfIssue = (issue: z.core.$ZodIssue, base: readonly PropertyKey[]): readonly Problem[] => {
  const path = [...base, ...issue.path];
  const pointer = pointerOf(path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((field) => problem('input.unknown_field', null, pointerOf([...path, field]), { field }));
    case 'invalid_type':
      return [mismatch(issue, pointer)];
    case 'too_small':
      return [issue.message.startsWith('input.') ? problem(issue.message, null, pointer) : tooSmall(issue, pointer)];
    case 'too_big':
      return [tooBig(issue, pointer)];
    case 'invalid_value':
      if (issue.input === undefined) return [problem('input.missing', null, pointer)];
      if (typeof issue.input === 'number' && issue.values.every((value) => typeof value === 'string'))
        return [problem('input.number_not_string', null, pointer)];
      return [problem('input.unknown_value', null, pointer, { value: shown(issue.input) })];
    case 'invalid_union': {
      const value = chosenBy(issue);
      if (value === undefined) return [problem('input.missing', null, pointer)];
      const nearest = issue.errors.toSorted((a, b) => depthOf(b) - depthOf(a) || a.length - b.length)[0] ?? [];
      if (nearest.length > 0) return nearest.flatMap((inner) => problemsOfIssue(inner, path));
      if (issue.discriminator !== undefined && typeof value === 'number') return [problem('input.number_not_string', null, pointer)];
      return [problem('input.unknown_value', null, pointer, { value: shown(value) })];
    }
    case 'invalid_format':
    case 'not_multiple_of':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return [problem(issue.message.startsWith('input.') ? issue.message : 'input.malformed_number', null, pointer)];
  }
};

/** What is malformed in an input. */
export const malformed = (issues: readonly z.core.$ZodIssue[]): readonly Problem[] => issues.flatMap((issue) => problemsOfIssue(issue, []));
