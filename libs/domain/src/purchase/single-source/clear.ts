import type { Context } from '../../kernel/case.js';
import type { Rule } from '../../kernel/rules.js';
import { inForce } from '../../panel/answer.js';
import { procedureIn } from '../../procedure/procedure.js';
import type { PurchaseState } from '../state.js';
import { isCleared } from './single-source.js';

/** The rule that a method which goes to one named alone still waits for; null where it may go on, and for every other method. */
export const singleSourceOpen = (state: PurchaseState, method: string, context: Context): Rule | null => {
  if (!procedureIn(inForce(context.rules, state.pins), method).bidders?.includes('named')) return null;
  const one = state.singleSource;
  if (!one) return context.rules.rule('ss.grounds', state.pins);
  return isCleared(one, context.at) ? null : context.rules.rule(one.objections.length > 0 ? 'ss.objection' : 'ss.publicity', state.pins);
};
