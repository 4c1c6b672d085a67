import type { CaseId, Context, Decision, DomainEvent, Recorded } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { formatYuan } from '../../kernel/money.js';
import { firstOf, refuse, type Refusal } from '../../kernel/refusal.js';
import { words, type Rule } from '../../kernel/rules.js';
import { currentStage, roundOf, stageEnded, stageName } from '../../kernel/stages.js';
import { purchaseRow } from '../case-row.js';
import { fundingNeeds, releaseCommitments, releaseFunds } from '../funding/part.js';
import { publicNotice } from '../notice.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import { phaseOf, type EndingCommand, type EndingCommandType, type EndingEvent } from './ending.js';
import { endingLegal } from './moments.js';
import { endingRefusals, type EndingRefusal } from './refusals.js';
import type { Compensation, EndingState, Settlement } from './state.js';

type Data<T extends EndingCommandType> = Extract<EndingCommand, { type: T }>['data'];
const no = (code: EndingRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<EndingRefusal>(code, more);
const stageOf = (state: PurchaseState): string => currentStage(state.stages) ?? '';

const grounded = (ground: string, rule: Rule): Refusal | null =>
  words(rule).includes(ground) ? null : no('ending.ground_not_legal', { pointer: '/ground', rule, meta: { ground, legal: words(rule) } });
const payable = (compensations: readonly Compensation[] = []): Refusal | null => {
  const at = compensations.findIndex(({ amount }) => amount <= 0n);
  return at < 0 ? null : no('ending.compensation_invalid', { pointer: `/compensations/${at}/amount` });
};

/** Who must hear of it. Before the opening nobody knows who bids, so it is said to all by the notice alone. */
const concerned = (state: PurchaseState): readonly CaseId[] => {
  switch (phaseOf(state)) {
    case 'after-opening':
      return state.tender.current?.opening?.bids.map(({ supplier }) => supplier) ?? [];
    case 'after-notification':
      return state.award.current ? [state.award.current.winner.supplier] : [];
    case 'after-signing':
    case 'rescinding':
      return state.contract.signed ? [state.contract.signed.supplier] : [];
    default:
      return [];
  }
};
const refundsDue = (state: PurchaseState, context: Context) =>
  dueOf(context.rules.rule('tender.cancel_refund', state.pins), context.at, context.calendar);

interface End {
  readonly by: EndingCommandType;
  readonly ground: string | null;
  readonly data: Pick<Data<'cancel'>, 'reason' | 'compensations'>;
  readonly reference?: Data<'invalidateAward'>['reference'];
}
const ended = (state: PurchaseState, end: End, due: ReturnType<typeof refundsDue> | null): EndingEvent => ({
  type: 'PurchaseEndedEarly',
  schema: 1,
  data: {
    by: end.by,
    stage: stageOf(state),
    ground: end.ground,
    reason: end.data.reason,
    reference: end.reference ?? null,
    compensations: end.data.compensations ?? [],
    refundsDue: due,
    suppliers: concerned(state),
  },
});

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

const paidSoFar = (state: PurchaseState): bigint => state.delivery.instalments.reduce((sum, { paid }) => sum + paid, 0n);
/** The last events of a rescission: delivery ends rescinded, a contract not yet in effect is cancelled. */
const endRescinded = (state: PurchaseState, end: End): readonly DomainEvent[] => {
  const stage = stageOf(state);
  return [ended(state, end, null), stageEnded(stage, stageName(stage) === 'delivery' ? 'rescinded' : 'cancelled')];
};

const rescind = (state: PurchaseState, data: Data<'rescind'>, context: Context): Decision | Refusal => {
  const { signed } = state.contract;
  if (signed === null) return no('ending.contract_not_signed');
  const running = state.delivery.instalments.find(({ disbursement, settled }) => disbursement !== null && settled === null);
  const { owed, ground, reason, compensations = [] } = data;
  const refused = firstOf([
    grounded(ground, context.rules.rule('contract.rescission_grounds', state.pins)),
    owed < 0n || owed > signed.amount
      ? no('ending.owed_out_of_range', { pointer: '/owed', meta: { amount: formatYuan(signed.amount) } })
      : null,
    payable(compensations),
    running ? no('ending.disbursement_open', { meta: { instalment: running.id } }) : null,
  ]);
  if (refused) return refused;
  const paid = paidSoFar(state);
  const [clawback, outstanding] = paid > owed ? [paid - owed, 0n] : [0n, owed - paid];
  const settlement: Settlement = { owed, paid, clawback, outstanding };
  const rescinded: EndingEvent = { type: 'ContractRescinded', schema: 1, data: { ground, reason, settlement, compensations } };
  const released = releaseCommitments(state, signed.amount - (paid > owed ? paid : owed), context);
  if (clawback > 0n || outstanding > 0n) return { events: [rescinded, ...released] };
  const settled: EndingEvent = { type: 'RescissionSettled', schema: 1, data: { received: 0n, reference: null } };
  return { events: [rescinded, ...released, settled, ...endRescinded(state, { by: 'rescind', ground, data })] };
};

/** The money of a rescission has come out exactly: what was owed is paid, what was paid too much has been received back. */
const completeRescission = (state: PurchaseState, data: Data<'completeRescission'>): Decision | Refusal => {
  const { rescission } = state.ending;
  const reasons = state.ending.ended;
  if (rescission === null || reasons === null) return no('ending.no_rescission');
  const { owed, paid, clawback } = rescission.settlement;
  const missing = clawback > 0n ? clawback - data.received : owed - paid - (paidSoFar(state) - paid) + data.received;
  if (missing !== 0n) return no('ending.settlement_open', { pointer: '/received', meta: { missing: formatYuan(missing) } });
  const settled: EndingEvent = { type: 'RescissionSettled', schema: 1, data };
  const { reason, compensations } = reasons;
  return { events: [settled, ...endRescinded(state, { by: 'rescind', ground: rescission.ground, data: { reason, compensations } })] };
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
    case 'invalidateAward': {
      const { data } = command;
      const { ground, reference } = data;
      const faults = firstOf([grounded(ground, context.rules.rule('award.invalid_grounds', state.pins)), payable(data.compensations)]);
      return faults ?? endNow(state, { by: 'invalidateAward', ground, data, reference }, context, true);
    }
    case 'rescind':
      return rescind(state, command.data, context);
    case 'completeRescission':
      return completeRescission(state, command.data);
  }
};

