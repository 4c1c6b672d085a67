import {
  count,
  dayFrom,
  dueOf,
  earliestOf,
  earliestSentence,
  parseInstant,
  type PlainDate,
  type Rule,
  sentence,
  type Suspension,
  toIsoSeconds,
} from '@goufu/domain';
import { RulesNotInForce } from '@goufu/rules';
import { z } from 'zod';
import { type Asked, calculator, type Reckoned } from './kit/calculator.js';
import { type Problem, problem } from './kit/problem.js';
import { dayOrInstant, inPlace, instant, list, name, some } from './kit/schemas.js';
import { outsideCalendar, withinCalendar } from './kit/within-calendar.js';
import { momentOf } from './period.js';

const suspension = z.strictObject({ from: instant(), to: instant().nullable(), reason: z.string().max(500).optional() });
const input = z.strictObject({
  ...inPlace,
  rule: name().optional(),
  from: dayOrInstant().optional(),
  of: list(z.strictObject({ rule: name(), from: dayOrInstant() })).optional(),
  suspensions: some(suspension).optional(),
});
type Input = z.output<typeof input>;

const UNITS: ReadonlySet<string> = new Set(['workingDay', 'calendarDay', 'month', 'year', 'hour', 'minute']);
// What a deadline starts from, where the rule has one event of its own: said in the sentence.
const EVENTS: Readonly<Record<string, { readonly zh: string; readonly en?: string }>> = { 'award.decide': { zh: '收到评标报告' } };

interface Wanted {
  readonly rule: string;
  readonly from: string;
  readonly pointer: string;
}
const wantedOf = (given: Input): readonly Wanted[] | Problem => {
  const single = given.rule !== undefined || given.from !== undefined;
  if (single === (given.of !== undefined)) return problem('input.one_of', null, '', { fields: ['rule', 'of'] });
  if (given.of) return given.of.map((one, at) => ({ ...one, pointer: `/of/${at}` }));
  if (given.rule === undefined) return problem('input.missing', null, '/rule');
  if (given.from === undefined) return problem('input.missing', null, '/from');
  return [{ rule: given.rule, from: given.from, pointer: '' }];
};

/** The rule of each period, or what hinders: unknown, no period, not in force on the day from which it counts. */
const rulesOf = (wanted: readonly Wanted[], asked: Asked, on: PlainDate | null): { rules: Rule[]; problems: Problem[] } => {
  const rules: Rule[] = [];
  const problems: Problem[] = [];
  for (const { rule: id, from, pointer } of wanted) {
    if (!asked.knows(id)) {
      problems.push(problem('input.unknown_rule', null, `${pointer}/rule`, { rule: id }));
      continue;
    }
    const day = on ?? dayFrom(momentOf(from));
    try {
      const rule = asked.rule(id, day);
      if (UNITS.has(rule.unit)) rules.push(rule);
      else problems.push(problem('input.not_a_period', null, `${pointer}/rule`, { rule: id }));
    } catch (error) {
      if (!(error instanceof RulesNotInForce)) throw error;
      problems.push(problem('rules.not_in_force', id, `${pointer}/from`, { rule: id, on: day }));
    }
  }
  return { rules, problems };
};

const suspensionsOf = (given: Input): { read: readonly Suspension[]; problems: readonly Problem[] } => {
  const read = (given.suspensions ?? []).map(({ from, to }) => ({
    from: parseInstant(from) as Suspension['from'],
    to: to === null ? null : parseInstant(to),
  }));
  const backwards = read.flatMap(({ from, to }, at) =>
    to !== null && to < from ? [problem('input.ends_before_it_begins', null, `/suspensions/${at}/to`)] : [],
  );
  return { read, problems: backwards };
};

const step = (rule: Rule, from: string, exact: string | null, rolled: string | null) => ({
  name: rule.id,
  formula: rule.kind === 'at-least' ? 'last day of the minimum period from from' : 'last countable day from from, then rolled',
  inputs: { from, length: String(count(rule)), unit: rule.unit, dayOne: rule.dayOne ?? 'excluded', roll: rule.roll ?? 'none' },
  exact: exact ?? '',
  rounded: rolled,
  rounding: null,
});

