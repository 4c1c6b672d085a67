import type { ContentRef, Context, Task } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { count, flag, words, type Rule } from '../../kernel/rules.js';
import type { PurchaseState } from '../state.js';
import type { Plan } from '../types.js';
import { isKeyProject } from './checks.js';
import type { PlanningRefusal } from './refusals.js';
import type { PlanningState } from './state.js';

const no = (code: PlanningRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<PlanningRefusal>(code, more);

/** Something unusual that is lawful where its reviewers can say why: answered under its aspect. */
interface ScrutinyFinding {
  readonly code: 'planning.similar_contracts_unusual';
  readonly aspect: string;
  readonly rule: string;
  readonly pointer: string;
  readonly count: number;
  readonly usual: number;
}
/** What a reviewer says of one aspect of the key scrutiny 重点审查. */
export interface AspectAnswer {
  readonly aspect: string;
  readonly passed: boolean;
  readonly note?: ContentRef | null;
}
/** Who scrutinises a plan, and which aspects each answers: fixed when the plan is submitted. */
export interface ScrutinyTerms {
  readonly units: readonly string[];
  readonly aspects: readonly string[];
  readonly findings: readonly ScrutinyFinding[];
}
/** Units of plans that were submitted before packs could name further ones. */
export const firstUnits = ['purchaser-procurement', 'purchaser-finance', 'purchaser-business', 'purchaser-supervision'] as const;
const COMPETITION = 'competition';

export const scrutinyTerms = (state: PurchaseState, plan: Plan, context: Context): ScrutinyTerms => {
  const rule = (id: string): Rule => context.rules.rule(id, state.pins);
  const usual = rule('pre.similar_contract_max');
  const findings = plan.eligibility.flatMap(({ similarContracts = 0 }, i): readonly ScrutinyFinding[] =>
    similarContracts > count(usual)
      ? [
          {
            code: 'planning.similar_contracts_unusual',
            aspect: COMPETITION,
            rule: usual.id,
            pointer: `/plan/eligibility/${i}/similarContracts`,
            count: similarContracts,
            usual: count(usual),
          },
        ]
      : [],
  );
  const isKey = flag(rule('pre.review.key')) && isKeyProject(plan, rule);
  const demanded = isKey ? words(rule('pre.review.key.aspects')) : [];
  const aspects = [...new Set([...demanded, ...findings.map(({ aspect }) => aspect)])];
  return { units: words(rule('pre.review.members')), aspects, findings };
};

/** The unit for which this person reviews: one of those demanded, not reviewed yet, by a person who has not reviewed for another. */
export const unitToReview = ({ planning }: PurchaseState, context: Context): string | null => {
  const { reviews = [], units = [] } = planning.scrutiny ?? {};
  if (reviews.some((review) => review.person === context.actor.person)) return null;
  return units.find((unit) => !reviews.some((review) => review.role === unit) && context.actor.roles.includes(unit)) ?? null;
};

/** Each aspect is answered by itself; one that is not met sends the plan back, a finding is answered in words. */
export const aspectFault = (
  state: PurchaseState,
  verdict: 'passed' | 'returned',
  answers: readonly AspectAnswer[],
  context: Context,
): Refusal | null => {
  const { aspects = [], findings = [] } = state.planning.scrutiny ?? {};
  const rule = () => context.rules.rule('pre.review.key.aspects', state.pins);
  const strayed = answers.findIndex(({ aspect }, i) => !aspects.includes(aspect) || answers.findIndex((one) => one.aspect === aspect) < i);
  if (strayed >= 0)
    return no('planning.aspect_unknown', {
      pointer: `/aspects/${strayed}/aspect`,
      rule: rule(),
      meta: { aspect: answers[strayed]?.aspect ?? '' },
    });
  if (verdict === 'returned') return null;
  const open = aspects.filter((aspect) => !answers.some((answer) => answer.aspect === aspect));
  if (open.length > 0) return no('planning.aspect_unanswered', { pointer: '/aspects', rule: rule(), meta: { aspects: open } });
  const failed = answers.findIndex(({ passed }) => !passed);
  if (failed >= 0)
    return no('planning.aspect_failed', {
      pointer: `/aspects/${failed}/passed`,
      rule: rule(),
      meta: { aspect: answers[failed]?.aspect ?? '' },
    });
  const silent = findings.find(({ aspect }) => !answers.find((answer) => answer.aspect === aspect)?.note);
  return silent
    ? no('planning.finding_unanswered', {
        pointer: `/aspects/${answers.findIndex(({ aspect }) => aspect === silent.aspect)}/note`,
        rule: context.rules.rule(silent.rule, state.pins),
        meta: { aspect: silent.aspect, count: silent.count, usual: silent.usual },
      })
    : null;
};

/** A judgement that the pack keeps apart from drafting is recorded by somebody who did not draft. */
export const judgeFault = (state: PurchaseState, kind: string, context: Context): Refusal | null => {
  const rule = context.rules.rule('pre.judgement.sod', state.pins);
  const drafted = context.actor.person !== null && state.planning.drafters.includes(context.actor.person);
  return drafted && words(rule).includes(kind) ? no('planning.judge_drafted', { rule, meta: { kind } }) : null;
};
/** … and whoever judged does not draft afterwards. */
export const drafterFault = (state: PurchaseState, context: Context): Refusal | null => {
  const rule = context.rules.rule('pre.judgement.sod', state.pins);
  const judged = Object.entries(state.planning.judgements).find(
    ([kind, judgement]) => judgement?.by === context.actor.person && words(rule).includes(kind),
  );
  return judged ? no('planning.drafter_judged', { rule, meta: { kind: judged[0] } }) : null;
};

export const scrutinyTasks = ({ scrutiny }: PlanningState, purchaser: string): readonly Task[] =>
  (scrutiny?.units ?? [])
    .filter((unit) => !scrutiny?.reviews.some((done) => done.role === unit))
    .map((role) => ({
      key: `planning/review/${role}`,
      name: 'reviewPlan',
      to: { organisation: purchaser, role },
      since: scrutiny?.since ?? (0 as Task['since']),
      dueAt: scrutiny?.due.dueAt ?? null,
      rule: scrutiny?.due.rule ?? null,
      ...(scrutiny && scrutiny.findings.length > 0 ? { meta: { findings: scrutiny.findings.length } } : {}),
    }));
