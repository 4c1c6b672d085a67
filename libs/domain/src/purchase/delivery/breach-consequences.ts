import { ofPercent, parseRatio, timesFen, ratioOf } from '../../kernel/ratio.js';
import type { WorkingCalendar } from '../../kernel/calendar.js';
import { periodEnd } from '../../kernel/period.js';
import { addDays, daysBetween, isPlainDate, type PlainDate } from '../../kernel/time.js';
import type { LadderStep } from '../types.js';
import type { Incident } from './state.js';

/** What a step of the ladder brings, in ladder order. Amounts are fen. */
export type Consequence =
  | { readonly step: string; readonly kind: 'rectify'; readonly until: PlainDate }
  | { readonly step: string; readonly kind: 'deduct'; readonly post: string; readonly days: number; readonly amount: bigint }
  | { readonly step: string; readonly kind: 'penalty'; readonly percentOfContract: string; readonly amount: bigint }
  | { readonly step: string; readonly kind: 'may-terminate' };
export interface BreachInput {
  /** The day on which it is judged: rectification runs from it. */
  readonly on: PlainDate;
  readonly contract: bigint;
  readonly ladder: readonly LadderStep[];
  readonly incidents: readonly Incident[];
}
export interface BreachResult {
  readonly consequences: readonly Consequence[];
  readonly deduction: bigint;
  readonly penalty: bigint;
  readonly mayTerminate: boolean;
  readonly noticeNeeded: boolean;
}
export interface BreachFault {
  readonly code: 'input.no_such_date' | 'input.ends_before_it_begins' | 'input.amount_negative' | 'input.malformed_number';
  readonly pointer: string;
}

/** The consequences of incidents by a contract's ladder (`calculators.md` 17): every step that holds, exactly; a malformed input is refused. */
export const breachConsequences = (
  input: BreachInput,
  pack: { readonly noticeNeeded: boolean; readonly calendar: WorkingCalendar },
): BreachResult | { readonly refused: readonly BreachFault[] } => {
  const refused = faultsOf(input);
  if (refused.length > 0) return { refused };
  const consequences = input.ladder.flatMap((step) => consequencesOf(step, input, pack.calendar));
  const sum = (kind: 'deduct' | 'penalty'): bigint =>
    consequences.reduce((total, one) => (one.kind === kind && 'amount' in one ? total + one.amount : total), 0n);
  return {
    consequences,
    deduction: sum('deduct'),
    penalty: sum('penalty'),
    mayTerminate: consequences.some(({ kind }) => kind === 'may-terminate'),
    noticeNeeded: pack.noticeNeeded && consequences.length > 0,
  };
};

const faultsOf = ({ ladder, incidents }: BreachInput): readonly BreachFault[] => [
  ...ladder.flatMap((step, index) =>
    step.then.flatMap((then, at): BreachFault[] =>
      then.kind === 'deduct' && then.perDay < 0n
        ? [{ code: 'input.amount_negative', pointer: `/ladder/${index}/then/${at}/perDay` }]
        : then.kind === 'penalty' && !parseRatio(then.percentOfContract)
          ? [{ code: 'input.malformed_number', pointer: `/ladder/${index}/then/${at}/percentOfContract` }]
          : [],
    ),
  ),
  ...incidents.flatMap((incident, index): BreachFault[] => {
    const place = `/incidents/${index}`;
    const days = incident.kind === 'vacancy' ? { from: incident.from, to: incident.to } : { on: incident.on };
    const unreal = Object.entries(days).filter(([, day]) => !isPlainDate(day));
    if (unreal.length > 0) return unreal.map(([field]) => ({ code: 'input.no_such_date', pointer: `${place}/${field}` }));
    return incident.kind === 'vacancy' && incident.to < incident.from
      ? [{ code: 'input.ends_before_it_begins', pointer: `${place}/to` }]
      : [];
  }),
];

/** A post's empty spans: what overlaps or touches is one, since no day can be empty twice. */
const vacanciesOf = (incidents: readonly Incident[]): ReadonlyMap<string, readonly { from: PlainDate; to: PlainDate }[]> => {
  const posts = new Map<string, { from: PlainDate; to: PlainDate }[]>();
  const found = incidents.filter((one) => one.kind === 'vacancy');
  for (const { post } of found) posts.set(post, []);
  for (const { post, from, to } of found.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const spans = posts.get(post) ?? [];
    const last = spans.at(-1);
    if (last && from <= addDays(last.to, 1)) last.to = to > last.to ? to : last.to;
    else spans.push({ from, to });
  }
  return posts;
};

interface EmptyPost {
  readonly post: string;
  readonly days: number;
  readonly beyond: number;
}
/** Posts for which the step holds, with all their empty days and those beyond what is borne. First and last day count; longer than is strict. */
const emptyPosts = (when: Extract<LadderStep['when'], { kind: 'vacancy' }>, incidents: readonly Incident[]): readonly EmptyPost[] =>
  [...vacanciesOf(incidents)].flatMap(([post, spans]): EmptyPost[] => {
    const lengths = spans.map(({ from, to }) => daysBetween(from, to) + 1);
    const days = lengths.reduce((sum, length) => sum + length, 0);
    const { singleLongerThanDays: single, totalLongerThanDays: total } = when;
    const overSingle = single === undefined ? 0 : lengths.reduce((sum, length) => sum + Math.max(0, length - single), 0);
    const overTotal = total === undefined ? 0 : Math.max(0, days - total);
    return overSingle > 0 || overTotal > 0 ? [{ post, days, beyond: Math.max(overSingle, overTotal) }] : [];
  });

const consequencesOf = (step: LadderStep, { on, contract, incidents }: BreachInput, calendar: WorkingCalendar): readonly Consequence[] => {
  const { when } = step;
  const posts = when.kind === 'vacancy' ? emptyPosts(when, incidents) : [];
  if (when.kind === 'vacancy' ? posts.length === 0 : incidents.filter(({ kind }) => kind === when.kind).length < when.countAtLeast)
    return [];
  return step.then.flatMap((then): readonly Consequence[] => {
    switch (then.kind) {
      case 'rectify': {
        const period = { from: on, length: then.withinWorkingDays, unit: 'workingDay', dayOne: 'excluded', roll: 'none' } as const;
        return [{ step: step.id, kind: 'rectify', until: periodEnd(period, calendar).lastDay }];
      }
      case 'deduct':
        return posts.map(({ post, days, beyond }) => {
          const counted = then.counts === 'all-days' ? days : beyond;
          return { step: step.id, kind: 'deduct', post, days: counted, amount: then.perDay * BigInt(counted) };
        });
      case 'penalty': {
        const { percentOfContract } = then;
        return [{ step: step.id, kind: 'penalty', percentOfContract, amount: timesFen(contract, ofPercent(ratioOf(percentOfContract))) }];
      }
      case 'may-terminate':
        return [{ step: step.id, kind: 'may-terminate' }];
    }
  });
};
