import type { CalculationStep, Instant, Json, PlainDate, Rule, WorkingCalendar } from '@goufu/domain';
import type { z } from 'zod';
import type { Problem } from './problem.js';

/** Law as one calculation asks for it: every rule that is read is remembered, and one that the input replaces is read as replaced. */
export interface Asked {
  /** The rule on the day whose law applies; `on` of another day where a fact of its own date decides. Throws when it is not in force. */
  rule(id: string, on?: PlainDate): Rule;
  /** Whether it is in force then and there. */
  has(id: string, on?: PlainDate): boolean;
  /** Whether any pack of the place knows it, whatever the day. */
  knows(id: string): boolean;
  readonly calendar: WorkingCalendar;
}
export type Reckoned = { readonly result: object; readonly steps: readonly CalculationStep[] } | { readonly refused: readonly Problem[] };

/** One calculator: what it takes, and what it makes of it. Pure: the same input under the same packs gives the same bytes. */
export interface Calculator<Schema extends z.ZodType = z.ZodType> {
  readonly name: string;
  readonly title: { readonly zh: string; readonly en: string };
  readonly input: Schema;
  /** An input that is answered, for whoever wants to try. */
  readonly example: Json;
  /** The day whose law applies, where the input does not say it by `on`. */
  readonly day?: (input: z.output<Schema>) => PlainDate | null;
  /** The place whose law applies, where the input names none. */
  readonly place?: (input: z.output<Schema>, law: LawAtHand) => string | null;
  readonly reckon: (input: z.output<Schema>, asked: Asked) => Reckoned;
}
export const calculator = <Schema extends z.ZodType>(one: Calculator<Schema>): Calculator => one as unknown as Calculator;

export interface Answer {
  readonly result: object;
  readonly steps: readonly CalculationStep[];
  readonly rules: readonly { readonly id: string; readonly citation: string; readonly verified: boolean }[];
  /** Ids of the rules whose values the input replaced. */
  readonly overridden: readonly string[];
  /** Null where no place was named. */
  readonly pack: { readonly jurisdiction: string; readonly hash: string } | null;
}
export interface Refused {
  readonly refused: readonly Problem[];
}

/** Packs and calendars at hand. */
export interface LawAtHand {
  readonly jurisdictions: readonly string[];
  readonly calendar: WorkingCalendar;
  /** The rules of a place as they stand on a day. */
  rules(jurisdiction: string, at: Instant): RulesOfDay;
}
interface RulesOfDay {
  readonly pack: string;
  rule(id: string): Rule;
  has(id: string): boolean;
}
