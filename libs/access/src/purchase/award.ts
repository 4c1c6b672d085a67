import { type AwardFace, type EvaluationCourse, type Json, resultIsPublic } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const deciding = [{ roles: ['purchaser-approver'], in: 'purchaser' }] as const satisfies readonly Permission[];

/** The award is the purchaser's own act: no agency is ever among those who decide. */
export const awardPermissions: Readonly<Record<string, readonly Permission[]>> = {
  confirmWinner: deciding,
  recordLawfulReason: deciding,
  giveUpAward: deciding,
  publishResult: [
    { roles: ['purchaser-handler'], in: 'purchaser' },
    { roles: ['agency-officer'], in: 'agency', power: 'publish' },
  ],
};

/** Before the notice the purchaser's side alone; then everybody the winner, each bidder the own score, rank and reasons. */
export const seeAward = (viewer: Viewer): Json | null => {
  const { course, current, history, breaches } = viewer.state.award;
  if (course === null) return null;
  return {
    current: current && published(current),
    earlier: history.map(published),
    ...(viewer.relations.has('bidder') && resultIsPublic(viewer.state) ? { own: ownResult(viewer) } : {}),
    ...(isInside(viewer)
      ? {
          round: course.round,
          mode: course.mode,
          since: course.since,
          dueAt: course.due.dueAt,
          rule: course.due.rule,
          late: course.late,
          candidates: course.candidates,
          skipped: course.skipped,
          decision: course.decision && {
            bid: course.decision.winner.bid,
            how: course.decision.how,
            rule: course.decision.rule,
            at: course.decision.at,
            noticeDueAt: course.decision.noticeDue.dueAt,
            noticeLate: course.decision.noticeLate,
          },
          breaches,
        }
      : {}),
  } as unknown as Json;
};

const published = ({ round, winner, decidedAt, noticeAt, notifiedAt, letter, standstillUntil }: AwardFace) => ({
  round,
  winner: { supplier: winner.supplier, price: winner.price, total: winner.total },
  decidedAt,
  noticeAt,
  notifiedAt,
  letter: letter ?? null,
  standstillUntilAt: standstillUntil ?? null,
});

/** What a bidder is told: own score item by item, own rank, and why it did not win. */
const ownResult = ({ state, actor }: Viewer) => {
  const { course, result } = state.evaluation;
  const rejected = result?.rejected.find(({ supplier }) => supplier === actor.organisation);
  if (rejected) return { rank: null, total: null, reasons: [{ code: rejected.step, text: rejected.reason }] };
  const ranked = result?.ranking.find(({ supplier }) => supplier === actor.organisation);
  if (!ranked) return null;
  const { rank, total, priceScore, technicalScore, price, bid } = ranked;
  const won = state.award.current?.winner.bid === bid;
  return {
    rank,
    total,
    priceScore,
    technicalScore,
    price,
    items: itemsOf(course, bid),
    reasons: won ? [] : [{ code: 'ranked-lower', text: null }],
  };
};
const itemsOf = (course: EvaluationCourse | null, bid: string): Readonly<Record<string, string>> =>
  course?.panel?.outcome?.totals.find((total) => total.bid === bid)?.means ?? {};
