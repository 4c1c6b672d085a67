import { count, type Rule, words } from '../../kernel/rules.js';
import { addDays, monthsAndDays, type PlainDate } from '../../kernel/time.js';

/** A length of service: whole months, and days beyond them. */
export interface Term {
  readonly months: number;
  readonly days: number;
}
export interface TermCondition {
  readonly met: boolean;
  /** Whether anything was written to justify it. */
  readonly justified: boolean;
}
interface TermFault {
  readonly fault: 'too-long' | 'condition-not-met' | 'justification-missing';
  readonly condition: string | null;
}
export interface TermJudged {
  readonly limitMonths: number;
  /** The rule that sets the limit. */
  readonly rule: Rule;
  readonly conditionsNeeded: boolean;
  readonly faults: readonly TermFault[];
}

const LAST_DAY = '9999-12-31' as PlainDate;
/** The term from the first to the last day of service, both counted: a year from 1 July ends on 30 June. */
export const termOf = (from: PlainDate, to: PlainDate): Term =>
  // No day after the last one can be written; a term as long as that is far beyond every limit.
  monthsAndDays(from, to === LAST_DAY ? to : addDays(to, 1));

const isLonger = ({ months, days }: Term, limit: number): boolean => months > limit || (months === limit && days > 0);

/** Whether a contract may run so long: a year as a rule, up to three where every condition is met and justified (`calculators.md` 5). */
export const judgeTerm = (term: Term, conditions: Readonly<Record<string, TermCondition>>, rule: (id: string) => Rule): TermJudged => {
  const usual = rule('gps.term_default');
  if (!isLonger(term, count(usual))) return { limitMonths: count(usual), rule: usual, conditionsNeeded: false, faults: [] };
  const limit = rule('gps.term_extended');
  const faults = words(rule('gps.term_extended.conditions')).flatMap((condition): TermFault[] => {
    const given = Object.hasOwn(conditions, condition) ? conditions[condition] : undefined;
    if (!given?.met) return [{ fault: 'condition-not-met', condition }];
    return given.justified ? [] : [{ fault: 'justification-missing', condition }];
  });
  if (isLonger(term, count(limit))) faults.unshift({ fault: 'too-long', condition: null });
  return { limitMonths: count(limit), rule: limit, conditionsNeeded: true, faults };
};
