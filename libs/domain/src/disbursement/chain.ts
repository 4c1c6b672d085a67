import {
  actingCandidate,
  approvalStands,
  chainDefinition,
  evolveApprovals,
  moveChain,
  openChain,
  protectedHash,
  type ApprovalMove,
  type ApprovalVerb,
  type ChainOrganisations,
} from '../approval/index.js';
import {
  currentStage,
  dateOf,
  dueOf,
  formatYuan,
  isRefusal,
  refuse,
  stageEnded,
  yearOf,
  type CaseId,
  type Command,
  type Context,
  type Decision,
  type Instant,
  type Json,
  type Refusal,
} from '../kernel/index.js';
import type { OrganisationState } from '../organisation/index.js';
import { payableThisYear } from '../purchase/funding/part.js';
import type { PurchaseState } from '../purchase/state.js';
import type { DataOf, Decided, DisbursementEvent, DisbursementState, Payee } from './disbursement.js';
import { unpaid } from './disbursement.js';
import type { DisbursementRefusal } from './refusals.js';
import { purchaseOf } from './request.js';

const no = (code: DisbursementRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<DisbursementRefusal>(code, more);

export const disbursementOrganisations = (state: DisbursementState): ChainOrganisations => ({
  purchaser: state.purchaser,
  finance: state.finance,
});
/** Payment orders are numbered by finance bureau and year. */
export const orderSeries = (finance: CaseId, at: Instant): string => `${finance}/${yearOf(dateOf(at))}/payment-order`;

/** What every vote is bound to: who gets it, how much, from which line. */
const protectedFields = (payee: Payee, amount: bigint, budgetLine: CaseId): Readonly<Record<string, Json>> => ({
  payee: [payee.organisation, payee.account.content, payee.account.hash],
  amount,
  budgetLine,
});
const hashOf = (state: DisbursementState, change: { readonly payee?: Payee; readonly budgetLine?: CaseId }, context: Context): string => {
  const definition = state.approval?.definition ?? chainDefinition(context, 'approval.disbursement', state.pins);
  const [payee, budgetLine] = [change.payee ?? state.payee, change.budgetLine ?? state.budgetLine];
  if (!payee || budgetLine === null) throw new Error('an approval is about a payee and a line');
  return protectedHash(context, definition, protectedFields(payee, state.amount, budgetLine));
};

/** The line of the running year from which this purchase pays; null while finance has funded none. */
const payingLine = (purchase: PurchaseState, at: Instant): CaseId | null =>
  purchase.funding.years.find(
    (funds) => funds.line !== null && !funds.ended && funds.endsAt !== null && at < funds.endsAt && funds.committed + funds.accepted > 0n,
  )?.line ?? null;

const notFunded = (purchase: PurchaseState, state: DisbursementState, context: Context): Refusal =>
  no('disbursement.year_not_funded', {
    rule: context.rules.rule('pay.no_budget', state.pins),
    meta: { available: formatYuan(payableThisYear(purchase, context.at)) },
  });

/** The handler states that the service was rendered as requested; who approves is somebody else. */
export const confirmRequest = (state: DisbursementState, data: DataOf<'confirmRequest'>, context: Context): Decided => {
  const purchase = purchaseOf(state.purchase, context);
  const handler = actingCandidate(context);
  const { payee } = state;
  if (!purchase || !handler || !payee) return no('disbursement.purchase_unknown');
  const amount = data.amount ?? state.requested;
  if (amount <= 0n || amount > state.requested) return no('disbursement.confirmed_too_much', { pointer: '/amount' });
  if (amount < state.requested && !data.dispute) return no('disbursement.dispute_unreasoned', { pointer: '/dispute' });
  const contract = purchase.contract.signed?.payee;
  if (contract?.organisation !== payee.organisation || contract.account.hash !== payee.account.hash)
    return no('disbursement.payee_differs');
  const budgetLine = payingLine(purchase, context.at);
  if (budgetLine === null || payableThisYear(purchase, context.at) < amount) return notFunded(purchase, state, context);
  const again = state.approval?.status === 'returned' && state.approval.initiator.person === handler.person;
  const fields = protectedFields(payee, amount, budgetLine);
  const moves =
    again && state.approval
      ? resubmit(state, state.approval.definition, fields, amount, context)
      : open(state, handler, fields, amount, context);
  if (isRefusal(moves)) return moves;
  return {
    events: [
      {
        type: 'RequestConfirmed',
        schema: 1,
        data: {
          facts: data.facts,
          amount,
          disputed: state.requested - amount,
          dispute: data.dispute ?? null,
          budgetLine,
          moves,
          opens: !again,
        },
      },
    ],
  };
};

const open = (
  state: DisbursementState,
  initiator: { readonly person: string; readonly appointment: string },
  fields: Readonly<Record<string, Json>>,
  amount: bigint,
  context: Context,
): readonly ApprovalMove[] | Refusal =>
  openChain(context, {
    rule: 'approval.disbursement',
    organisations: disbursementOrganisations(state),
    initiator,
    drafters: state.requester ? [state.requester.person] : [],
    amount,
    fields,
    pins: state.pins,
  });

const resubmit = (
  state: DisbursementState,
  definition: NonNullable<DisbursementState['approval']>['definition'],
  fields: Readonly<Record<string, Json>>,
  amount: bigint,
  context: Context,
): readonly ApprovalMove[] | Refusal => {
  const verb: ApprovalVerb = { verb: 'resubmit', hash: protectedHash(context, definition, fields), amount };
  if (!state.approval) return [];
  return moveChain(context, state.approval, verb, disbursementOrganisations(state), state.pins);
};

/** The handler sends the request back for another invoice. */
export const returnRequest = (reason: DataOf<'returnRequest'>['reason']): Decision<DisbursementEvent> => ({
  events: [{ type: 'RequestReturned', schema: 1, data: { to: 'supplier', reason, confirmDue: null } }],
});

/** One verb of the chain; the last approval is the payment order, in the same transaction. */
export const voteDisbursement = (state: DisbursementState, given: ApprovalVerb, context: Context): Decided => {
  if (!state.approval) return no('disbursement.wrong_desk', { meta: { desk: state.desk } });
  const toSupplier = given.verb === 'return' && given.to === 'supplier';
  const verb: ApprovalVerb = toSupplier ? { ...given, to: 'drafter' } : given;
  const moves = moveChain(context, state.approval, verb, disbursementOrganisations(state), state.pins);
  if (isRefusal(moves)) return moves;
  if (moves.length === 0) return { events: [] };
  const moved: DisbursementEvent = { type: 'DisbursementChainMoved', schema: 1, data: { moves } };
  const after = evolveApprovals(state.approval, moves, context.at);
  switch (after?.status) {
    case 'approved': {
      const purchase = purchaseOf(state.purchase, context);
      if (!purchase) return no('disbursement.purchase_unknown');
      const line = payingLine(purchase, context.at);
      if (line === null || payableThisYear(purchase, context.at) < unpaid(state)) return notFunded(purchase, state, context);
      if (line !== state.budgetLine) return lineChanged(state, line, context);
      const order = orderPayment(state, state.payee, context);
      return isRefusal(order) ? order : { ...order, events: [moved, ...order.events] };
    }
    case 'refused':
      return {
        events: [
          moved,
          { type: 'DisbursementRefused', schema: 1, data: {} },
          stageEnded(currentStage(state.stages) ?? 'approval', 'refused'),
        ],
        commands: [reopenInstalment(state, context)],
      };
    case 'returned':
      return after.back?.to === 'drafter' && given.verb === 'return' && given.opinion
        ? { events: [moved, returned(state, toSupplier ? 'supplier' : 'handler', given.opinion, context)] }
        : { events: [moved] };
    default:
      return { events: [moved] };
  }
};

const returned = (
  state: DisbursementState,
  to: 'supplier' | 'handler',
  reason: DataOf<'returnRequest'>['reason'],
  context: Context,
): DisbursementEvent => ({
  type: 'RequestReturned',
  schema: 1,
  data: {
    to,
    reason,
    confirmDue: to === 'handler' ? dueOf(context.rules.rule('pay.confirm.due', state.pins), context.at, context.calendar) : null,
  },
});

/** The year has turned, or the money was carried: the votes were for another line and are void, the chain begins again. */
const lineChanged = (state: DisbursementState, budgetLine: CaseId, context: Context): Decided => {
  if (!state.approval) return { events: [] };
  const verb: ApprovalVerb = { verb: 'changeProtected', hash: hashOf(state, { budgetLine }, context), amount: state.amount };
  const moves = moveChain(context, state.approval, verb, disbursementOrganisations(state), state.pins);
  if (isRefusal(moves)) return moves;
  return {
    events: [
      { type: 'BudgetLineChanged', schema: 1, data: { budgetLine } },
      { type: 'DisbursementChainMoved', schema: 1, data: { moves } },
    ],
  };
};

export const reopenInstalment = (state: DisbursementState, context: Context): Command => ({
  type: 'instalmentReopened',
  caseId: state.purchase ?? '',
  data: { instalment: state.instalment, disbursement: context.caseId },
});

/** 支付令: what is approved and not yet paid, under a key that is derived and never used for another order. */
const orderPayment = (state: DisbursementState, payee: Payee | null, context: Context): Decided => {
  const supplier = context.cases.get(state.supplier)?.state as OrganisationState | undefined;
  if (!payee || !supplier?.data) return no('disbursement.no_account');
  const n = state.attempts.length + 1;
  const series = orderSeries(state.finance, context.at);
  const order: DisbursementEvent = {
    type: 'PaymentOrdered',
    schema: 2,
    data: {
      n,
      key: `${context.caseId}:${n}`,
      orderNo: `支付令〔${yearOf(dateOf(context.at))}〕${context.numbers.get(series) ?? 1}号`,
      amount: unpaid(state),
      payee,
      payeeName: supplier.data.name,
      answerDue: dueOf(context.rules.rule('pay.order.answer', state.pins), context.at, context.calendar),
    },
  };
  return { events: [order, stageEnded(currentStage(state.stages) ?? 'approval', 'ordered')], numbers: { [series]: 1 } };
};

/** After a refusal or return by the treasury: the same account is ordered again, another one voids the approvals. */
export const correctRequest = (state: DisbursementState, data: DataOf<'correctRequest'>, context: Context): Decided => {
  const purchase = purchaseOf(state.purchase, context);
  const contract = purchase?.contract.signed?.payee;
  if (!purchase || !contract || !state.approval) return no('disbursement.purchase_unknown');
  const registered = (context.cases.get(state.supplier)?.state as OrganisationState | undefined)?.account ?? null;
  const account = data.account === 'contract' ? contract.account : registered;
  if (!account) return no('disbursement.no_account', { pointer: '/account' });
  const payee: Payee = { organisation: state.supplier, account };
  const corrected: DisbursementEvent = { type: 'RequestCorrected', schema: 1, data: { account: data.account, payee, reason: data.reason } };
  const line = payingLine(purchase, context.at);
  if (line === null || payableThisYear(purchase, context.at) < unpaid(state)) return notFunded(purchase, state, context);
  const hash = hashOf(state, { payee, budgetLine: line }, context);
  if (approvalStands(state.approval, hash)) {
    const order = orderPayment(state, payee, context);
    return isRefusal(order) ? order : { ...order, events: [corrected, ...order.events] };
  }
  const handler = actingCandidate(context);
  const verb: ApprovalVerb = { verb: 'changeProtected', hash, amount: state.amount, drafters: handler ? [handler.person] : [] };
  const moves = moveChain(context, state.approval, verb, disbursementOrganisations(state), state.pins);
  if (isRefusal(moves)) return moves;
  const changed: readonly DisbursementEvent[] =
    line === state.budgetLine ? [] : [{ type: 'BudgetLineChanged', schema: 1, data: { budgetLine: line } }];
  return { events: [corrected, ...changed, { type: 'DisbursementChainMoved', schema: 1, data: { moves } }] };
};
