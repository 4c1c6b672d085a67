import type { CaseId, Context } from '../../kernel/case.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import type { PurchaseState } from '../state.js';
import type { OpenedBid } from '../types.js';
import type { FindingsRefusal } from './refusals.js';
import { initialFindings, type FindingsRound, type FindingsState, type PriceCorrection } from './state.js';

export const no = (code: FindingsRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<FindingsRefusal>(code, more);

/** What was found. A purchase that was kept before anything was looked for has no such piece. */
export const findingsOf = (state: PurchaseState): FindingsState => state.findings ?? initialFindings;
/** Of the round whose bids are being evaluated; null until they were compared. */
export const currentFindings = (state: PurchaseState): FindingsRound | null =>
  findingsOf(state).rounds.find(({ round }) => round === state.tender.current?.round) ?? null;
export const correctionOf = (state: PurchaseState, bid: CaseId): PriceCorrection | undefined =>
  currentFindings(state)?.corrections.find((one) => one.bid === bid);

/** A bid at the price that binds it: what was read out, or what its bidder has confirmed as corrected. */
export const atCorrectedPrice = (state: PurchaseState, bid: OpenedBid): OpenedBid => {
  const correction = correctionOf(state, bid.bid);
  return correction?.answer === 'confirmed' ? { ...bid, price: correction.price } : bid;
};

/** What no majority of the panel may pass over: a finding that nobody judged, collusion, a price that its bidder does not stand by. */
export const findingFault = (state: PurchaseState, bid: CaseId, context: Context): Refusal | null => {
  const about = currentFindings(state)?.signals.filter((signal) => signal.bids.includes(bid)) ?? [];
  const correction = correctionOf(state, bid);
  const rule = (id: string) => context.rules.rule(id, state.pins);
  const open = about.filter(({ judgement }) => judgement === null).map(({ id }) => id);
  if (about.some(({ judgement }) => judgement?.upheld))
    return no('findings.collusion_upheld', { pointer: '/bid', rule: rule('collusion.auto_invalid') });
  if (open.length > 0)
    return no('findings.signal_open', { pointer: '/bid', rule: rule('collusion.auto_invalid'), meta: { signals: open } });
  if (correction?.answer === null) return no('findings.correction_open', { pointer: '/bid', rule: rule('error.correction') });
  return correction && correction.answer !== 'confirmed'
    ? no('findings.correction_refused', { pointer: '/bid', rule: rule('error.correction') })
    : null;
};
