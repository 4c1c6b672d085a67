import type { Context, Decision, Recorded } from '../../kernel/case.js';
import { firstOf, type Refusal } from '../../kernel/refusal.js';
import { words } from '../../kernel/rules.js';
import { roundOf, stageEnded, stageName } from '../../kernel/stages.js';
import { initialContract } from '../contract/state.js';
import { initialDelivery } from '../delivery/state.js';
import { fundingNeeds, releaseFunds } from '../funding/part.js';
import { publicNotice } from '../notice.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import { invalidateAward } from './annulment.js';
import type { EndingCommand, EndingCommandType, EndingEvent } from './ending.js';
import { endingLegal } from './moments.js';
import { ended, grounded, no, payable, refundsDue, stageOf, type End } from './reasons.js';
import { endingRefusals } from './refusals.js';
import { completeRescission, rescind, rescissionDeadlines } from './rescission.js';
import type { EndingState } from './state.js';

type Data<T extends EndingCommandType> = Extract<EndingCommand, { type: T }>['data'];

/** Ends the whole purchase before a contract: the money goes back to its line in the same transaction. */
const endNow = (state: PurchaseState, end: End, context: Context, refunds: boolean): Decision => ({
  events: [
    ended(state, end, refunds ? refundsDue(state, context) : null),
    ...releaseFunds(state, context),
    stageEnded(stageOf(state), 'cancelled'),
  ],
});

const voidTender = (state: PurchaseState, data: Data<'voidTender'>, context: Context): Decision | Refusal => {
  const { ground, reason, compensations = [], retender } = data;
  const legal = context.rules.rule('tender.void_grounds', state.pins);
  const cancels = context.rules.rule('tender.cancel_ground', state.pins);
  const refused = firstOf([
    grounded(ground, legal),
    retender && words(cancels).includes(ground) ? no('ending.task_cancelled', { pointer: '/retender', rule: cancels }) : null,
    payable(compensations),
  ]);
  if (refused) return refused;
  if (!retender) return endNow(state, { by: 'voidTender', ground, data }, context, true);
  const stage = stageOf(state);
  const voided: EndingEvent = {
    type: 'TenderVoided',
    schema: 1,
    data: { stage, ground, reason, compensations, refundsDue: refundsDue(state, context) },
  };
  return { events: [voided, stageEnded(stage, 'failed')] };
};

const decide = (state: PurchaseState, command: EndingCommand, context: Context): Decision | Refusal => {
  const refused = endingLegal(state, command.type, context);
  if (refused) return refused;
  switch (command.type) {
    case 'cancel':
      return payable(command.data.compensations) ?? endNow(state, { by: 'cancel', ground: null, data: command.data }, context, false);
    case 'terminateTender': {
      const { data } = command;
      const { ground } = data;
      const faults = firstOf([grounded(ground, context.rules.rule('tender.cancel_ground', state.pins)), payable(data.compensations)]);
      return faults ?? endNow(state, { by: 'terminateTender', ground, data }, context, true);
    }
    case 'voidTender':
      return voidTender(state, command.data, context);
    case 'invalidateAward':
      return invalidateAward(state, command.data, context);
    case 'rescind':
      return rescind(state, command.data, context);
    case 'completeRescission':
      return completeRescission(state);
  }
};

/** A contract that was signed on an invalid award and not begun is no more, and neither is its delivery. */
const withoutAnnulled = (state: PurchaseState, event: EndingEvent): PurchaseState =>
  event.type === 'AwardInvalidated' && event.data.contract !== null && event.data.afterwards !== 'liability'
    ? { ...state, contract: initialContract, delivery: initialDelivery }
    : state;

