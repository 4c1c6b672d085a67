import type { Rule } from './rules.js';

/** Why a command is not carried out. A value, never an exception: an exception is a bug or an outage. */
export interface Refusal {
  readonly refused: string;
  /** RFC 6901 pointer into the command's data. */
  readonly pointer?: string;
  /** The rule that this refusal enforces: its citation travels with the answer. */
  readonly rule?: Rule;
  readonly meta?: Readonly<Record<string, Meta>>;
  /** Further faults of the same command, in the order of the input. */
  readonly also?: readonly Refusal[];
}
export type Meta = string | number | boolean | null | readonly string[];

/** A code's place in its subject's catalogue: order is precedence, `{name}` in a sentence is filled from `meta`. */
export interface RefusalEntry {
  readonly code: string;
  readonly status: 403 | 404 | 409 | 412 | 422 | 428 | 429;
  readonly zh: string;
  readonly en: string;
}
/** The codes of a catalogue as a type: `refuse<CodeOf<typeof catalogueRefusals>>('catalogue.…')`. */
export type CodeOf<C extends readonly RefusalEntry[]> = C[number]['code'];

export const refuse = <Code extends string>(code: Code, more: Omit<Refusal, 'refused' | 'also'> = {}): Refusal => ({
  refused: code,
  ...more,
});

export const isRefusal = (value: unknown): value is Refusal =>
  typeof value === 'object' && value !== null && typeof (value as { refused?: unknown }).refused === 'string';

/** All faults as one refusal, or null when there is none: the first is the answer, the others stand in `also`. */
export const firstOf = (faults: readonly (Refusal | null | undefined)[]): Refusal | null => {
  const [head, ...also] = faults.filter((fault): fault is Refusal => fault !== null && fault !== undefined);
  if (!head) return null;
  return also.length === 0 ? head : { ...head, also };
};
