import type { BidState, Offer } from '../../bid/bid.js';
import { merkleRoot } from '../../bid/merkle.js';
import type { CaseFacts, CaseId, Context, Decision } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { refuse, type Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import { currentStage, stageEnded } from '../../kernel/stages.js';
import { ruleIn } from '../evaluation/course.js';
import type { OpenedBid } from '../types.js';
import type { Running } from './clarify.js';
import { courseIn, procedureRule } from './procedure.js';
import type { TenderRefusal } from './refusals.js';
import type { ClosedBid, Closing } from './state.js';
import type { TenderCommand, TenderEvent } from './tender.js';

type Data<T extends TenderCommand['type']> = Extract<TenderCommand, { type: T }>['data'];
const no = (code: TenderRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<TenderRefusal>(code, more);

/** The bids of this round that stand at the deadline, in the order of receipt. */
const standing = (round: number, context: Context): readonly (ClosedBid & { readonly id: CaseId })[] =>
  [...context.cases.values()]
    .filter((facts): facts is CaseFacts<BidState> => facts.kind === 'bid')
    .flatMap(({ id, state }) => {
      const { purchase, offer, receivedAt, supplier, documentVersion, hash } = state;
      if (purchase !== context.caseId || state.round !== round || state.status !== 'submitted' || offer === null || receivedAt === null)
        return [];
      return [{ id, bid: id, supplier, documentVersion, offer, receivedAt, hash }];
    })
    .toSorted((a, b) => a.receivedAt - b.receivedAt || (a.id < b.id ? -1 : 1));

/** The deadline: all bids become one event with their Merkle root. Too few of them, and the system alone fails the tender. Answers facts. */
export const closeWindow = ({ state, face, course, context }: Running): Decision => {
  if (course.closing !== null || context.at < face.deadlineAt) return { events: [] };
  const current = course.versions.at(-1)?.version ?? 1;
  const all = standing(face.round, context).map(({ id: _id, ...bid }) => bid);
  const bids = all.filter((bid) => bid.documentVersion === current);
  const notCounted = all
    .filter((bid) => bid.documentVersion !== current)
    .map(({ bid, supplier, documentVersion }) => ({ bid, supplier, documentVersion }));
  const root = merkleRoot(
    bids.map((bid) => bid.hash),
    context.sha256,
  );
  const openingDue = dueOf(context.rules.rule('outage.tolerance', state.pins), face.deadlineAt, context.calendar);
  const rule = procedureRule(state, 'openingMinRule', context);
  const usual = ruleIn(state, context, 'usualMinRule');
  const excepted = usual !== null && bids.length < count(usual) && bids.length >= count(rule);
  const closed: TenderEvent = {
    type: 'BidsClosed',
    schema: 1,
    data: {
      round: face.round,
      bids,
      root,
      notCounted,
      openingDue,
      ...(excepted ? { exception: { left: bids.length, usual: count(usual), rule: rule.id } } : {}),
    },
  };
  if (bids.length >= count(rule)) return { events: [closed] };
  const failed: TenderEvent = {
    type: 'TenderFailed',
    schema: 1,
    data: { round: face.round, bidders: bids.length, minimum: count(rule), rule: rule.id },
  };
  return { events: [closed, failed, stageEnded(currentStage(state.stages) ?? 'tender', 'failed')] };
};

const opened = ({ bid, supplier, offer, receivedAt, hash }: ClosedBid, context: Context): OpenedBid => {
  const body = context.contents.get(offer.content) as unknown as Offer | undefined;
  // Its shape was checked at the door and its hash stands in the record: without it the store has lost a bid.
  if (typeof body?.price !== 'bigint') throw new Error(`the offer of ${bid} cannot be read`);
  return { bid, supplier, enterprise: body.enterprise, price: body.price, share: body.share ?? null, receivedAt, documents: offer, hash };
};

/** Opens all bids, and reads the prices out where the procedure does; the session goes on until it is closed. */
export const openBids = ({ face, course, context }: Running, data: Data<'openBids'>): Decision | Refusal => {
  const { closing } = course;
  if (closing === null) return no('tender.window_open');
  const bids = closing.bids.map((bid) => opened(bid, context));
  const { attendees, record = null } = data;
  return { events: [{ type: 'BidsOpened', schema: 1, data: { round: face.round, root: closing.root, bids, attendees, record } }] };
};

/** Where nothing is read out there is nobody present who could object. */
export const objectAtOpening = ({ face, context }: Running, data: Data<'objectAtOpening'>): Decision | Refusal => {
  if (courseIn(face).reading === 'closed') return no('tender.not_read_out');
  return {
    events: [
      {
        type: 'OpeningObjected',
        schema: 1,
        data: { id: context.newId(), by: context.actor.organisation ?? '', objection: data.objection },
      },
    ],
  };
};

export const answerObjection = ({ course }: Running, data: Data<'answerObjection'>): Decision | Refusal => {
  const objection = course.session?.objections.find(({ id }) => id === data.objection);
  if (!objection) return no('tender.objection_unknown', { pointer: '/objection' });
  if (objection.answer !== null) return no('tender.objection_answered', { pointer: '/objection' });
  return { events: [{ type: 'ObjectionAnswered', schema: 1, data: { id: objection.id, answer: data.answer } }] };
};

/** The record is signed: the stage ends once every objection has its answer. */
export const closeOpening = ({ state, face, course }: Running, data: Data<'closeOpening'>): Decision | Refusal => {
  const open = course.session?.objections.filter(({ answer }) => answer === null).length ?? 0;
  if (open > 0) return no('tender.objections_open', { meta: { count: open } });
  return {
    events: [
      { type: 'OpeningClosed', schema: 1, data: { round: face.round, record: data.record ?? null } },
      stageEnded(currentStage(state.stages) ?? 'tender', 'opened'),
    ],
  };
};

/** Nobody opened in time after the deadline: finance is told, nothing lapses. Answers facts. */
export const openingOverdue = ({ face, course }: Running): Decision =>
  late(course.closing, course.session !== null)
    ? { events: [{ type: 'OpeningLate', schema: 1, data: { round: face.round } }] }
    : { events: [] };
const late = (closing: Closing | null, opening: boolean): boolean => closing !== null && !closing.openingLate && !opening;
