import { type Json, parseYuan, type PlainDate, type Rule, type RuleValue, startOfDay } from '@goufu/domain';
import { RulesNotInForce, valueFaults } from '@goufu/rules';
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

// The stack of packs is the same whatever the day.
const ANY_DAY = '2025-01-01' as PlainDate;
const LAST_DAY = '9999-12-31' as PlainDate;

/** Whether a value is built like the pack's: an entry of a list like one of its entries; the name of another rule stays what it is. */
const alike = (own: RuleValue, given: unknown, key = ''): boolean => {
  if (key.endsWith('Rule')) return given === own;
  if (Array.isArray(own)) return Array.isArray(given) && given.every((each) => own.some((one: RuleValue) => alike(one, each)));
  if (typeof own !== 'object') return typeof given === typeof own;
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return false;
  const [members, others] = [new Map(Object.entries(own)), new Map<string, unknown>(Object.entries(given))];
  return (
    members.size === others.size &&
    [...members].every(([name, member]) => others.has(name) && alike(member as RuleValue, others.get(name), name))
  );
};

/** A value as a what-if writes it, in the form in which packs keep it: amounts are yuan outside and fen inside. Null: it does not fit. */
const inForm = (row: Pick<Rule, 'unit' | 'value'> | null, given: unknown): RuleValue | null => {
  if (row === null) return typeof given === 'string' ? given : null;
  const formed =
    row.unit === 'fen'
      ? parseYuan(given)?.toString()
      : typeof row.value === 'number' && typeof given === 'string' && /^\d{1,9}$/.test(given)
        ? Number(given)
        : given;
  return valueFaults(row.unit, formed).length === 0 && alike(row.value, formed) ? (formed as RuleValue) : null;
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
    const formed = rule === undefined ? null : inForm(rule ?? written(law, id), value);
    if (rule !== undefined && formed === null) problems.push(problem('input.malformed_parameter', null, pointer, { rule: id }));
    if (formed !== null) replaced.set(id, formed);
  }
  const rule = (id: string, other?: PlainDate): Rule => {
    const own = replaced.get(id);
    const found = own === undefined ? on(dayOf(other)).rule(id) : { ...(inForce(id, dayOf(other)) ?? replacing(id)), value: own };
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
    pack: () => (jurisdiction === null ? null : { jurisdiction, hash: law.rules(jurisdiction, startOfDay(given.day ?? ANY_DAY)).pack }),
    problems,
  };
};

/** How any place writes the value once there is one: a figure that is open here is written as elsewhere. */
const written = (law: LawAtHand, id: string): Rule | null => {
  for (const jurisdiction of law.jurisdictions) {
    const rules = law.rules(jurisdiction, startOfDay(LAST_DAY));
    if (rules.has(id)) return rules.rule(id);
  }
  return null;
};

/** A row that has no value of its own on that day takes the one that the input gives. */
const replacing = (id: string): Rule => ({
  id,
  value: '',
  unit: 'text',
  anchor: 'factHappened',
  citation: '',
  verified: false,
  jurisdiction: '',
  pack: '',
});

/** What a JSON text may hold at most: deeper is no input of a purchase. */
const DEEPEST = 12;
export const isTooDeep = (value: unknown, depth = 0): boolean =>
  depth > DEEPEST ||
  (typeof value === 'object' && value !== null && Object.values(value as Json[]).some((inner) => isTooDeep(inner, depth + 1)));
