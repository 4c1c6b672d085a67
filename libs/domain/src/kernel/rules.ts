import type { PlainDate } from './time.js';

/** The event whose date decides which version of a rule is in force (`libs/rules/README.md`). */
export type Anchor = 'caseStart' | 'notice' | 'bidDeadline' | 'contractSigned' | 'factHappened' | 'filingReceived';
export type PeriodUnit = 'workingDay' | 'calendarDay' | 'month' | 'year' | 'hour' | 'minute';
export type Roll = 'none' | 'statutory' | 'block' | 'anyNonWorking';
export type RuleValue = string | number | boolean | readonly RuleValue[] | { readonly [key: string]: RuleValue };

/** One row of a pack as it stands in force on a date. Amounts are integer fen as strings, shares are strings of per cent. */
export interface Rule {
  readonly id: string;
  readonly value: RuleValue;
  readonly unit: string;
  /** For periods: what the last day means. */
  readonly kind?: 'no-later-than' | 'at-least';
  readonly dayOne?: 'excluded' | 'included';
  readonly roll?: Roll;
  /** For `at-least`: whether full days are demanded (`strict`) or the last day of the minimum period suffices. */
  readonly edge?: 'day' | 'strict';
  readonly anchor: Anchor;
  readonly citation: string;
  readonly verified: boolean;
  readonly jurisdiction: string;
  /** SHA-256 of the stacked pack that this row was read from. */
  readonly pack: string;
}

/** What a case remembers of an anchor once it has happened: acts already done are never judged again by a later pack. */
export interface Pin {
  readonly on: PlainDate;
  readonly pack: string;
}
export type Pins = Readonly<Partial<Record<Anchor, Pin>>>;

/** Law and local policy as the decider sees them. An id that no pack knows is a bug and throws; a date before the first row does too (the engine turns it into `rules.not_in_force`). */
export interface Rules {
  /** The hash of the pack in force now for the realm: what a new pin records. */
  readonly pack: string;
  /** The rule in force for a case: by the pin of the rule's own anchor, else today's. */
  rule(id: string, pins?: Pins): Rule;
  has(id: string, pins?: Pins): boolean;
}

/** Typed readings of a rule's value; a value of another type is a broken pack, which the loader has already refused. */
export const count = (rule: Rule): number => Number(rule.value);
export const fen = (rule: Rule): bigint => BigInt(rule.value as string | number);
export const flag = (rule: Rule): boolean => rule.value === true;
export const words = (rule: Rule): readonly string[] => rule.value as readonly string[];
export const table = <T>(rule: Rule): T => rule.value as unknown as T;
