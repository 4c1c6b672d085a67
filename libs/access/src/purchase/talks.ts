import {
  convenesPanel,
  type EvaluationCourse,
  hasTalks,
  mayConfirmChange,
  openCall,
  panelMayRead,
  pendingChange,
  quotesCloseAt,
  resultIsPublic,
  talksOf,
  type TalksState,
} from '@goufu/domain';
import { isInside, type Viewer } from './viewer.js';

const calls = ({ calls: all }: TalksState) =>
  all.map(({ number, at, until, bids, needsVersion, closed, openedAt }) => ({
    number,
    at,
    untilAt: until,
    bids,
    needsVersion,
    closed: closed && { at: closed.at, root: closed.root, absent: closed.absent, count: closed.quotes.length },
    openedAt,
  }));
/** Who talks reads everything but what is sealed: a final quote is in no view but its supplier's before all are opened. */
const whole = (talks: TalksState) => ({
  round: talks.round,
  talked: talks.talked,
  changes: talks.changes,
  calls: calls(talks),
  prices: talks.prices.map(({ bid, price, receivedAt, hash, quote }) => ({ bid, price, receivedAt, hash, quote })),
});

/** The talks for those who hold them and for who runs them; the purchaser's side once the result is out, and before it a change that is its own to confirm. */
export const seeTalks = (viewer: Viewer, course: EvaluationCourse, seated: boolean) => {
  const { state, actor, context } = viewer;
  if (!hasTalks(state) || course.panel === null) return {};
  const { panel } = course;
  const convening = convenesPanel(state, actor) && actor.organisation === course.organiser;
  const member = seated && actor.person !== null && panelMayRead(panel, actor.person);
  if (convening || member || (resultIsPublic(state) && isInside(viewer))) return { talks: whole(talksOf(course)) };
  const change = pendingChange(course);
  const confirms = change && viewer.relations.has('purchaser') && mayConfirmChange({ ...course, panel }, context);
  return confirms ? { change } : {};
};

/** What a supplier in the talks is told: changes that stand, and until when to quote. Nothing of anybody else. */
export const talksOfBidder = ({ state, actor }: Viewer, course: EvaluationCourse) => {
  if (!hasTalks(state)) return {};
  const bid = state.tender.current?.opening?.bids.find(({ supplier }) => supplier === actor.organisation)?.bid ?? '';
  const call = openCall(course);
  return {
    bid,
    changes: talksOf(course)
      .changes.filter(({ answer }) => answer?.told.includes(bid))
      .map(({ number, changes, text, documents, answer }) => ({ number, changes, text, documents, at: answer?.at })),
    call: call?.bids.includes(bid) ? { number: call.number, untilAt: quotesCloseAt(state), needsVersion: call.needsVersion } : null,
  };
};