const folded = (ending: EndingState, { event, effectiveAt: at }: Recorded<EndingEvent>): EndingState => {
  switch (event.type) {
    case 'PurchaseEndedEarly': {
      const { by, ground, reason, compensations, refundsDue: due } = event.data;
      return { ...ending, ended: { by, ground, reason, compensations, refundsDue: due, at } };
    }
    case 'TenderVoided':
      return ending;
    case 'AwardInvalidated': {
      const { stage: _stage, reason: _reason, reference: _reference, ...award } = event.data;
      return { ...ending, invalidAwards: [...(ending.invalidAwards ?? []), { ...award, at }] };
    }
    case 'ContractRescinded': {
      const { ground, reason, settlement, compensations } = event.data;
      return {
        ended: { by: 'rescind', ground, reason, compensations, refundsDue: null, at },
        rescission: { settlement, ground, at, settledAt: null },
      };
    }
    case 'RescissionSettled':
      return ending.rescission === null ? ending : { ...ending, rescission: { ...ending.rescission, settledAt: at } };
  }
};

/** Public notices of an early end; before any notice went out there is nothing to take back. */
const noticeOf = (event: EndingEvent, state: PurchaseState): { readonly kind: string; readonly stage: string } | null => {
  if (event.type === 'ContractRescinded') return { kind: 'rescissionNotice', stage: stageOf(state) };
  if (event.type === 'TenderVoided') return { kind: 'voidNotice', stage: event.data.stage };
  // Of an end of the whole purchase one notice says all.
  if (event.type === 'AwardInvalidated')
    return event.data.afterwards === 'end' ? null : { kind: 'awardInvalidNotice', stage: event.data.stage };
  if (event.type !== 'PurchaseEndedEarly') return null;
  const { by, stage } = event.data;
  switch (by) {
    case 'cancel':
      return state.planning.intentNotice === null ? null : { kind: 'cancellationNotice', stage };
    case 'terminateTender':
      return { kind: 'terminationNotice', stage };
    case 'voidTender':
      return { kind: 'voidNotice', stage };
    case 'invalidateAward':
      return { kind: 'awardInvalidNotice', stage };
    case 'rescind':
    case 'completeRescission':
      return null;
  }
};

/** Whatever ends a purchase before its time, by the way that is open at that stage and no other. */
export const endingPart: Part<EndingCommand, EndingEvent> = {
  commands: {
    cancel: { by: 'person', stages: 'any', contents: ['/reason', '/compensations/-/reason'] },
    terminateTender: { by: 'person', stages: 'any', contents: ['/reason', '/compensations/-/reason'] },
    voidTender: { by: 'person', stages: 'any', contents: ['/reason', '/compensations/-/reason'] },
    invalidateAward: { by: 'person', stages: 'any', contents: ['/reason', '/reference', '/compensations/-/reason'] },
    rescind: { by: 'person', stages: 'any', contents: ['/reason', '/compensations/-/reason'] },
    completeRescission: { by: 'system', stages: 'any' },
  },
  events: { PurchaseEndedEarly: true, TenderVoided: true, AwardInvalidated: true, ContractRescinded: true, RescissionSettled: true },
  refusals: endingRefusals,
  // Ending a tender closes its window: no bid is being received meanwhile.
  touches: (command, caseId) => (command.type === 'terminateTender' ? { window: { id: caseId, mode: 'exclusive' } } : {}),
  needs: (state) => fundingNeeds(state),
  legal: endingLegal,
  decide,
  evolve: (state, recorded) => ({
    ...withoutAnnulled(state, recorded.event),
    ending: folded(state.ending, recorded),
    endedEarly: recorded.event.type === 'PurchaseEndedEarly' ? { by: recorded.event.data.by, at: recorded.effectiveAt } : state.endedEarly,
  }),
  deadlines: rescissionDeadlines,
  project: (recorded, state) => {
    const { event } = recorded as Recorded<EndingEvent>;
    const notice = noticeOf(event, state);
    const ground = 'ground' in event.data ? event.data.ground : null;
    if (notice === null) return [];
    return [publicNotice(state, recorded, notice.kind, { stage: stageName(notice.stage), ground }, { round: roundOf(notice.stage) })];
  },
  effects: (recorded, state) => {
    const notice = noticeOf((recorded as Recorded<EndingEvent>).event, state);
    if (notice === null) return [];
    const { caseId } = recorded;
    const round = roundOf(notice.stage);
    const { key } = publicNotice(state, recorded, notice.kind, {}, { round });
    return [{ key: `${caseId}:notice:${notice.kind}:${round}`, kind: 'notice', payload: { caseId, notice: key } }];
  },
};
