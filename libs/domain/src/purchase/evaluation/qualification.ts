import type { Context, Decision } from '../../kernel/case.js';
import { count, words } from '../../kernel/rules.js';
import { stageEnded } from '../../kernel/stages.js';
import type { Refusal } from '../../kernel/refusal.js';
import { declarationFault } from '../declarations/compare.js';
import type { PurchaseState } from '../state.js';
import { event, no, openedBid, openedBids, planOf, ruleOfProcedure, stageNow } from './course.js';
import type { EvaluationCommand } from './evaluation.js';
import type { EvaluationCourse } from './state.js';

/** 资格审查, bid by bid, by purchaser or agency. The last one closes it: with too few left there is no evaluation. */
export const checkQualification = (
  state: PurchaseState,
  course: EvaluationCourse,
  { bid, qualified, reason = null }: Extract<EvaluationCommand, { type: 'checkQualification' }>['data'],
  context: Context,
): Decision | Refusal => {
  const opened = openedBid(state, bid);
  if (!opened) return no('evaluation.bid_unknown', { pointer: '/bid', meta: { bid } });
  if (course.checks.some((check) => check.bid === bid)) return no('evaluation.already_checked', { pointer: '/bid' });
  if (qualified && planOf(state).setAside.reserved) {
    const kinds = context.rules.rule('sme.reserved.kinds', state.pins);
    if (!words(kinds).includes(opened.enterprise))
      return no('evaluation.reserved_for_small', { pointer: '/qualified', rule: kinds, meta: { kind: opened.enterprise } });
  }
  const declaration = qualified ? declarationFault(state, bid, context) : null;
  if (declaration) return declaration;
  if (!qualified && reason === null) return no('evaluation.reason_missing', { pointer: '/reason' });
  const checked = event('QualificationChecked', { bid, supplier: opened.supplier, qualified, reason });
  const checks = [...course.checks, { bid, qualified }];
  if (checks.length < openedBids(state).length) return { events: [checked] };
  const passed = openedBids(state).flatMap((one) => (checks.find((check) => check.bid === one.bid)?.qualified ? [one.bid] : []));
  const closed = event('QualificationClosed', { qualified: passed });
  const rule = context.rules.rule(ruleOfProcedure(state, context, 'qualifiedMinRule', 'tender.qualification'), state.pins);
  if (passed.length >= count(rule)) return { events: [checked, closed] };
  const failed = event('EvaluationFailed', { step: 'qualification', left: passed.length, minimum: count(rule), rule: rule.id });
  return { events: [checked, closed, failed, stageEnded(stageNow(state), 'failed')] };
};
