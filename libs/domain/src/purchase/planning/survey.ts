import type { Context } from '../../kernel/case.js';
import { refuse, type Meta, type Refusal } from '../../kernel/refusal.js';
import { dateOf } from '../../kernel/time.js';
import type { PurchaseState } from '../state.js';
import type { PlanningCommand } from './planning.js';
import type { PlanningRefusal } from './refusals.js';
import { drafterFault } from './scrutiny.js';

const no = (code: PlanningRefusal, pointer: string, more: { meta?: Record<string, Meta>; rule?: Refusal['rule'] } = {}): Refusal =>
  refuse<PlanningRefusal>(code, { pointer, ...(more.meta ? { meta: more.meta } : {}), ...(more.rule ? { rule: more.rule } : {}) });

/** Why a survey 需求调查 is not recorded: it was not made yet, or one body answered for several. */
export const surveyFault = (
  state: PurchaseState,
  { on, respondents }: Extract<PlanningCommand, { type: 'recordSurvey' }>['data'],
  context: Context,
): Refusal | null => {
  if (on > dateOf(context.at)) return no('planning.in_the_future', '/on');
  const drafted = drafterFault(state, context);
  if (drafted) return drafted;
  const names = respondents
    .map(({ name }) => context.contents.get(name.content))
    .map((name) => (typeof name === 'string' ? name.trim() : null));
  const second = names.findIndex((name, i) => name !== null && names.indexOf(name) < i);
  if (second < 0) return null;
  const rule = context.rules.rule('pre.need_survey.min_respondents', state.pins);
  return no('planning.respondent_twice', `/respondents/${second}/name`, { rule, meta: { name: names[second] ?? '' } });
};