const folded = (ending: EndingState, { event, effectiveAt: at }: Recorded<EndingEvent>): EndingState => {
  switch (event.type) {
    case 'PurchaseEndedEarly': {
      const { by, ground, reason, compensations, refundsDue: due } = event.data;
      return { ...ending, ended: { by, ground, reason, compensations, refundsDue: due, at } };
    }
    case 'TenderVoided':
      return ending;
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
    completeRescission: { by: 'person', stages: 'any', contents: ['/reference'] },
  },
  events: { PurchaseEndedEarly: true, TenderVoided: true, ContractRescinded: true, RescissionSettled: true },
  refusals: endingRefusals,
  // Ending a tender closes its window: no bid is being received meanwhile.
  touches: (command, caseId) => (command.type === 'terminateTender' ? { window: { id: caseId, mode: 'exclusive' } } : {}),
  needs: (state) => fundingNeeds(state),
  legal: endingLegal,
  decide,
  evolve: (state, recorded) => ({
    ...state,
    ending: folded(state.ending, recorded),
    endedEarly: recorded.event.type === 'PurchaseEndedEarly' ? { by: recorded.event.data.by, at: recorded.effectiveAt } : state.endedEarly,
  }),
  tasks: (state) => {
    const { rescission } = state.ending;
    if (rescission === null || rescission.settledAt !== null) return [];
    const { clawback, outstanding } = rescission.settlement;
    return [
      {
        key: 'ending/settlement',
        name: 'completeRescission',
        to: { organisation: state.parties.finance ?? '', role: 'finance-officer' },
        since: rescission.at,
        dueAt: null,
        rule: null,
        meta: { clawback: formatYuan(clawback), outstanding: formatYuan(outstanding) },
      },
    ];
  },
  project: (recorded, state) => {
    const { event } = recorded as Recorded<EndingEvent>;
    const notice = noticeOf(event, state);
    const ground = 'ground' in event.data ? event.data.ground : null;
    return [
      purchaseRow(recorded, state, null),
      ...(notice === null
        ? []
        : [publicNotice(state, recorded, notice.kind, { stage: stageName(notice.stage), ground }, { round: roundOf(notice.stage) })]),
    ];
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
