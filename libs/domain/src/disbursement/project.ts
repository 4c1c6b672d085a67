import { bigrams, currentStage, readersWithAudit, type Effect, type Recorded, type Row } from '../kernel/index.js';
import type { DisbursementEvent, DisbursementState } from './disbursement.js';

const standing = (state: DisbursementState): string => {
  if (state.recovery) return state.stages.closed ? 'settled' : state.recovery.overdueSince === null ? 'demanded' : 'overdue';
  if (state.stages.closed) return state.paid >= state.amount && state.amount > 0n ? 'paid' : 'ended';
  return state.overdue ? 'overdue' : state.desk;
};

/** A disbursement in lists and search: for the payee, the purchaser, finance and audit. */
export const projectDisbursement = (recorded: Recorded<DisbursementEvent>, state: DisbursementState): readonly Row[] => {
  if (state.purchase === null) return [];
  const number = state.recovery?.number ?? state.attempts.at(-1)?.orderNo ?? null;
  const title = state.recovery ? `追回 ${state.contract}` : `支付 ${state.contract} ${state.instalment ?? ''}`;
  return [
    {
      table: 'case_view',
      key: recorded.caseId,
      values: {
        kind: 'disbursement',
        number,
        title,
        stage: currentStage(state.stages),
        state: standing(state),
        organisation: state.purchaser,
        readers: readersWithAudit(state.purchaser, state.finance, state.supplier),
        public: false,
        amount: state.recovery?.demanded ?? state.amount,
        due_at: state.recovery ? state.recovery.due.dueAt : (state.due?.binding.dueAt ?? null),
        bigrams: bigrams(`${title} ${number ?? ''}`),
        created_at: state.requestedAt,
        updated_at: recorded.at,
      },
    },
  ];
};

/** A payment order leaves as an effect under its derived key. The account itself stands in content, and so does the name of a person: whoever sends it looks them up. */
export const effectsDisbursement = ({ event }: Recorded<DisbursementEvent>, state: DisbursementState): readonly Effect[] => {
  if (event.type !== 'PaymentOrdered') return [];
  const { key, orderNo, amount, payee, payeeName } = event.data;
  return [
    {
      key,
      kind: 'payment',
      payload: {
        orderNo,
        payer: state.purchaser,
        payee: {
          organisation: payee.organisation,
          name: payeeName !== null && typeof payeeName === 'object' ? { ...payeeName } : payeeName,
          account: payee.account.content,
        },
        amount,
        memo: `${state.contract} ${state.instalment ?? ''}`.trim(),
      },
    },
  ];
};
