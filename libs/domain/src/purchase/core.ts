import type { Command, Context, Decision, DomainEvent, Recorded, Stage } from '../kernel/case.js';
import { isRefusal, refuse, type Refusal } from '../kernel/refusal.js';
import type { Anchor, Pin } from '../kernel/rules.js';
import { CLOSING, evolveStages, stageEnded, stageEntered, stageName, type StageEvent } from '../kernel/stages.js';
import { dateOf } from '../kernel/time.js';
import type { CaseId } from '../kernel/case.js';
import { resumed, type MovedDeadline } from './clock.js';
import { isUnsettled } from './closing/unsettled.js';
import { foldedWith, outageOf, type OutageRecorded } from './outage.js';
import { entrustmentChanges, noteEntrustment, type EntrustmentChanged } from './entrustment.js';
import type { Part, StageName } from './part.js';
import { isPurchaserType, powersOf, type OrganisationState } from '../organisation/organisation.js';
import { plannedAnew } from './planning/state.js';
import type { PurchaseState } from './state.js';

export type CoreCommand =
  | Command<'open', { title: string; purchaser: CaseId; agency: CaseId | null; prefectureFinance: CaseId | null }>
  | Command<'enterStage', { stage: Stage }>
  /** The purchaser has ended or changed its agreement with the agency. */
  | Command<'noteEntrustment', Record<string, never>>
  /** Given by what has the power to stop the procedure: a complaint, an order of finance. */
  | Command<'suspendClock', { reason: string }>
  | Command<'resumeClock', Record<string, never>>;
export type CoreEvent =
  | DomainEvent<'PurchaseOpened', { title: string; parties: PurchaseState['parties']; jurisdiction: string | null }>
  | DomainEvent<'AnchorHappened', { anchor: Anchor; pin: Pin }>
  | DomainEvent<'ClockSuspended', { reason: string }>
  | DomainEvent<'ClockResumed', { moved: readonly MovedDeadline[] }>
  | OutageRecorded
  | EntrustmentChanged
  | StageEvent;

/** Pins the law of an anchor that happens now: what is done from here is judged by today's value, whatever comes later. */
export const anchorHappened = (anchor: Anchor, context: Context): CoreEvent => ({
  type: 'AnchorHappened',
  schema: 1,
  data: { anchor, pin: { on: dateOf(context.at), pack: context.rules.pack } },
});

/** Opening, entering a stage, closing: what belongs to no single part. `parts` open the stages that they own. */
export const corePart = (parts: readonly Part[]): Part<CoreCommand, CoreEvent> => ({
  commands: {
    open: { by: 'person', creates: true, stages: 'any' },
    enterStage: { by: 'system', stages: 'any' },
    noteEntrustment: { by: 'person', stages: 'any' },
    suspendClock: { by: 'system', stages: 'any' },
    resumeClock: { by: 'system', stages: 'any' },
  },
  events: {
    PurchaseOpened: true,
    AnchorHappened: true,
    ClockSuspended: true,
    ClockResumed: true,
    OutageRecorded: true,
    EntrustmentChanged: true,
    StageEntered: true,
    StageEnded: true,
  },
  // The purchaser's organisation must exist and be the actor's own; the agency's powers are read from the purchaser's entrustment.
  touches: (command, caseId) =>
    command.type === 'suspendClock' || command.type === 'resumeClock'
      ? // They move the bid window: no bid may be received while they do.
        { window: { id: caseId, mode: 'exclusive' } }
      : command.type === 'open'
        ? { reads: [command.data.purchaser, command.data.agency, command.data.prefectureFinance].filter((id): id is CaseId => id !== null) }
        : {},
  needs: (state, command) => {
    const house = state.parties.agency === null || state.parties.purchaser === null ? [] : [state.parties.purchaser];
    if (command.type === 'noteEntrustment') return { reads: house };
    if (command.type !== 'enterStage') return {};
    const owner = parts.find((part) => part.enter?.[stageName(command.data.stage) as StageName]);
    const needs = owner?.enterNeeds?.(state, command.data.stage) ?? {};
    return { ...needs, reads: [...(needs.reads ?? []), ...house] };
  },
  legal: (state, type, context) =>
    type === 'noteEntrustment' && entrustmentChanges(state, context).length === 0 ? refuse('purchase.entrustment_unchanged') : null,
  decide: (state, command, context) => {
    switch (command.type) {
      case 'open':
        return open(state, command.data, context);
      case 'enterStage':
        return enter(parts, state, command.data.stage, context);
      case 'noteEntrustment':
        return noteEntrustment(state, context);
      case 'suspendClock':
        return { events: state.clock.suspendedAt === null ? [{ type: 'ClockSuspended', schema: 1, data: command.data }] : [] };
      case 'resumeClock': {
        if (state.clock.suspendedAt === null) return { events: [] };
        const deadlines = parts.flatMap((part) => part.deadlines?.(state, state.id) ?? []);
        return { events: [{ type: 'ClockResumed', schema: 1, data: { moved: resumed(state.clock, deadlines, context, state.pins) } }] };
      }
    }
  },
  evolve: (state, { event, effectiveAt, caseId }: Recorded<CoreEvent>) => {
    switch (event.type) {
      case 'PurchaseOpened':
        return {
          ...state,
          id: caseId,
          openedAt: effectiveAt,
          parties: event.data.parties,
          jurisdiction: event.data.jurisdiction,
          planning: { ...state.planning, title: event.data.title },
        };
      case 'AnchorHappened':
        return { ...state, pins: { ...state.pins, [event.data.anchor]: event.data.pin } };
      case 'ClockSuspended':
        return { ...state, clock: { ...state.clock, suspendedAt: effectiveAt, reason: event.data.reason } };
      case 'ClockResumed': {
        const { suspendedAt, past } = state.clock;
        const stood = suspendedAt === null ? [] : [{ from: suspendedAt, to: effectiveAt }];
        return { ...state, clock: { suspendedAt: null, reason: null, past: [...past, ...stood], moved: event.data.moved } };
      }
      case 'OutageRecorded':
        return { ...state, clock: { ...state.clock, moved: [...state.clock.moved, ...event.data.moved] } };
      case 'EntrustmentChanged':
        return {
          ...state,
          parties: { ...state.parties, agency: state.parties.agency && { ...state.parties.agency, ...event.data } },
        };
      case 'StageEntered':
      case 'StageEnded': {
        const begun = event.type === 'StageEntered' && stageName(event.data.stage) === 'planning';
        return {
          ...state,
          stages: evolveStages(state.stages, event, effectiveAt),
          ...(begun ? { planning: plannedAnew(state.planning) } : {}),
        };
      }
    }
  },
});

