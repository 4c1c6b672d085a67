import type { Context } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import type { PurchaseState } from '../state.js';
import { phaseOf, type EndingCommandType, type Phase } from './ending.js';
import type { EndingRefusal } from './refusals.js';

const over = {
  rescinding: 'ending.rescission_open',
  failed: 'ending.failure_open',
  performed: 'ending.performed',
  'between-stages': 'ending.between_stages',
} as const satisfies Partial<Record<Phase, EndingRefusal>>;

/** How a purchase may be ended, stage by stage: null where it may, else why not. */
export const endingMoments = {
  cancel: {
    'before-notice': null,
    'until-opening': 'ending.notice_published',
    'after-opening': 'ending.bids_opened',
    'after-notification': 'ending.award_notified',
    'after-signing': 'ending.contract_signed',
    ...over,
  },
  terminateTender: {
    'before-notice': 'ending.notice_missing',
    'until-opening': null,
    'after-opening': 'ending.bids_opened',
    'after-notification': 'ending.award_notified',
    'after-signing': 'ending.contract_signed',
    ...over,
  },
  voidTender: {
    'before-notice': 'ending.notice_missing',
    'until-opening': 'ending.not_opened',
    'after-opening': null,
    'after-notification': 'ending.award_notified',
    'after-signing': 'ending.contract_signed',
    ...over,
  },
  invalidateAward: {
    'before-notice': 'ending.award_not_notified',
    'until-opening': 'ending.award_not_notified',
    'after-opening': 'ending.award_not_notified',
    'after-notification': null,
    'after-signing': null,
    ...over,
  },
  rescind: {
    'before-notice': 'ending.contract_not_signed',
    'until-opening': 'ending.contract_not_signed',
    'after-opening': 'ending.contract_not_signed',
    'after-notification': 'ending.contract_not_signed',
    'after-signing': null,
    ...over,
  },
} as const satisfies Record<Exclude<EndingCommandType, 'completeRescission'>, Record<Phase, EndingRefusal | null>>;

/** The article that a refusal of this table enforces. */
const articleOf = (code: EndingRefusal, { pins }: PurchaseState, { rules }: Context) => {
  switch (code) {
    case 'ending.notice_missing':
    case 'ending.notice_published':
      return rules.rule('tender.cancel_ground', pins);
    case 'ending.not_opened':
    case 'ending.bids_opened':
      return rules.rule('tender.void_grounds', pins);
    case 'ending.award_not_notified':
      return rules.rule('award.invalid_grounds', pins);
    case 'ending.award_notified':
      return rules.rule('contract.sign', pins);
    case 'ending.contract_not_signed':
    case 'ending.contract_signed':
    case 'ending.rescission_open':
      return rules.rule('contract.rescission_grounds', pins);
    case 'ending.failure_open':
      return rules.rule('tender.lt3.above_threshold', pins);
    case 'ending.performed':
      return rules.rule('contract.performed', pins);
    case 'ending.between_stages':
      return rules.rule('ending.by_stage', pins);
    default:
      return null;
  }
};

/** Whether a purchase may be ended this way now; the refusal shows the article. */
export const endingLegal = (state: PurchaseState, type: EndingCommandType, context: Context): Refusal | null => {
  // The system's own command answers facts at any time.
  if (type === 'completeRescission') return null;
  const code: EndingRefusal | null = endingMoments[type][phaseOf(state)];
  if (code === null) return null;
  const rule = articleOf(code, state, context);
  return refuse<EndingRefusal>(code, rule === null ? {} : { rule });
};
