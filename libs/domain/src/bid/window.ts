import type { CaseFacts, CaseId, Context } from '../kernel/case.js';
import { refuse, type Refusal } from '../kernel/refusal.js';
import { currentStage, roundOf, stageName } from '../kernel/stages.js';
import { toIsoSeconds } from '../kernel/time.js';
import { procedureId } from '../procedure/procedure.js';
import type { PurchaseState } from '../purchase/state.js';
import { windowClosesAt } from '../purchase/tender/duties.js';
import type { BidRefusal } from './refusals.js';

/** The purchase that a bid belongs to, as read in the same transaction; null when there is none, or none that is public. */
export const announcedPurchase = (id: string, context: Context): PurchaseState | null => {
  const facts = context.cases.get(id) as CaseFacts<PurchaseState> | undefined;
  return facts?.kind === 'purchase' && facts.state.tender.current !== null ? facts.state : null;
};

/** Why a bid of this round can be neither handed in nor moved at this instant; null while the window is open. The first instant that is too late is the deadline. */
export const windowFault = (purchase: PurchaseState, round: number, context: Context): Refusal | null => {
  const { current } = purchase.tender;
  const stage = currentStage(purchase.stages);
  const inTender = stage !== null && stageName(stage) === 'tender';
  if (current === null || (inTender && roundOf(stage) > current.round)) return refuse<BidRefusal>('bid.window_not_open');
  const closesAt = windowClosesAt(purchase);
  const closed = (): Refusal =>
    refuse<BidRefusal>('bid.window_closed', {
      rule: context.rules.rule('tender.late_bid', purchase.pins),
      meta: { deadline: toIsoSeconds(closesAt ?? current.deadlineAt) },
    });
  if (round < current.round || !inTender || purchase.tender.course?.closing) return closed();
  if (round > current.round) return refuse<BidRefusal>('bid.other_round', { pointer: '/round', meta: { round: current.round } });
  if (closesAt === null) return refuse<BidRefusal>('bid.window_suspended');
  return context.at < closesAt ? null : closed();
};

/** Where suppliers are invited nobody else answers. */
export const uninvited = ({ tender, pins }: PurchaseState, supplier: CaseId, { rules }: Context): Refusal | null =>
  tender.current?.invited?.includes(supplier) === false
    ? refuse<BidRefusal>('bid.not_invited', {
        pointer: '/supplier',
        rule: rules.rule(procedureId(tender.current.course?.method ?? ''), pins),
      })
    : null;
