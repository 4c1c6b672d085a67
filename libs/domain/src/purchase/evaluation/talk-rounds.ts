import type { CaseId, Context, Decision } from '../../kernel/case.js';
import type { Refusal } from '../../kernel/refusal.js';
import { words } from '../../kernel/rules.js';
import { toIsoSeconds } from '../../kernel/time.js';
import type { ProcedureRule } from '../../procedure/procedure.js';
import type { PurchaseState } from '../state.js';
import { event, no, openedBid, ruleIn } from './course.js';
import { awaitedBids, needsVersionOf, pendingChange, talksOf } from './final-quotes.js';
import type { CourseWithPanel } from './moves.js';
import type { TalksCommand } from './talks.js';

type Data<T extends TalksCommand['type']> = Extract<TalksCommand, { type: T }>['data'];
interface Talking {
  readonly state: PurchaseState;
  readonly course: CourseWithPanel;
  readonly context: Context;
}
/** The rule that the procedure names for a step of the talks, where it names one. */
const ruled = ({ state, context }: Talking, member: ProcedureRule): string | null => ruleIn(state, context, member)?.id ?? null;

/** Suppliers with whom the panel has not talked since the needs last changed. */
export const untalked = (state: PurchaseState, course: CourseWithPanel): readonly CaseId[] => {
  const { round, talked } = talksOf(course);
  return awaitedBids(state, course).filter((bid) => !talked.some((one) => one.round === round && one.bid === bid));
};

/** 磋商: the panel has talked with one supplier; each of them gets the same chance, once a round. */
export const recordTalk = (talking: Talking, { bid, record }: Data<'recordTalk'>): Decision | Refusal => {
  const { state, course } = talking;
  if (!awaitedBids(state, course).includes(bid)) return no('evaluation.not_in_talks', { pointer: '/bid', meta: { bid } });
  if (!untalked(state, course).includes(bid)) return no('evaluation.talked_already', { pointer: '/bid' });
  return { events: [event('TalkRecorded', { round: talksOf(course).round, bid, record, rule: ruled(talking, 'meetingRule') })] };
};

/** 实质性变动: only what the law leaves to the panel, and it waits for the purchaser. */
export const proposeChange = (talking: Talking, data: Data<'proposeChange'>): Decision | Refusal => {
  const { state, course, context } = talking;
  const rule = ruleIn(state, context, 'changeRule');
  const legal = rule === null ? [] : words(rule);
  const outside = data.changes.filter((change) => !legal.includes(change));
  if (data.changes.length === 0 || outside.length > 0)
    return no('evaluation.change_not_lawful', {
      pointer: '/changes',
      ...(rule === null ? {} : { rule }),
      meta: { changes: outside, legal },
    });
  return { events: [event('ChangeProposed', { number: talksOf(course).changes.length + 1, ...data })] };
};

/** The purchaser's word on it: a change that stands goes to every supplier in the talks at once, and the talks begin anew. */
export const confirmChange = ({ state, course }: Talking, data: Data<'confirmChange'>): Decision | Refusal => {
  const { number, confirmed, reason = null } = data;
  if (pendingChange(course)?.number !== number) return no('evaluation.no_change_pending', { pointer: '/number' });
  if (!confirmed && reason === null) return no('evaluation.reason_missing', { pointer: '/reason' });
  const told = confirmed ? awaitedBids(state, course).map((bid) => ({ bid, supplier: openedBid(state, bid)?.supplier ?? '' })) : [];
  return { events: [event('ChangeAnswered', { number, confirmed, reason, told })] };
};

/** 最后报价: everybody who is still in is asked, within one time for all. */
export const callFinalQuotes = ({ state, course, context }: Talking, { until }: Data<'callFinalQuotes'>): Decision | Refusal => {
  const open = untalked(state, course);
  if (open.length > 0) return no('evaluation.talks_open', { meta: { bids: open } });
  if (until <= context.at) return no('evaluation.quote_time_too_short', { pointer: '/until', meta: { now: toIsoSeconds(context.at) } });
  const bids = awaitedBids(state, course);
  return {
    events: [event('FinalQuotesCalled', { call: talksOf(course).calls.length + 1, until, bids, needsVersion: needsVersionOf(course) })],
  };
};
