import { evolveApprovals } from '../approval/index.js';
import { CLOSING, evolveStages, stageName, type Instant, type Recorded, type Stages } from '../kernel/index.js';
import type { Attempt, DisbursementEvent, DisbursementState, Recovery } from './disbursement.js';

type Data<T extends DisbursementEvent['type']> = Extract<DisbursementEvent, { type: T }>['data'];

const attempted = (state: DisbursementState, key: string, change: (of: Attempt) => Partial<Attempt>): readonly Attempt[] =>
  state.attempts.map((attempt) => (attempt.key === key ? { ...attempt, ...change(attempt) } : attempt));
const recovering = (state: DisbursementState, change: (of: Recovery) => Partial<Recovery>): DisbursementState =>
  state.recovery ? { ...state, recovery: { ...state.recovery, ...change(state.recovery) } } : state;

export const evolveDisbursement = (
  state: DisbursementState,
  { event, effectiveAt, by }: Recorded<DisbursementEvent>,
): DisbursementState => {
  switch (event.type) {
    case 'PaymentRequested': {
      const { data } = event;
      return {
        ...state,
        purchase: data.purchase,
        jurisdiction: data.jurisdiction,
        pins: data.pins,
        instalment: data.instalment,
        contract: data.contract,
        supplier: data.supplier,
        payeeKind: data.payeeKind,
        purchaser: data.purchaser,
        finance: data.finance,
        payee: data.payee,
        requester: { person: by.person ?? '', appointment: by.appointment ?? '' },
        ...asked(data, effectiveAt),
      };
    }
    case 'RequestResubmitted':
      return { ...state, ...asked(event.data, effectiveAt) };
    case 'RequestCancelled':
    case 'DisbursementRefused':
      return { ...state, desk: 'over' };
    case 'RequestConfirmed': {
      const { facts, amount, disputed, budgetLine, moves, opens } = event.data;
      const approval = evolveApprovals(opens ? null : state.approval, moves, effectiveAt);
      const handler = { person: by.person ?? '', appointment: by.appointment ?? '' };
      return { ...state, facts, amount, disputed, budgetLine, approval, handler, desk: 'chain' };
    }
    case 'RequestReturned':
      return { ...state, desk: event.data.to, confirmDue: event.data.confirmDue ?? state.confirmDue, handlerLate: false };
    case 'DisbursementChainMoved':
      return { ...state, approval: evolveApprovals(state.approval, event.data.moves, effectiveAt), desk: 'chain' };
    case 'BudgetLineChanged':
      return { ...state, budgetLine: event.data.budgetLine };
    case 'PaymentOrdered':
      return { ...state, ...ordered(state, event.data, effectiveAt) };
    case 'PaymentPosted': {
      const { key, amount, treasuryNo, reason, interest } = event.data;
      const attempts = attempted(state, key, (of) => ({
        state: of.paid + amount >= of.amount ? 'paid' : 'partial',
        paid: of.paid + amount,
        treasuryNo,
        reason,
      }));
      const paid = state.paid + amount;
      return { ...state, attempts, paid, interest: interest ?? state.interest, desk: paid >= state.amount ? 'over' : 'correction' };
    }
    case 'PaymentRejected': {
      const { key, treasuryNo, reason } = event.data;
      return { ...state, attempts: attempted(state, key, () => ({ state: 'refused', treasuryNo, reason })), desk: 'correction' };
    }
    case 'PaymentReturned': {
      const { key, amount, reason, confirmDue } = event.data;
      const attempts = attempted(state, key, (of) => ({ state: 'returned', returned: of.returned + amount, reason }));
      return { ...state, attempts, paid: state.paid - amount, desk: 'correction', confirmDue, handlerLate: false };
    }
    case 'DisbursementReopened':
      return { ...state, stages: reopened(state.stages, event.data.stage) };
    case 'RequestCorrected':
      return { ...state, payee: event.data.payee };
    case 'PaymentLate':
      return { ...state, overdue: true };
    case 'OrderUnanswered':
      return { ...state, attempts: attempted(state, event.data.key, () => ({ unanswered: true })) };
    case 'HandlerLate':
      return { ...state, handlerLate: true };
    case 'AlarmAcknowledged':
      return { ...state, acknowledged: [...state.acknowledged, event.data.alarm] };
    case 'RecoveryDemanded':
      return demanded(state, event.data, effectiveAt);
    case 'PartsAgreed':
      return recovering(state, (of) => ({
        parts: event.data.parts,
        // Parts are covered by what comes in from here on.
        receivedBefore: of.received,
        overdueSince: null,
        legalDue: null,
      }));
    case 'ReceiptRecorded': {
      const { movementNo, amount, valueOn, interest, excess, interestPaid = 0n, recovered = 0n } = event.data;
      return recovering(state, (of) => ({
        received: of.received + amount - excess - interestPaid,
        receipts: [...of.receipts, { movementNo, amount, valueOn }],
        interest: of.interest + interest,
        writtenOff: of.writtenOff - recovered,
        ...(interestPaid > 0n ? { interestPaid: (of.interestPaid ?? 0n) + interestPaid } : {}),
        // What was received beyond everything before anybody reckoned with it stays as it was kept.
        ...(event.data.interestPaid !== undefined && excess > 0n ? { excess: (of.excess ?? 0n) + excess } : {}),
      }));
    }
    case 'RecoveryLate':
      return recovering(state, () => ({ overdueSince: effectiveAt, legalDue: event.data.legalDue }));
    case 'LegalRecoveryOpened':
      return recovering(state, () => ({ legalOpen: true }));
    case 'LegalStepRecorded':
      return recovering(state, (of) => ({ legalSteps: of.legalSteps + 1 }));
    case 'WriteOffProposed': {
      const approval = evolveApprovals(null, event.data.moves, effectiveAt);
      return approval ? recovering(state, () => ({ writeOff: { approval, amount: event.data.amount } })) : state;
    }
    case 'WriteOffChainMoved':
      return recovering(state, (of) => {
        const approval = evolveApprovals(of.writeOff?.approval ?? null, event.data.moves, effectiveAt);
        return of.writeOff && approval ? { writeOff: { ...of.writeOff, approval } } : {};
      });
    case 'RecoveryWrittenOff':
      return recovering(state, (of) => ({ writtenOff: of.writtenOff + event.data.amount }));
    case 'StageEntered':
    case 'StageEnded':
      return { ...state, stages: evolveStages(state.stages, event, effectiveAt) };
  }
};

