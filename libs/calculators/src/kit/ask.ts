import { type Json, parseYuan, type PlainDate, type Rule, type RuleValue, startOfDay } from '@goufu/domain';
import { RulesNotInForce } from '@goufu/rules';
import type { Asked, LawAtHand } from './calculator.js';
import { type Problem, problem } from './problem.js';

export interface Given {
  readonly jurisdiction: string | null;
  readonly day: PlainDate | null;
  readonly parameters: Readonly<Record<string, unknown>>;
}

/** Law for one calculation, what was read of it, and what of `parameters` fits nothing. */
export interface Asking {
  readonly asked: Asked;
  readonly used: () => readonly Rule[];
  readonly pack: () => { readonly jurisdiction: string; readonly hash: string } | null;
  readonly problems: readonly Problem[];
}

const sameForm = (a: RuleValue, b: unknown): boolean =>
  typeof a === typeof b && Array.isArray(a) === Array.isArray(b) && (b === null) === (a === null);

/** A value as a what-if writes it, in the form in which the pack keeps it: amounts are yuan outside and fen inside. Null: it does not fit. */
const inForm = (rule: Rule | null, given: unknown): RuleValue | null => {
  if (rule?.unit === 'fen') return parseYuan(given)?.toString() ?? null;
  if (rule && typeof rule.value === 'number' && typeof given === 'string' && /^\d{1,9}$/.test(given)) return Number(given);
  return rule === null || sameForm(rule.value, given) ? (given as RuleValue) : null;
};

/** Null: no value on that day. Undefined: no pack of the place knows it. */
const inForceAt = (law: LawAtHand, place: string, id: string, day: PlainDate): Rule | null | undefined => {
  try {
    return law.rules(place, startOfDay(day)).rule(id);
  } catch (error) {
    if (error instanceof RulesNotInForce) return null;
    return undefined;
  }
};
/** The place whose packs know a rule that stands nowhere else, in force or not; null where none does. */
export const placeOf = (law: LawAtHand, id: string, day: PlainDate): string | null =>
  law.jurisdictions.find((place) => inForceAt(law, place, id, day) !== undefined) ?? null;

export const asking = (law: LawAtHand, given: Given): Asking => {
  const { jurisdiction, parameters } = given;
  const used = new Map<string, Rule>();
  const on = (day: PlainDate) => {
    if (jurisdiction === null) throw new Error('a rule was asked for and no place was named');
    return law.rules(jurisdiction, startOfDay(day));
  };
  const dayOf = (other: PlainDate | undefined): PlainDate => {
    const day = other ?? given.day;
    if (day === null) throw new Error('a rule was asked for and no day was named');
    return day;
  };
  const inForce = (id: string, day: PlainDate): Rule | null | undefined =>
    jurisdiction === null ? undefined : inForceAt(law, jurisdiction, id, day);
  const problems: Problem[] = [];
  const replaced = new Map<string, RuleValue>();
  for (const [id, value] of Object.entries(parameters)) {
    const pointer = `/parameters/${id.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const rule = jurisdiction === null || given.day === null ? null : inForce(id, given.day);
    if (rule === undefined) problems.push(problem('input.unknown_rule', null, pointer, { rule: id }));
    const formed = rule === undefined ? null : inForm(rule, value);
    if (rule !== undefined && formed === null) problems.push(problem('input.malformed_parameter', null, pointer, { rule: id }));
    if (formed !== null) replaced.set(id, formed);
  }
  const rule = (id: string, other?: PlainDate): Rule => {
    const own = replaced.get(id);
    const found = own === undefined ? on(dayOf(other)).rule(id) : { ...replacing(id, inForce(id, dayOf(other))), value: own };
    used.set(id, found);
    return found;
  };
  return {
    asked: {
      rule,
      has: (id, other) => replaced.has(id) || on(dayOf(other)).has(id),
      knows: (id) => replaced.has(id) || inForce(id, dayOf(undefined)) !== undefined,
      calendar: law.calendar,
    },
    used: () => [...used.values()],
    pack: () =>
      jurisdiction === null
        ? null
        : { jurisdiction, hash: law.rules(jurisdiction, startOfDay(given.day ?? ('2025-01-01' as PlainDate))).pack },
    problems,
  };
};

/** A row that has no value of its own on that day takes the one that the input gives. */
const replacing = (id: string, rule: Rule | null | undefined): Rule =>
  rule ?? {
    id,
    value: '',
    unit: 'text',
    anchor: 'factHappened',
    citation: '',
    verified: false,
    jurisdiction: '',
    pack: '',
  };

/** What a JSON text may hold at most: deeper is no input of a purchase. */
const DEEPEST = 12;
export const isTooDeep = (value: unknown, depth = 0): boolean =>
  depth > DEEPEST ||
  (typeof value === 'object' && value !== null && Object.values(value as Json[]).some((inner) => isTooDeep(inner, depth + 1)));
