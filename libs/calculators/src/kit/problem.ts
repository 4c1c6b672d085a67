import { inWords, type Meta, type Refusal } from '@goufu/domain';
import { wordsOf } from './words.js';

/** Why an input is refused, or what an analysis found: `calculators.md` 0. */
export interface Problem {
  readonly code: string;
  /** Id of the rule that it breaks; null where the input is malformed. */
  readonly rule: string | null;
  /** RFC 6901 pointer into the input. */
  readonly pointer: string;
  readonly detail: { readonly zh: string; readonly en: string };
  readonly meta: Readonly<Record<string, Meta>>;
}

/** A problem in both languages. */
export const problem = (code: string, rule: string | null, pointer: string, meta: Problem['meta'] = {}): Problem => ({
  code,
  rule,
  pointer,
  detail: inWords(wordsOf(code), meta),
  meta,
});

/** A decider's refusal as problems: the same codes, rules and pointers. `pointer`: where it points when the decider says nothing. */
export const problemsOf = (refusal: Refusal, pointer = ''): readonly Problem[] =>
  [refusal, ...(refusal.also ?? [])].map((one) => problem(one.refused, one.rule?.id ?? null, one.pointer ?? pointer, one.meta ?? {}));

/** An RFC 6901 pointer by its steps. */
export const pointerTo = (...steps: readonly PropertyKey[]): string =>
  steps.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
