import { courseIn, type Json, type OpenedBid, procedureIn, type TenderCourse, type TenderFace, windowClosesAt } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const publishing = [
  { roles: ['purchaser-handler'], in: 'purchaser' },
  { roles: ['agency-officer'], in: 'agency', power: 'publish' },
] as const satisfies readonly Permission[];
const opening = [
  { roles: ['purchaser-handler'], in: 'purchaser' },
  { roles: ['agency-officer'], in: 'agency', power: 'open' },
] as const satisfies readonly Permission[];

export const tenderPermissions: Readonly<Record<string, readonly Permission[]>> = {
  publishTenderNotice: publishing,
  askQuestion: [{ roles: ['supplier-agent'], in: 'any' }],
  answerQuestion: publishing,
  amendDocuments: publishing,
  extendDeadline: publishing,
  openBids: opening,
  // Bidders are known from the opening on.
  objectAtOpening: [{ roles: ['supplier-agent'], in: 'bidder' }],
  answerObjection: opening,
  closeOpening: opening,
};

/** A bid as read out: never its documents, which the evaluation shows to those who may look at them; where nothing is read out, no price. */
const readOut = ({ bid: _bid, documents: _documents, share, price, ...bid }: OpenedBid, aloud: boolean): Json => ({
  ...bid,
  ...(aloud ? { price } : {}),
  share: share === null ? null : { ...share },
});

/** What things are called in the procedure of the round in course: the console prints these words. */
const wordsOf = ({ state, context }: Viewer, face: TenderFace): Json => {
  const rules = {
    rule: (id: string) => context.rules.rule(id, state.pins),
    has: (id: string) => context.rules.has(id, state.pins),
  };
  const { wordsRule } = procedureIn(rules, courseIn(face).method);
  return wordsRule !== undefined && rules.has(wordsRule) ? (rules.rule(wordsRule).value as Json) : null;
};

const seeRound = (viewer: Viewer, face: TenderFace, course: TenderCourse, deadlineAt: TenderFace['deadlineAt'] | null): Json => {
  const inside = isInside(viewer);
  const how = courseIn(face);
  const aloud = how.reading === 'public';
  // Where nothing is read out, who else answered and how many they are is nobody's business before the result.
  const present = inside || (aloud && viewer.relations.has('bidder'));
  const { opening: opened } = face;
  const { session, failed } = course;
  return {
    round: face.round,
    course: { ...how },
    ...(inside && face.invited ? { invited: [...face.invited] } : {}),
    noticeAt: face.noticeAt,
    noticeUntil: course.noticeUntil,
    deadlineAt,
    openingAt: deadlineAt,
    questionsUntil: course.questionsUntil,
    supply: { ...course.supply },
    media: course.media,
    bond: course.bond,
    documents: course.versions.map(({ version, documents, text, changes, at }) => ({
      version,
      documents: documents.map(({ name, ...file }) => ({ ...file, name: name && { ...name } })),
      text: { ...text },
      changes,
      at,
    })),
    // Answers go to everybody with their questions; an unanswered question is for those who answer. Nobody sees who asked.
    questions: course.questions
      .filter(({ answer }) => answer !== null || inside)
      .map(({ id, question, askedAt, answer }) => ({
        id,
        question: { ...question },
        askedAt,
        answer: answer === null ? null : { text: { ...answer.text }, at: answer.at, affectsBids: answer.affectsBids },
      })),
    moves: course.moves.map((move) => ({ ...move })),
    failed: failed === null ? null : { ...failed },
    // By which rule fewer go on than elsewhere: how many bid is known from the opening on, where nothing is read out to the purchaser's side alone.
    ...(inside && opened !== null && course.closing?.exception ? { exception: { ...course.closing.exception } } : {}),
    // Nothing before this depends on whether there are bids.
    opening:
      opened === null
        ? null
        : {
            at: opened.at,
            root: opened.root,
            count: aloud || inside ? opened.bids.length : null,
            ...(present ? { bids: opened.bids.map((bid) => readOut(bid, aloud)) } : {}),
            ...(inside && session !== null ? { attendees: { ...session.attendees } } : {}),
            ...(present && session !== null
              ? {
                  record: session.record === null ? null : { ...session.record },
                  objections: session.objections.map(({ id, by, text, at, answer }) => ({
                    id,
                    by,
                    text: { ...text },
                    at,
                    answer: answer === null ? null : { text: { ...answer.text }, at: answer.at },
                  })),
                }
              : {}),
            closedAt: session?.closedAt ?? null,
          },
  };
};

/** What of this part the viewer may see, by stage and role; null: nothing. */
export const seeTender = (viewer: Viewer): Json | null => {
  const { current, course, history } = viewer.state.tender;
  if (current === null || course === null) return null;
  return {
    current: { ...(seeRound(viewer, current, course, windowClosesAt(viewer.state)) as object), words: wordsOf(viewer, current) },
    earlier: history.map((round) => seeRound(viewer, round.face, round.course, round.face.deadlineAt)),
  };
};
