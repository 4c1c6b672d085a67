import type { ApprovalVerb } from '../approval/index.js';
import {
  type CaseId,
  type Context,
  currentStage,
  dateOf,
  type Decision,
  dueOf,
  type Instant,
  isOpen,
  isRefusal,
  type Needs,
  type Pins,
  refuse,
  type Refusal,
  stageEnded,
  stageName,
} from '../kernel/index.js';
import { isPurchaserType, type OrganisationData, type OrganisationState } from '../organisation/index.js';
import {
  type CatalogueCommand,
  catalogueCommands,
  type CatalogueCommandType,
  type CatalogueContent,
  type CatalogueEvent,
  type CatalogueProposal,
  type CatalogueStage,
  type CatalogueState,
} from './catalogue.js';
import { changedContent, contentFault, negativeFault } from './content.js';
import { afterMoves, enterCatalogueStage, openReview, reviewVerb } from './review.js';
import type { CatalogueRefusalCode } from './refusals.js';

const no = (code: CatalogueRefusalCode, meta: Refusal['meta'] = {}, pointer?: string): Refusal =>
  refuse<CatalogueRefusalCode>(code, { meta, ...(pointer === undefined ? {} : { pointer }) });
const done = (...events: readonly CatalogueEvent[]): Decision<CatalogueEvent> => ({ events });

/** Organisations that a proposal names: read, never written. */
export const catalogueReads = (command: CatalogueCommand): readonly CaseId[] =>
  command.type === 'propose' ? [...new Set([command.data.department, command.data.finance, command.data.proposer])] : [];

const seating: readonly CatalogueCommandType[] = ['review', 'resubmit', 'refreshReview', 'revise', 'withdraw', 'enterStage', 'handOver'];
/** Who may sit in the review is asked of the directory whenever a seat may be filled. */
export const catalogueNeeds = (state: CatalogueState, command: CatalogueCommand): Needs =>
  seating.includes(command.type) ? { reads: [state.department, state.finance].filter((id) => id !== null) } : {};

const systemCommands: readonly CatalogueCommandType[] = ['enterStage', 'assessmentDue', 'reviewDue', 'reviewStepDue', 'handOver'];

/** Whether the moment is right for a command of this type. */
export const catalogueTiming = (state: CatalogueState, type: CatalogueCommandType): Refusal | null => {
  if (systemCommands.includes(type)) return null;
  if (type === 'propose') return state.department === null ? null : no('catalogue.already_proposed');
  const stage = currentStage(state.stages);
  const legal: readonly CatalogueCommandType[] = stage === null ? [] : (catalogueCommands[stageName(stage) as CatalogueStage] ?? []);
  if (!legal.includes(type)) return no('catalogue.stage_not_open', { stage });
  const review = state.review?.chain ? state.review : null;
  switch (type) {
    case 'review':
    case 'resubmit':
    case 'refreshReview':
      return review ? null : no('catalogue.no_review');
    case 'withdraw':
      return stage !== 'listing' || review ? null : no('catalogue.no_review');
    case 'answerEscalation':
      return state.review?.escalatedAt ? null : no('catalogue.no_escalation');
    case 'revise':
      return state.review ? no('catalogue.revision_under_review') : null;
    case 'accept':
    case 'assessNeed':
    case 'delist':
    case 'handOver':
    case 'enterStage':
    case 'assessmentDue':
    case 'reviewDue':
    case 'reviewStepDue':
      return null;
  }
};

/** Decides one command of a catalogue item. */
export const decideCatalogue = (state: CatalogueState, command: CatalogueCommand, context: Context): Decision<CatalogueEvent> | Refusal => {
  const wrongMoment = catalogueTiming(state, command.type);
  if (wrongMoment) return wrongMoment;
  switch (command.type) {
    case 'propose':
      return propose(command.data, context);
    case 'accept':
      return done(
        {
          type: 'ProposalAccepted',
          schema: 1,
          data: { due: dueOf(context.rules.rule('catalogue.assess', submitted(context)), context.at, context.calendar) },
        },
        stageEnded('proposal', 'accepted'),
      );
    case 'withdraw':
      return withdraw(state, command.data.reason ?? null, context);
    case 'assessNeed':
      return assessNeed(state, command.data, context);
    case 'assessmentDue': {
      const { due, late } = state.assessment;
      return due && !late && isOpen(state.stages, 'assessment') ? done({ type: 'AssessmentOverdue', schema: 1, data: { due } }) : done();
    }
    case 'review':
      return reviewVerb(state, votingVerb(command.data), context);
    case 'resubmit':
      return resubmit(state, command.data, context);
    case 'refreshReview':
      return reviewVerb(state, { verb: 'refreshElectorate' }, context);
    case 'reviewStepDue': {
      if (!state.review?.chain) return done();
      const moved = reviewVerb(state, command.data, context);
      // A due answers facts: a step that has gone on meanwhile is no refusal.
      return isRefusal(moved) ? done() : moved;
    }
    case 'reviewDue':
      return reviewDue(state, command.data.escalations, context);
    case 'handOver': {
      const moved = reviewVerb(state, { verb: 'handOver', ...command.data }, context);
      return isRefusal(moved) ? done() : moved;
    }
    case 'answerEscalation':
      return done({ type: 'EscalationAnswered', schema: 1, data: { note: command.data.note } });
    case 'revise':
      return revise(state, command.data, context);
    case 'delist':
      return done({ type: 'ItemDelisted', schema: 1, data: { reason: command.data.reason } }, stageEnded('listing', 'delisted'));
    case 'enterStage':
      return enterCatalogueStage(state, command.data.stage, context);
  }
};

/** The review's clock and chain are judged by what is in force when the submission arrives. */
const submitted = (context: Context): Pins => ({ filingReceived: { on: dateOf(context.at), pack: context.rules.pack } });