const atLeast = (wanted: readonly Wanted[], rules: readonly Rule[], { calendar }: Asked): Reckoned => {
  const earliest = earliestOf(
    rules.map((rule, at) => ({ rule, from: momentOf(wanted[at]?.from ?? '') })),
    calendar,
  );
  const binding = rules.find(({ id }) => id === earliest.binding) ?? (rules[0] as Rule);
  const { earliestDay, strictEarliestDay, provisional } = earliest;
  return {
    result: {
      kind: 'at-least',
      earliestDay,
      strictEarliestDay,
      binding: earliest.binding,
      provisional,
      candidates: earliest.candidates.map((one) => ({ rule: one.rule, earliestDay: one.earliestDay })),
      sentence: earliestSentence(earliest, binding, EVENTS[binding.id]),
    },
    steps: earliest.candidates.map((one, at) => step(rules[at] as Rule, wanted[at]?.from ?? '', one.earliestDay, null)),
  };
};

const noLater = (wanted: readonly Wanted[], rules: readonly Rule[], suspensions: readonly Suspension[], { calendar }: Asked): Reckoned => {
  const dues = rules.map((rule, at) => dueOf(rule, momentOf(wanted[at]?.from ?? ''), calendar, suspensions));
  // Of several limits on one act the earliest binds; one that is suspended binds nothing yet.
  const bound = dues.reduce((first, due) => (due.dueAt !== null && (first.dueAt === null || due.dueAt < first.dueAt) ? due : first));
  const rule = rules.find(({ id }) => id === bound.rule) as Rule;
  const dueBefore = bound.dueAt === null ? null : toIsoSeconds(bound.dueAt);
  const { lastDay, counted, rolledFrom, provisional, suspendedSeconds, leftSeconds } = bound;
  const several = wanted.length > 1 ? { candidates: dues.map((due) => ({ rule: due.rule, lastDay: due.lastDay })) } : {};
  return {
    result: {
      kind: 'no-later-than',
      lastDay,
      dueBefore,
      counted,
      rolledFrom,
      binding: bound.rule,
      provisional,
      suspendedSeconds,
      leftSeconds,
      ...several,
      sentence: sentence(bound, rule, EVENTS[rule.id]),
    },
    steps: dues.map((due, at) =>
      step(rules[at] as Rule, wanted[at]?.from ?? '', due.rolledFrom ?? due.lastDay, due.rolledFrom === null ? null : due.lastDay),
    ),
  };
};

/** A period of a rule of a place: `calculators.md` 1. Without `on` the law of the day from which it counts applies. */
export const deadline = calculator({
  name: 'deadline',
  title: { zh: '法定期限', en: 'When something is due, or lawful at the earliest' },
  input,
  example: { rule: 'award.decide', from: '2025-09-26', jurisdiction: 'demo-county', suspensions: [] },
  day: ({ from, of }) => {
    const first = from ?? of?.[0]?.from;
    return first === undefined ? null : dayFrom(momentOf(first));
  },
  reckon: (given, asked) => {
    const wanted = wantedOf(given);
    if ('code' in wanted) return { refused: [wanted] };
    const { read, problems } = suspensionsOf(given);
    const outside = outsideCalendar(
      wanted.map(({ from, pointer }) => ({ day: dayFrom(momentOf(from)), pointer: `${pointer}/from` })),
      asked.calendar,
    );
    const found = outside.length > 0 ? { rules: [], problems: [] } : rulesOf(wanted, asked, (given.on as PlainDate | undefined) ?? null);
    const wrong = [...outside, ...found.problems, ...problems];
    if (wrong.length > 0) return { refused: wrong };
    const kinds = new Set(found.rules.map(({ kind }) => kind ?? 'no-later-than'));
    if (kinds.size > 1) return { refused: [problem('input.kinds_differ', null, '/of')] };
    const pointer = given.of ? '/of' : '/from';
    return withinCalendar(asked.calendar, pointer, () =>
      kinds.has('at-least') ? atLeast(wanted, found.rules, asked) : noLater(wanted, found.rules, read, asked),
    );
  },
});
