import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import { currentStage, roundOf, stageName } from '../../kernel/stages.js';
import type { PurchaseState } from '../state.js';
import type { AfterInvalid, Compensation, Settlement } from './state.js';

interface Reasons {
  readonly reason: ContentRef;
  readonly compensations?: readonly Compensation[];
}
export type EndingCommand =
  | Command<'cancel', Reasons>
  | Command<'terminateTender', Reasons & { readonly ground: string }>
  /** 废标. `retender`: the task goes on, and the purchaser chooses how; else the task itself is cancelled. */
  | Command<'voidTender', Reasons & { readonly ground: string; readonly retender: boolean }>
  /** `afterwards`: what follows; the law says what is open by how far it is. */
  | Command<'invalidateAward', Reasons & { readonly ground: string; readonly reference: ContentRef; readonly afterwards?: AfterInvalid }>
  | Command<'rescind', Reasons & { readonly ground: string; readonly owed: bigint }>
  | Command<'completeRescission', Record<string, never>>;
export type EndingCommandType = EndingCommand['type'];

export type EndingEvent =
  | DomainEvent<
      'PurchaseEndedEarly',
      {
        readonly by: EndingCommandType;
        readonly stage: string;
        readonly ground: string | null;
        readonly reason: ContentRef;
        readonly reference: ContentRef | null;
        readonly compensations: readonly Compensation[];
        readonly refundsDue: Due | null;
        readonly suppliers: readonly CaseId[];
      }
    >
  | DomainEvent<
      'TenderVoided',
      {
        readonly stage: string;
        readonly ground: string;
        readonly reason: ContentRef;
        readonly compensations: readonly Compensation[];
        readonly refundsDue: Due;
      }
    >
  | DomainEvent<
      'AwardInvalidated',
      {
        readonly stage: string;
        readonly bid: CaseId;
        readonly supplier: CaseId;
        /** Number of the contract that was signed on it. */
        readonly contract: string | null;
        readonly ground: string;
        readonly reason: ContentRef;
        readonly reference: ContentRef;
        readonly compensations: readonly Compensation[];
        readonly afterwards: AfterInvalid;
      }
    >
  | DomainEvent<
      'ContractRescinded',
      {
        readonly ground: string;
        readonly reason: ContentRef;
        readonly settlement: Settlement;
        readonly compensations: readonly Compensation[];
      }
    >
  | DomainEvent<'RescissionSettled', Record<string, never>>;

/** How far a purchase is, in the eyes of who wants to end it. */
export type Phase =
  | 'before-notice'
  | 'until-opening'
  | 'after-opening'
  | 'after-notification'
  | 'after-signing'
  | 'rescinding'
  | 'failed'
  | 'performed'
  | 'between-stages';

export const phaseOf = (state: PurchaseState): Phase => {
  const stage = currentStage(state.stages);
  if (stage === null) return 'between-stages';
  const { current } = state.tender;
  switch (stageName(stage)) {
    case 'planning':
      return 'before-notice';
    case 'tender':
      if (current === null || current.round < roundOf(stage)) return 'before-notice';
      return current.opening === null ? 'until-opening' : 'after-opening';
    case 'evaluation':
      return 'after-opening';
    case 'award':
      return state.award.current?.notifiedAt ? 'after-notification' : 'after-opening';
    case 'contract':
    case 'delivery':
      if (state.ending.rescission !== null) return 'rescinding';
      // Accepted and published, only payment is left: nothing remains to be rescinded.
      if (state.delivery.acceptance?.passed && state.delivery.acceptance.publishedAt !== null) return 'performed';
      return state.contract.signed === null ? 'after-notification' : 'after-signing';
    case 'failure':
      return 'failed';
    default:
      return 'performed';
  }
};
