import { approvalDeadlines, approvalTasks, type ApprovalNames } from '../../approval/deadlines.js';
import { chainReads } from '../../approval/embed.js';
import { evolveApprovals } from '../../approval/evolve.js';
import { ANYWHERE, type Context, type Deadline, type Decision, type Recorded, type Stage, type Task } from '../../kernel/case.js';
import { dueOf } from '../../kernel/deadline.js';
import { firstOf, refuse, type Refusal } from '../../kernel/refusal.js';
import { count, words } from '../../kernel/rules.js';
import { currentStage, roundOf, stageName } from '../../kernel/stages.js';
import { fundingNeeds, releaseFunds } from '../funding/part.js';
import { publicNotice } from '../notice.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import { applyForMethod, chainOrganisations, chosen, moveApplication, resubmitApplication } from './application.js';
import type { FailureCommand, FailureCommandType, FailureEvent } from './failure.js';
import { failureRefusals, type FailureRefusal } from './refusals.js';
import type { FailureChoice, FailureRound, FailureState, Finding } from './state.js';

type Data<T extends FailureCommandType> = Extract<FailureCommand, { type: T }>['data'];
const no = (code: FailureRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<FailureRefusal>(code, more);

/** Which way on is open after which finding. */
const waysAfter = {
  'document-faulty': ['mend', 'abandon'],
  'document-sound': ['retender', 'other-method', 'abandon'],
} as const satisfies Record<Finding['kind'], readonly FailureChoice[]>;

const openNow = (state: PurchaseState): FailureRound | null => {
  const stage = currentStage(state.stages);
  return stage !== null && stageName(stage) === 'failure' ? state.failure.current : null;
};

/** The stage that failed and was not dealt with yet; after a refused plan for another method, the one before. */
const failedStage = ({ stages, failure }: PurchaseState): Stage => {
  const known = [...failure.history, ...(failure.current ? [failure.current] : [])].map(({ of }) => of);
  const fresh = Object.entries(stages.ended).find(([stage, outcome]) => outcome === 'failed' && !known.includes(stage));
  return fresh?.[0] ?? known.at(-1) ?? 'tender';
};

const enter = (state: PurchaseState, stage: Stage, context: Context): Decision => {
  const of = failedStage(state);
  // From the end of the stage that failed, whichever it was, and not from when this one could be opened.
  const from = state.stages.endedAt ?? context.at;
  const due = dueOf(context.rules.rule('failure.choose', state.pins), from, context.calendar);
  const event: FailureEvent = { type: 'FailureOpened', schema: 1, data: { round: roundOf(stage), of, due } };
  return { events: [event] };
};

const legal = (state: PurchaseState, type: FailureCommandType): Refusal | null => {
  const application = state.failure.current?.application ?? null;
  switch (type) {
    case 'recordFinding':
      return application === null ? null : no('failure.application_open');
    case 'choose':
      if (application !== null) return no('failure.application_open');
      return openNow(state)?.finding ? null : no('failure.finding_missing');
    case 'voteOtherMethod':
    case 'resubmitOtherMethod':
    case 'withdrawOtherMethod':
    case 'refreshOtherMethod':
      return application === null ? no('failure.no_application') : null;
    case 'otherMethodOverdue':
    case 'failureOverdue':
      return null;
  }
};

const record = (state: PurchaseState, data: Data<'recordFinding'>, context: Context): Decision | Refusal => {
  if (data.kind === 'document-faulty') {
    if (data.faults.length === 0) return no('failure.faults_missing', { pointer: '/faults' });
    const finding: Finding = { kind: data.kind, faults: data.faults.map(({ text }) => text) };
    return { events: [{ type: 'FindingRecorded', schema: 1, data: finding }] };
  }
  const rule = context.rules.rule('failure.sound_opinion.experts', state.pins);
  const experts = new Set(data.opinions.map(({ expert }) => expert)).size;
  if (experts < count(rule))
    return no('failure.too_few_opinions', { pointer: '/opinions', rule, meta: { minimum: count(rule), count: experts } });
  const finding: Finding = { kind: data.kind, opinions: data.opinions };
  return { events: [{ type: 'FindingRecorded', schema: 1, data: finding }] };
};

const choose = (state: PurchaseState, data: Data<'choose'>, context: Context): Decision | Refusal => {
  const finding = openNow(state)?.finding;
  if (!finding) return no('failure.finding_missing');
  const rule = context.rules.rule('tender.lt3.above_threshold', state.pins);
  const { choice, reason } = data;
  const ways: readonly FailureChoice[] = waysAfter[finding.kind];
  const refused = firstOf([
    words(rule).includes(choice) ? null : no('failure.choice_unknown', { pointer: '/choice', rule, meta: { choice } }),
    ways.includes(choice)
      ? null
      : no('failure.choice_against_finding', { pointer: '/choice', rule, meta: { finding: finding.kind, choice } }),
  ]);
  if (refused) return refused;
  if (choice === 'other-method') return applyForMethod(state, data.method ?? null, reason, context);
  const events = chosen(state, choice, null, reason, context);
  return { events: choice === 'abandon' ? [...releaseFunds(state, context), ...events] : events };
};

const decide = (state: PurchaseState, command: FailureCommand, context: Context): Decision | Refusal => {
  const refused = legal(state, command.type);
  if (refused) return refused;
  switch (command.type) {
    case 'recordFinding':
      return record(state, command.data, context);
    case 'choose':
      return choose(state, command.data, context);
    case 'voteOtherMethod':
      return moveApplication(state, command.data, context);
    case 'resubmitOtherMethod':
      return resubmitApplication(state, command.data.method, command.data.reason, context);
    case 'withdrawOtherMethod':
      return moveApplication(state, { verb: 'withdraw', ...command.data }, context);
    case 'refreshOtherMethod':
      return moveApplication(state, { verb: 'refreshElectorate' }, context);
    case 'otherMethodOverdue':
      return state.failure.current?.application ? moveApplication(state, command.data, context) : { events: [] };
    case 'failureOverdue':
      return openNow(state)?.late === false ? { events: [{ type: 'FailureLate', schema: 1, data: command.data }] } : { events: [] };
  }
};

const folded = (failure: FailureState, { event, effectiveAt: at }: Recorded<FailureEvent>): FailureState => {
  if (event.type === 'FailureOpened') {
    const { round, of, due } = event.data;
    const opened: FailureRound = { round, of, since: at, due, late: false, finding: null, application: null, refusals: [], choice: null };
    return {
      ...failure,
      rounds: round,
      current: opened,
      history: failure.current ? [...failure.history, failure.current] : failure.history,
    };
  }
  const { current } = failure;
  if (current === null) return failure;
  const now = (change: Partial<FailureRound>): FailureState => ({ ...failure, current: { ...current, ...change } });
  switch (event.type) {
    case 'FindingRecorded':
      return now({ finding: { ...event.data, at } });
    case 'OtherMethodApplied':
      return now({ application: { ...event.data, approval: current.application?.approval ?? null } });
    case 'OtherMethodMoved':
      return current.application === null
        ? failure
        : now({ application: { ...current.application, approval: evolveApprovals(current.application.approval, event.data.moves, at) } });
    case 'OtherMethodClosed':
      return now({ application: null, refusals: [...current.refusals, { ...event.data, at }] });
    case 'FailureLate':
      return now({ late: true });
    case 'FailureChosen': {
      const { invited, ...choice } = event.data;
      const { method } = choice;
      const after = now({ choice: { ...choice, at } });
      if (method === null) return after;
      const { invited: _before, ...rest } = after;
      return { ...rest, approvedMethods: [...failure.approvedMethods, method], ...(invited ? { invited } : {}) };
    }
  }
};

const names = (state: PurchaseState): ApprovalNames => ({
  key: `failure/${state.failure.rounds}/method`,
  vote: 'voteOtherMethod',
  resubmit: 'resubmitOtherMethod',
  refresh: 'refreshOtherMethod',
  overdue: 'otherMethodOverdue',
  alert: { organisation: ANYWHERE, role: 'operator' },
});

const deadlines = (state: PurchaseState): readonly Deadline[] => {
  const round = openNow(state);
  if (round === null) return [];
  const { due } = round;
  const choosing: Deadline[] =
    round.late || due.dueAt === null
      ? []
      : [
          {
            id: `failure/${round.round}/choose`,
            at: due.dueAt,
            command: { type: 'failureOverdue', data: { round: round.round } },
            rule: due.rule,
            calendar: due.calendar,
            from: due.from,
            suspendable: true,
          },
        ];
  return [...choosing, ...approvalDeadlines(round.application?.approval ?? null, names(state))];
};

const tasks = (state: PurchaseState): readonly Task[] => {
  const round = openNow(state);
  if (round === null) return [];
  if (round.application !== null) return approvalTasks(round.application.approval, names(state));
  const name = round.finding === null ? 'recordFinding' : 'choose';
  const due = { since: round.since, dueAt: round.due.dueAt, rule: round.due.rule, meta: { of: round.of, late: round.late } };
  const key = `failure/${round.round}/${name}`;
  return [{ key, name, to: { organisation: state.parties.purchaser ?? '', role: 'purchaser-handler' }, ...due }];
};

/** After any tender that failed: what was found, and how to go on. */
export const failurePart: Part<FailureCommand, FailureEvent> = {
  commands: {
    recordFinding: { by: 'person', stages: ['failure'], contents: ['/faults/-/text', '/opinions/-/text'] },
    choose: { by: 'person', stages: ['failure'], contents: ['/reason'] },
    voteOtherMethod: { by: 'person', stages: ['failure'], contents: ['/opinion'] },
    resubmitOtherMethod: { by: 'person', stages: ['failure'], contents: ['/reason'] },
    withdrawOtherMethod: { by: 'person', stages: ['failure'], contents: ['/opinion'] },
    refreshOtherMethod: { by: 'person', stages: ['failure'] },
    otherMethodOverdue: { by: 'system', stages: ['failure'] },
    failureOverdue: { by: 'system', stages: ['failure'] },
  },
  events: {
    FailureOpened: true,
    FindingRecorded: true,
    OtherMethodApplied: true,
    OtherMethodMoved: true,
    OtherMethodClosed: true,
    FailureChosen: true,
    FailureLate: true,
  },
  refusals: failureRefusals,
  enter: { failure: enter },
  needs: (state, command) => {
    if (command.type === 'recordFinding' || command.type === 'failureOverdue') return {};
    const funds = command.type === 'choose' ? fundingNeeds(state) : {};
    return { ...funds, reads: [...(funds.reads ?? []), ...chainReads(chainOrganisations(state))] };
  },
  legal,
  decide,
  evolve: (state, recorded) => {
    const { event, effectiveAt: at } = recorded;
    const endedEarly = event.type === 'FailureChosen' && event.data.choice === 'abandon' ? { by: 'abandon', at } : state.endedEarly;
    return { ...state, failure: folded(state.failure, recorded), endedEarly };
  },
  deadlines,
  tasks,
  project: (recorded, state) => {
    const { event } = recorded as Recorded<FailureEvent>;
    if (event.type !== 'FailureChosen' || event.data.choice !== 'abandon') return [];
    return [publicNotice(state, recorded, 'abandonmentNotice', { of: state.failure.current?.of ?? null }, { round: state.failure.rounds })];
  },
  effects: (recorded, state) => {
    const { event, caseId } = recorded as Recorded<FailureEvent>;
    if (event.type !== 'FailureChosen' || event.data.choice !== 'abandon') return [];
    const { key: notice } = publicNotice(state, recorded, 'abandonmentNotice', {}, { round: state.failure.rounds });
    return [{ key: `${caseId}:notice:abandonmentNotice:${state.failure.rounds}`, kind: 'notice', payload: { caseId, notice } }];
  },
};
