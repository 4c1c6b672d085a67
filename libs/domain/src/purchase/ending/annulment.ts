import type { CaseId, Context, Decision, DomainEvent } from '../../kernel/case.js';
import { firstOf, type Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import { stageEnded, stageName } from '../../kernel/stages.js';
import { ruleOfProcedure } from '../evaluation/course.js';
import { applyMoves } from '../funding/moves.js';
import { releaseFunds, totalPaid, uncommitFunds } from '../funding/part.js';
import type { PurchaseState } from '../state.js';
import { phaseOf, type EndingCommand, type EndingEvent } from './ending.js';
import { ended, grounded, no, payable, refundsDue, stageOf, type End } from './reasons.js';
import type { AfterInvalid } from './state.js';

type Invalidate = Extract<EndingCommand, { type: 'invalidateAward' }>['data'];

/** Bids that can still be chosen: named by the report, and never awarded before. */
const candidatesLeft = (state: PurchaseState, context: Context): readonly CaseId[] => {
  const { award, evaluation } = state;
  const named = (evaluation.result?.ranking ?? []).slice(
    0,
    count(context.rules.rule(ruleOfProcedure(state, context, 'candidatesRule', 'rank.candidates'), state.pins)),
  );
  const awarded = [...award.history, ...(award.current ? [award.current] : [])].map(({ winner }) => winner.bid);
  return named.map(({ bid }) => bid).filter((bid) => !awarded.includes(bid));
};

/** 已经履行: something was delivered, examined, asked for or paid. Then the contract is not undone any more. */
const isBegun = (state: PurchaseState): boolean => {
  const { milestones, records, assessments, acceptanceRequest, acceptances } = state.delivery;
  return (
    totalPaid(state) > 0n ||
    Object.values(state.funding.instalments).some(({ disbursement }) => disbursement !== null) ||
    milestones.some(({ reportedAt, confirmedAt }) => reportedAt !== null || confirmedAt !== null) ||
    records.length + assessments.length + acceptances.length > 0 ||
    acceptanceRequest !== null
  );
};

/** What follows from an invalid award, by how far it is; `afterwards` is what the purchaser asks for. */
const consequence = (state: PurchaseState, { afterwards = 'end', ground }: Invalidate, context: Context): AfterInvalid | Refusal => {
  const rule = context.rules.rule('award.invalid_effects', state.pins);
  if (phaseOf(state) === 'after-signing' && isBegun(state))
    return afterwards === 'end' || afterwards === 'liability' ? 'liability' : no('ending.contract_begun', { pointer: '/afterwards', rule });
  if (afterwards === 'liability') return no('ending.contract_not_begun', { pointer: '/afterwards', rule });
  const left = candidatesLeft(state, context).length;
  if (afterwards === 'next' && left === 0) return no('ending.no_candidate_left', { pointer: '/afterwards', rule });
  // A decision on a complaint may order a new tender itself.
  if (afterwards === 'retender' && left > 0 && ground !== 'complaint-decision')
    return no('ending.candidate_left', { pointer: '/afterwards', rule, meta: { left } });
  return afterwards;
};
const isWord = (value: AfterInvalid | Refusal): value is AfterInvalid => typeof value === 'string';

const invalidated = (state: PurchaseState, data: Invalidate, afterwards: AfterInvalid): EndingEvent => {
  const { winner } = state.award.current ?? {};
  const { ground, reason, reference, compensations = [] } = data;
  const { signed } = state.contract;
  return {
    type: 'AwardInvalidated',
    schema: 1,
    data: {
      stage: stageOf(state),
      bid: winner?.bid ?? '',
      supplier: winner?.supplier ?? '',
      contract: signed?.number ?? null,
      ground,
      reason,
      reference,
      compensations,
      afterwards,
    },
  };
};

/** 中标无效: another candidate, a new tender, or, of a contract that is being performed, who answers for the damage. */
export const invalidateAward = (state: PurchaseState, data: Invalidate, context: Context): Decision | Refusal => {
  const afterwards = consequence(state, data, context);
  const faults = firstOf([
    grounded(data.ground, context.rules.rule('award.invalid_grounds', state.pins)),
    payable(data.compensations),
    isWord(afterwards) ? null : afterwards,
  ]);
  if (faults) return faults;
  if (!isWord(afterwards)) return afterwards;
  const stage = stageOf(state);
  const signed = state.contract.signed !== null;
  if (afterwards === 'liability') return { events: [invalidated(state, data, afterwards)] };
  const uncommitted: readonly DomainEvent[] = signed ? uncommitFunds(state, context) : [];
  if (afterwards === 'end') {
    const end: End = { by: 'invalidateAward', ground: data.ground, data, reference: data.reference };
    const undone = signed ? [invalidated(state, data, afterwards)] : [];
    const money = signed ? [...uncommitted, ...releaseFunds(afterUncommit(state, uncommitted), context)] : releaseFunds(state, context);
    const outcome = stageName(stage) === 'delivery' ? 'rescinded' : 'cancelled';
    return { events: [ended(state, end, refundsDue(state, context)), ...undone, ...money, stageEnded(stage, outcome)] };
  }
  // An award that is undone while its own stage is open has failed; from the contract on the script knows the way back.
  const outcome = afterwards === 'next' && stageName(stage) !== 'award' ? 'next' : 'failed';
  return { events: [invalidated(state, data, afterwards), ...uncommitted, stageEnded(stage, outcome)] };
};

/** The purchase as its money stands after these events: what is given back was committed a moment before. */
const afterUncommit = (state: PurchaseState, events: readonly DomainEvent[]): PurchaseState => {
  const moves = events.flatMap(({ data }) => (data as { moves: Parameters<typeof applyMoves>[1] }).moves);
  return { ...state, funding: { ...state.funding, years: applyMoves(state.funding.years, moves) } };
};