const asked = (
  data: Pick<Data<'RequestResubmitted'>, 'amount' | 'invoice' | 'due' | 'confirmDue'>,
  at: Instant,
): Partial<DisbursementState> => ({
  requested: data.amount,
  amount: data.amount,
  disputed: 0n,
  invoice: data.invoice,
  requestedAt: at,
  due: data.due,
  confirmDue: data.confirmDue,
  handlerLate: false,
  desk: 'handler',
});

const ordered = (state: DisbursementState, data: Data<'PaymentOrdered'>, at: Instant): Partial<DisbursementState> => {
  const { n, key, orderNo, amount, payee, payeeName, answerDue } = data;
  const fresh = { unanswered: false, state: 'ordered', paid: 0n, returned: 0n, treasuryNo: null, reason: null } as const;
  const attempt: Attempt = { n, key, orderNo, amount, account: payee.account, payeeName, orderedAt: at, answerDue, ...fresh };
  return { attempts: [...state.attempts, attempt], desk: 'treasury' };
};

/** A closed case is taken up again: its payment stage ended otherwise than it seemed, and its closing has not happened. */
const reopened = (stages: Stages, stage: string): Stages => {
  const ended = Object.fromEntries(Object.entries(stages.ended).filter(([name]) => stageName(name) !== CLOSING));
  return { open: stages.open.filter((one) => one.stage !== CLOSING), ended: { ...ended, [stage]: 'reopened' }, closed: false };
};

const demanded = (state: DisbursementState, data: Data<'RecoveryDemanded'>, at: Instant): DisbursementState => ({
  ...state,
  direction: 'recover',
  purchase: data.purchase,
  jurisdiction: data.jurisdiction,
  pins: data.pins,
  contract: data.contract,
  supplier: data.supplier,
  payeeKind: data.payeeKind,
  purchaser: data.purchaser,
  finance: data.finance,
  requestedAt: at,
  desk: 'over',
  recovery: {
    number: data.number,
    cause: data.cause,
    demanded: data.amount,
    due: data.due,
    parts: [],
    receivedBefore: 0n,
    received: 0n,
    receipts: [],
    interestPercent: data.interestPercent,
    interest: 0n,
    overdueSince: null,
    legalDue: null,
    legalOpen: false,
    legalSteps: 0,
    writeOff: null,
    writtenOff: 0n,
  },
});