const open = (state: PurchaseState, data: Extract<CoreCommand, { type: 'open' }>['data'], context: Context): Decision | Refusal => {
  if (state.openedAt !== null) return refuse('purchase.already_open');
  const directory = (id: CaseId | null) => context.cases.get(id ?? '')?.state as OrganisationState | undefined;
  const purchaser = directory(data.purchaser);
  if (!purchaser?.data || !isPurchaserType(purchaser.data.type)) return refuse('purchase.purchaser_unknown', { pointer: '/purchaser' });
  if (context.actor.organisation !== data.purchaser) return refuse('purchase.not_own_purchaser', { pointer: '/purchaser' });
  if (!purchaser.data.finance) return refuse('purchase.finance_unknown', { pointer: '/purchaser' });
  if (data.prefectureFinance !== null && directory(data.prefectureFinance)?.data?.type !== 'finance-prefecture')
    return refuse('purchase.prefecture_unknown', { pointer: '/prefectureFinance' });
  const today = dateOf(context.at);
  const powers = powersOf(purchaser, data.agency, today);
  if (data.agency !== null && powers.length === 0) return refuse('purchase.agency_not_entrusted', { pointer: '/agency' });
  const agreement = purchaser.entrustments.find((one) => one.agency === data.agency)?.agreement ?? '';
  const parties: PurchaseState['parties'] = {
    purchaser: data.purchaser,
    finance: purchaser.data.finance,
    prefectureFinance: data.prefectureFinance,
    agency: data.agency === null ? null : { organisation: data.agency, powers, agreement },
  };
  return {
    events: [
      { type: 'PurchaseOpened', schema: 1, data: { title: data.title, parties, jurisdiction: purchaser.data.pack } },
      anchorHappened('caseStart', context),
    ],
  };
};

const anyPart = (part: unknown): Part => part as Part;

const enter = (parts: readonly Part[], state: PurchaseState, stage: Stage, context: Context): Decision | Refusal => {
  const { open: opened, ended, closed } = state.stages;
  if (closed || ended[stage] !== undefined || opened.some((one) => one.stage === stage)) return { events: [] };
  if (stage === CLOSING) return { events: [stageEntered(stage), ...(isUnsettled(state) ? [] : [stageEnded(stage, 'closed')])] };
  const owner = parts.find((part) => part.enter?.[stageName(stage) as StageName]);
  const decision = owner?.enter?.[stageName(stage) as StageName]?.(state, stage, context);
  if (!decision) throw new Error(`no part opens the stage ${stage}`);
  // A stage that cannot be entered ends at once: the lifecycle goes on by its outcome, the code stands in the record.
  if (isRefusal(decision)) return { events: [stageEntered(stage), stageEnded(stage, 'refused')] };
  // From one stage to the next at the latest a purchase hears of an agreement that was ended.
  const events = [stageEntered(stage), ...entrustmentChanges(state, context), ...decision.events];
  const everybody = [anyPart(corePart(parts)), ...parts];
  const outage = outageOf(state, foldedWith(everybody, state, events, context), owner as Part, context);
  return { ...decision, events: outage ? [...events, outage] : events };
};
