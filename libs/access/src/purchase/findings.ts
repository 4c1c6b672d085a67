import { currentFindings, type JudgedSignal, type Json, panelMayRead, type PriceCorrection, resultIsPublic } from '@goufu/domain';
import { isInside, type Viewer } from './viewer.js';

const signalOf = ({ id, pattern, of, bids, judgement }: JudgedSignal) => ({ id, pattern, of, bids, judgement });
const correctionOf = ({ bid, steps, price, reason, until: untilAt, rule, answer }: PriceCorrection) => ({
  bid,
  steps,
  price,
  reason,
  untilAt,
  rule,
  answer,
});

/** Members who declared themselves free of conflicts judge the findings; audit and the purchaser's supervision see them from the first moment. */
const mayRead = ({ state, actor, relations, auditor }: Viewer): boolean => {
  const panel = state.evaluation.course?.panel ?? null;
  return (
    auditor ||
    (relations.has('purchaser') && actor.roles.includes('purchaser-supervision')) ||
    (panel !== null && actor.person !== null && panelMayRead(panel, actor.person))
  );
};

/** What was found in comparing bids. The rest of the purchaser's side reads it with the result; a bidder sees its own correction alone. */
export const seeFindings = (viewer: Viewer): Json | null => {
  const found = currentFindings(viewer.state);
  if (!found) return null;
  if (mayRead(viewer) || (isInside(viewer) && resultIsPublic(viewer.state)))
    return { signals: found.signals.map(signalOf), corrections: found.corrections.map(correctionOf) } as unknown as Json;
  const own = found.corrections.filter(({ supplier }) => supplier === viewer.actor.organisation);
  return own.length === 0 ? null : ({ corrections: own.map(correctionOf) } as unknown as Json);
};
