import {
  type ApprovalMove,
  type ApprovalVerb,
  type Candidate,
  type ChainOrganisations,
  moveChain,
  openChain,
  protectedHash,
} from '../approval/index.js';
import {
  CLOSING,
  type Context,
  type Decision,
  dueOf,
  type Instant,
  isOpen,
  isRefusal,
  type Pins,
  type Refusal,
  stageEnded,
  stageEntered,
} from '../kernel/index.js';
import { type CatalogueContent, type CatalogueEvent, type CatalogueStage, type CatalogueState, entersAfter } from './catalogue.js';
import { protectedFields } from './content.js';

const done = (...events: readonly CatalogueEvent[]): Decision<CatalogueEvent> => ({ events });
const chainOf = (state: CatalogueState): ChainOrganisations => ({ purchaser: state.department, finance: state.finance });

/** What the moves of the chain mean for the item: listed, refused, or going on. */
const concluded = (
  state: CatalogueState,
  of: 'item' | 'revision',
  content: CatalogueContent,
  moves: readonly ApprovalMove[],
): readonly CatalogueEvent[] => {
  const moved: readonly CatalogueEvent[] = moves.length > 0 ? [{ type: 'ReviewMoved', schema: 1, data: { moves } }] : [];
  const ended = (type: ApprovalMove['type']): boolean => moves.some((move) => move.type === type);
  if (ended('ApprovalApproved')) {
    const listed: CatalogueEvent = { type: 'VersionListed', schema: 1, data: { version: state.versions.length + 1, content } };
    return [...moved, listed, ...(of === 'item' ? [stageEnded('review', 'listed')] : [])];
  }
  if (ended('ApprovalRefused'))
    return [...moved, of === 'item' ? stageEnded('review', 'refused') : { type: 'RevisionEnded', schema: 1, data: { outcome: 'refused' } }];
  if (ended('ApprovalWithdrawn') && of === 'revision')
    return [...moved, { type: 'RevisionEnded', schema: 1, data: { outcome: 'withdrawn' } }];
  return moved;
};

/** Opens the chain of the pack for an item or its revision. */
export const openReview = (
  state: CatalogueState,
  content: CatalogueContent,
  initiator: Candidate,
  drafters: readonly string[],
  context: Context,
  pins: Pins,
): Decision<CatalogueEvent> | Refusal => {
  const moves = openChain(context, {
    rule: 'approval.catalogue.review',
    organisations: chainOf(state),
    initiator,
    drafters,
    amount: null,
    fields: protectedFields(content),
    pins,
  });
  return isRefusal(moves) ? moves : done({ type: 'ReviewMoved', schema: 1, data: { moves } });
};

/** One verb on the chain under way. */
export const reviewVerb = (state: CatalogueState, verb: ApprovalVerb, context: Context): Decision<CatalogueEvent> | Refusal => {
  const { review, draft } = state;
  if (!review?.chain || !draft) return done();
  const moves = moveChain(context, review.chain, verb, chainOf(state), state.pins);
  return isRefusal(moves) ? moves : done(...concluded(state, review.of, draft, moves));
};

/** The drafter sends a returned item back, changed or not. */
export const afterMoves = (
  state: CatalogueState,
  content: CatalogueContent,
  drafters: readonly string[],
  resume: 'replay' | 'direct' | undefined,
  context: Context,
): Decision<CatalogueEvent> | Refusal => {
  const { review } = state;
  if (!review?.chain) return done();
  const hash = protectedHash(context, review.chain.definition, protectedFields(content));
  const verb: ApprovalVerb = { verb: 'resubmit', hash, amount: null, drafters, ...(resume === undefined ? {} : { resume }) };
  const moves = moveChain(context, review.chain, verb, chainOf(state), state.pins);
  return isRefusal(moves) ? moves : done(...concluded(state, review.of, content, moves));
};

const isStage = (stage: string): stage is CatalogueStage => Object.hasOwn(entersAfter, stage);

/** The lifecycle enters a stage: idempotent; one that cannot be entered ends at once. */
export const enterCatalogueStage = (state: CatalogueState, stage: string, context: Context): Decision<CatalogueEvent> => {
  const { stages } = state;
  if (stages.closed || isOpen(stages, stage) || stages.ended[stage] !== undefined) return done();
  if (!isStage(stage)) return done(stageEnded(stage, 'refused'));
  const after = entersAfter[stage];
  // Everything else has ended before the case closes; a stage is entered only on the outcome that leads to it.
  const ready = state.department !== null && stages.open.length === 0 && (after === null || stages.ended[after[0]] === after[1]);
  if (!ready) return done(stageEnded(stage, 'refused'));
  if (stage === CLOSING) return done(stageEntered(CLOSING), stageEnded(CLOSING, 'closed'));
  const entered = stageEntered(stage);
  if (stage === 'assessment') return done(entered, ...afterOutage(state, 'assessment', context));
  if (stage !== 'review' || !state.draft || !state.submitter) return done(entered);
  const opened = openReview(state, state.draft, state.submitter, state.drafters, context, state.pins);
  if (isRefusal(opened)) return done(entered, stageEnded('review', 'refused'));
  return done(entered, ...afterOutage(state, 'review', context), ...opened.events);
};

/** Nobody could act while the stage was not open: where it opened later than the pack tolerates, the period begins with the opening. */
const afterOutage = (state: CatalogueState, of: 'assessment' | 'review', context: Context): readonly CatalogueEvent[] => {
  const due = of === 'review' ? state.review?.due : state.assessment.due;
  if (!due) return [];
  const tolerated = dueOf(context.rules.rule('outage.tolerance'), due.from, context.calendar).dueAt as Instant;
  if (context.at <= tolerated) return [];
  const rule = context.rules.rule(due.rule, state.pins);
  return [{ type: 'DueMoved', schema: 1, data: { of, due: dueOf(rule, context.at, context.calendar), because: 'outage' } }];
};
