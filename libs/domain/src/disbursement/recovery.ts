import { actingCandidate, evolveApprovals, moveChain, openChain, type ApprovalVerb } from '../approval/index.js';
import {
  currentStage,
  dateOf,
  dueOf,
  endOfDay,
  formatYuan,
  isPlainDate,
  isRefusal,
  plusMs,
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
import { disbursementOrganisations } from './chain.js';
import {
  interestOpen,
  outstanding,
  type DemandClawback,
  type DataOf,
  type Decided,
  type DisbursementEvent,
  type DisbursementState,
  type Recovery,
} from './disbursement.js';
import { lateInterest } from './late-interest.js';
import type { DisbursementRefusal } from './refusals.js';

const no = (code: DisbursementRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<DisbursementRefusal>(code, more);

/** 退款通知书 are numbered by finance bureau and year: the treasury finds the demand by its number. */
export const demandSeries = (finance: CaseId, at: Instant): string => `${finance}/${yearOf(dateOf(at))}/clawback`;

/** The demand is numbered and reported to its purchase in the same transaction. */
export const demandBack = (state: DisbursementState, data: DemandClawback, context: Context): Decision<DisbursementEvent> => {
  if (state.purchase !== null) return { events: [] };
  const series = demandSeries(data.finance, context.at);
  const number = `退款通知书〔${yearOf(dateOf(context.at))}〕${context.numbers.get(series) ?? 1}号`;
  const due = dueOf(context.rules.rule('clawback.due'), context.at, context.calendar);
  // A rate that both agreed, else the one that the law puts in its place.
  const legal = context.rules.has('clawback.late_interest', data.pins) ? context.rules.rule('clawback.late_interest', data.pins) : null;
  const interestPercent = data.interestPercent ?? (legal ? (legal.value as string) : null);
  return {
    events: [{ type: 'RecoveryDemanded', schema: 1, data: { ...data, interestPercent, number, due } }],
    commands: [{ type: 'clawbackDemanded', caseId: data.purchase, data: { disbursement: context.caseId, amount: data.amount } }],
    claims: [`demand/${number}`],
    numbers: { [series]: 1 },
  };
};

const least = (a: bigint, b: bigint): bigint => (a < b ? a : b);

/** When the next money is due: the demand's own day, or that of the first agreed part not covered by what came in. */
export const recoveryDueAt = (recovery: Recovery): Instant | null => {
  let covered = recovery.received - recovery.receivedBefore;
  for (const part of recovery.parts) {
    covered -= part.amount;
    if (covered < 0n) return endOfDay(part.dueOn);
  }
  return recovery.parts.length > 0 ? null : recovery.due.dueAt;
};

/** Money that came in, by a line of the treasury's statement; each line once. */
export const recordReceipt = (state: DisbursementState, movement: Json, context: Context): Decision<DisbursementEvent> => {
  const { recovery } = state;
  const heard = movement as { readonly [key: string]: Json | undefined };
  const { movementNo, amount, valueOn } = heard;
  if (!recovery || heard.kind !== 'receipt' || typeof movementNo !== 'string' || typeof amount !== 'bigint') return { events: [] };
  if (recovery.receipts.some((receipt) => receipt.movementNo === movementNo)) return { events: [] };
  const on = isPlainDate(valueOn) ? valueOn : dateOf(context.at);
  const rest = outstanding(recovery);
  const counted = amount < rest ? amount : rest;
  const dueAt = recoveryDueAt(recovery);
  const late =
    recovery.interestPercent !== null && dueAt !== null
      ? lateInterest({
          payeeKind: state.payeeKind,
          amount: counted,
          due: dateOf(plusMs(dueAt, -1)),
          paid: on,
          on,
          rate: { source: 'agreed', annualPercent: recovery.interestPercent },
        })
      : null;
  const interest = late && !isRefusal(late) ? late.interest : 0n;
  // The demand first, then what was given up of it, then interest for delay; whatever is left was never owed.
  const recovered = least(amount - counted, recovery.writtenOff);
  const interestPaid = least(amount - counted - recovered, interest + interestOpen(recovery));
  const excess = amount - counted - recovered - interestPaid;
  const received: DisbursementEvent = {
    type: 'ReceiptRecorded',
    schema: 1,
    data: { movementNo, amount, valueOn: on, interest, excess, interestPaid, ...(recovered > 0n ? { recovered } : {}) },
  };
  const principal = counted + recovered;
  const commands: Command[] =
    principal > 0n
      ? [{ type: 'clawbackReceived', caseId: state.purchase ?? '', data: { disbursement: context.caseId, amount: principal } }]
      : [];
  const stage = currentStage(state.stages);
  const over = rest > 0n && counted === rest && stage !== null ? [stageEnded(stage, 'paid')] : [];
  return { events: [received, ...over], commands };
};

/** Parts agreed with the supplier: they make what is outstanding, on days that lie ahead. */
export const agreeParts = (state: DisbursementState, data: DataOf<'agreeParts'>, context: Context): Decided => {
  const { recovery } = state;
  if (!recovery) return no('disbursement.no_demand');
  const rest = outstanding(recovery);
  if (data.parts.some((part) => part.amount <= 0n) || data.parts.reduce((sum, part) => sum + part.amount, 0n) !== rest)
    return no('disbursement.parts_differ', { pointer: '/parts', meta: { outstanding: formatYuan(rest) } });
  const today = dateOf(context.at);
  const days = data.parts.map((part) => part.dueOn);
  if (days.some((day, i) => day <= (days[i - 1] ?? today))) return no('disbursement.parts_in_the_past', { pointer: '/parts' });
  return { events: [{ type: 'PartsAgreed', schema: 1, data }] };
};

/** Writing off what cannot be recovered: decided by a chain, never by time. */
export const proposeWriteOff = (state: DisbursementState, reason: DataOf<'proposeWriteOff'>['reason'], context: Context): Decided => {
  const { recovery } = state;
  const initiator = actingCandidate(context);
  if (!recovery || !initiator) return no('disbursement.no_demand');
  if (recovery.writeOff && (recovery.writeOff.approval.status === 'open' || recovery.writeOff.approval.status === 'suspended'))
    return no('disbursement.write_off_under_way');
  const amount = outstanding(recovery);
  const moves = openChain(context, {
    rule: 'approval.writeOff',
    organisations: disbursementOrganisations(state),
    initiator,
    drafters: [],
    amount,
    fields: { payee: state.supplier, amount, budgetLine: recovery.number },
    pins: state.pins,
  });
  if (isRefusal(moves)) return moves;
  return { events: [{ type: 'WriteOffProposed', schema: 1, data: { amount, reason, moves } }] };
};

export const voteWriteOff = (state: DisbursementState, verb: ApprovalVerb, context: Context): Decided => {
  const { recovery } = state;
  if (!recovery?.writeOff) return no('disbursement.no_write_off');
  const moves = moveChain(context, recovery.writeOff.approval, verb, disbursementOrganisations(state), state.pins);
  if (isRefusal(moves)) return moves;
  if (moves.length === 0) return { events: [] };
  const moved: DisbursementEvent = { type: 'WriteOffChainMoved', schema: 1, data: { moves } };
  if (evolveApprovals(recovery.writeOff.approval, moves, context.at)?.status !== 'approved') return { events: [moved] };
  // What came in while it was decided needs no writing off.
  const amount = recovery.writeOff.amount < outstanding(recovery) ? recovery.writeOff.amount : outstanding(recovery);
  return {
    events: [
      moved,
      { type: 'RecoveryWrittenOff', schema: 1, data: { amount } },
      stageEnded(currentStage(state.stages) ?? 'payment', 'failed'),
    ],
    commands: [{ type: 'clawbackWrittenOff', caseId: state.purchase ?? '', data: { disbursement: context.caseId, amount } }],
  };
};

export const recoveryLate = (state: DisbursementState, context: Context): Decision<DisbursementEvent> => {
  if (!state.recovery || state.recovery.overdueSince !== null || outstanding(state.recovery) === 0n) return { events: [] };
  const legalDue = dueOf(context.rules.rule('clawback.legal_recovery', state.pins), context.at, context.calendar);
  return { events: [{ type: 'RecoveryLate', schema: 1, data: { legalDue } }] };
};