const dataOf = (context: Context, id: CaseId): OrganisationData | null =>
  (context.cases.get(id)?.state as OrganisationState | undefined)?.data ?? null;

const propose = (given: CatalogueProposal, context: Context): Decision<CatalogueEvent> | Refusal => {
  const { department, finance, proposer, origin, negativeFacts, ...content } = given;
  const bureau = dataOf(context, department);
  if (!bureau || !isPurchaserType(bureau.type)) return no('catalogue.department_unknown', { department }, '/department');
  if (bureau.finance !== finance) return no('catalogue.finance_not_in_charge', { finance }, '/finance');
  if (context.actor.kind === 'person' && context.actor.organisation !== proposer)
    return no('catalogue.proposer_not_yours', {}, '/proposer');
  const from = dataOf(context, proposer);
  if (from?.type === 'supplier' && from.enterprise !== 'social-organisation')
    return no('catalogue.proposer_not_eligible', { enterprise: from.enterprise }, '/proposer');
  const pins: Pins = { caseStart: { on: dateOf(context.at), pack: context.rules.pack } };
  const fault = negativeFault(negativeFacts, context, pins) ?? contentFault(content, context, pins);
  if (fault) return fault;
  const data = { department, finance, proposer, origin, pack: bureau.pack, pins, content };
  return done({ type: 'ItemProposed', schema: 1, data });
};

const withdraw = (
  state: CatalogueState,
  reason: Extract<CatalogueCommand, { type: 'withdraw' }>['data']['reason'] | null,
  context: Context,
): Decision<CatalogueEvent> | Refusal => {
  const withdrawn: CatalogueEvent = { type: 'ItemWithdrawn', schema: 1, data: { reason: reason ?? null } };
  if (isOpen(state.stages, 'proposal')) {
    if (context.actor.kind === 'person' && context.actor.organisation !== state.proposer) return no('catalogue.not_your_proposal');
    return done(withdrawn, stageEnded('proposal', 'withdrawn'));
  }
  const moved = reviewVerb(state, { verb: 'withdraw', ...(reason ? { opinion: reason } : {}) }, context);
  if (isRefusal(moved)) return moved;
  return state.review?.of === 'revision' ? moved : done(...moved.events, withdrawn, stageEnded('review', 'refused'));
};

const assessNeed = (
  state: CatalogueState,
  { needed, text }: Extract<CatalogueCommand, { type: 'assessNeed' }>['data'],
  context: Context,
): Decision<CatalogueEvent> => {
  const pins: Pins = { ...state.pins, ...submitted(context) };
  // The period of the review runs from this submission, not from when the stage opens.
  const due = needed ? dueOf(context.rules.rule('catalogue.review', pins), context.at, context.calendar) : null;
  return done(
    { type: 'NeedAssessed', schema: 1, data: { needed, text, due, pins } },
    stageEnded('assessment', needed ? 'needed' : 'not-needed'),
  );
};

const votingVerb = (data: Extract<CatalogueCommand, { type: 'review' }>['data']): ApprovalVerb => {
  const { verb, to, resume, ...vote } = data;
  return verb === 'return' ? { ...vote, verb, to: to ?? 'drafter', ...(resume === undefined ? {} : { resume }) } : { ...vote, verb };
};

const resubmit = (
  state: CatalogueState,
  { resume, ...change }: Extract<CatalogueCommand, { type: 'resubmit' }>['data'],
  context: Context,
): Decision<CatalogueEvent> | Refusal => {
  const { draft } = state;
  if (!draft) return no('catalogue.no_review');
  const content = changedContent(draft, change);
  const fault = content && contentFault(content, context, state.pins);
  if (fault) return fault;
  const drafters = context.actor.person === null ? [] : [context.actor.person];
  const revised: readonly CatalogueEvent[] = content ? [{ type: 'DraftRevised', schema: 1, data: { content } }] : [];
  const moved = afterMoves(state, content ?? draft, drafters, resume, context);
  return isRefusal(moved) ? moved : done(...revised, ...moved.events);
};

/** Nobody acted until the due: the breach is recorded, the leader has a to-do, and the period begins anew from the missed day. */
const reviewDue = (state: CatalogueState, escalations: number, context: Context): Decision<CatalogueEvent> => {
  const { review } = state;
  if (!review?.chain || review.escalations !== escalations) return done();
  const from = review.due.lastDay ?? (review.due.dueAt as Instant);
  const due = dueOf(context.rules.rule('catalogue.review', state.pins), from, context.calendar);
  return done({ type: 'ReviewEscalated', schema: 1, data: { breach: 'catalogue.review', missed: review.due, due } });
};

const revise = (state: CatalogueState, change: Partial<CatalogueContent>, context: Context): Decision<CatalogueEvent> | Refusal => {
  const current = state.versions.at(-1);
  if (!current) return no('catalogue.stage_not_open', { stage: 'listing' });
  const { version: _version, effectiveAt: _effectiveAt, ...before } = current;
  const content = changedContent(before, change);
  if (!content) return no('catalogue.nothing_changed');
  // A new version is judged by the law of the day on which it is submitted.
  const fault = contentFault(content, context, {});
  if (fault) return fault;
  const pins: Pins = { ...state.pins, ...submitted(context) };
  const due = dueOf(context.rules.rule('catalogue.review', pins), context.at, context.calendar);
  const submission: CatalogueEvent = { type: 'RevisionSubmitted', schema: 1, data: { content, due, pins } };
  const { person, appointment } = context.actor;
  const moved = openReview(state, content, { person: person ?? '', appointment: appointment ?? '' }, [], context, pins);
  return isRefusal(moved) ? moved : done(submission, ...moved.events);
};
