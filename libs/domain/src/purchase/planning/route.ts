import { fen, type Rule } from '../../kernel/rules.js';
import { isKeyProject } from './checks.js';
import { type MethodOption, methodOptions, type MethodStatus } from './method-table.js';

export interface RouteFacts {
  readonly amount: bigint;
  readonly publicService: boolean;
  /** Grounds of a survey beyond amount and public service. */
  readonly grounds: readonly string[];
}
export interface Route {
  /** Below the procurement limit the purchaser's own rules decide how it is bought. */
  readonly route: 'government-procurement' | 'internal-control';
  readonly methods: readonly MethodOption[];
  /** Ids of the rules that the purchase owes something to before it is announced. */
  readonly duties: readonly string[];
}
const ORDER: readonly MethodStatus[] = ['default', 'allowed', 'needs-approval', 'forbidden'];

/** By which way a service is bought, by which methods, and what is owed before. `calculators.md` 3. */
export const purchaseRoute = (facts: RouteFacts, rules: { rule(id: string): Rule; has(id: string): boolean }): Route => {
  const rule = (id: string): Rule => rules.rule(id);
  const isProcurement = facts.amount >= fen(rules.rule('threshold.procurement'));
  const duties = isProcurement
    ? [
        'pre.intent_notice',
        ...(isKeyProject(facts, rule) ? ['pre.need_survey.required'] : []),
        ...(facts.publicService ? ['pre.public_consultation'] : []),
        'gps.performance',
      ]
    : ['gps.performance'];
  const methods = isProcurement ? methodOptions(rules.rule('method.table'), rules.rule('threshold.openTender'), facts.amount) : [];
  return {
    route: isProcurement ? 'government-procurement' : 'internal-control',
    methods: methods.toSorted((a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status)),
    duties: duties.filter((id) => rules.has(id)).map((id) => rules.rule(id).id),
  };
};
