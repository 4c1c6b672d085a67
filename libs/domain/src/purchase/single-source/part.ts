import type { Context, Decision, Recorded, Task } from '../../kernel/case.js';
import { dueOf, earliestOf } from '../../kernel/deadline.js';
import { firstOf, refuse, type Refusal } from '../../kernel/refusal.js';
import { count, words } from '../../kernel/rules.js';
import { currentStage, stageName } from '../../kernel/stages.js';
import { dateOf, plusMs, toIsoSeconds } from '../../kernel/time.js';
import type { OrganisationState } from '../../organisation/organisation.js';
import { publicNotice } from '../notice.js';
import type { Part } from '../part.js';
import type { PurchaseState } from '../state.js';
import { singleSourceRefusals, type SingleSourceRefusal } from './refusals.js';
import type { SingleSourceCommand, SingleSourceEvent, SingleSourceState } from './single-source.js';

type Data<T extends SingleSourceCommand['type']> = Extract<SingleSourceCommand, { type: T }>['data'];
const no = (code: SingleSourceRefusal, more: Parameters<typeof refuse>[1] = {}): Refusal => refuse<SingleSourceRefusal>(code, more);

const legal = (state: PurchaseState, type: SingleSourceCommand['type'], context: Context): Refusal | null => {
  if (type === 'nameSingleSource') {
    // Whoever examines examines this one supplier.
    const inPlanning = stageName(currentStage(state.stages) ?? '') === 'planning';
    const examined = inPlanning ? state.planning.submitted : (state.failure.current?.application ?? null);
    return examined === null ? null : no('single_source.under_examination');
  }
  const one = state.singleSource;
  if (!one) return no('single_source.none_named');
  const open = one.openUntil !== undefined && context.at < one.openUntil;
  if (type === 'objectToSingleSource') {
    if (!open) return no('single_source.publicity_over', { rule: context.rules.rule('ss.publicity', state.pins) });
    return context.actor.organisation === one.supplier ? no('single_source.own_favour') : null;
  }
  if (open)
    return no('single_source.publicity_open', {
      rule: context.rules.rule('ss.publicity', state.pins),
      meta: { until: toIsoSeconds(one.openUntil ?? context.at) },
    });
  return one.objections.length > 0 && one.argument === null ? null : no('single_source.nothing_to_argue');
};

const tooFew = (state: PurchaseState, opinions: readonly { readonly expert: string }[], context: Context): Refusal | null => {
  const rule = context.rules.rule('ss.experts', state.pins);
  const experts = new Set(opinions.map(({ expert }) => expert)).size;
  return experts < count(rule)
    ? no('single_source.too_few_opinions', { pointer: '/opinions', rule, meta: { count: experts, minimum: count(rule) } })
    : null;
};

/** Whoever is named on a ground that the law has publicised is shown to all before anybody decides. */
const name = (state: PurchaseState, data: Data<'nameSingleSource'>, context: Context): Decision | Refusal => {
  const rule = (id: string) => context.rules.rule(id, state.pins);
  const supplier = (context.cases.get(data.supplier)?.state as OrganisationState | undefined)?.data;
  const grounds = rule('ss.grounds');
  const refused = firstOf([
    words(grounds).includes(data.ground)
      ? null
      : no('single_source.ground_unlawful', { pointer: '/ground', rule: grounds, meta: { legal: words(grounds) } }),
    supplier?.type === 'supplier' ? null : no('single_source.supplier_unknown', { pointer: '/supplier' }),
    tooFew(state, data.opinions, context),
  ]);
  if (refused) return refused;
  const named: Extract<SingleSourceEvent, { type: 'SingleSourceNamed' }>['data'] = { ...data };
  if (!words(rule('ss.publicity.grounds')).includes(data.ground))
    return { events: [{ type: 'SingleSourceNamed', schema: 1, data: named }] };
  const { earliestAt } = earliestOf([{ rule: rule('ss.publicity'), from: context.at }], context.calendar);
  // Its last day still counts for whoever objects.
  const answerDue = dueOf(rule('ss.objection'), dateOf(plusMs(earliestAt, -1)), context.calendar);
  return { events: [{ type: 'SingleSourceNamed', schema: 1, data: { ...named, openUntil: earliestAt, answerDue } }] };
};

const decide = (state: PurchaseState, command: SingleSourceCommand, context: Context): Decision | Refusal => {
  const refused = legal(state, command.type, context);
  if (refused) return refused;
  switch (command.type) {
    case 'nameSingleSource':
      return name(state, command.data, context);
    case 'objectToSingleSource': {
      const { objection } = command.data;
      const by = context.actor.organisation ?? '';
      return { events: [{ type: 'SingleSourceObjected', schema: 1, data: { id: context.newId(), by, objection } }] };
    }
    case 'argueSingleSource':
      return tooFew(state, command.data.opinions, context) ?? { events: [{ type: 'SingleSourceArgued', schema: 1, data: command.data }] };
  }
};

const folded = (
  before: SingleSourceState | undefined,
  { event, effectiveAt: at }: Recorded<SingleSourceEvent>,
): SingleSourceState | undefined => {
  if (event.type === 'SingleSourceNamed') return { ...event.data, at, objections: [], argument: null };
  if (!before) return before;
  if (event.type === 'SingleSourceObjected') {
    const { id, by, objection } = event.data;
    return { ...before, objections: [...before.objections, { id, by, text: objection, at }] };
  }
  const { stands, reason } = event.data;
  return { ...before, argument: { stands, reason, at } };
};

const tasks = (state: PurchaseState): readonly Task[] => {
  const one = state.singleSource;
  const stage = state.stages.open[0]?.stage ?? '';
  if (!one || one.objections.length === 0 || one.argument !== null || !/^(planning|failure)/.test(stage)) return [];
  return [
    {
      key: 'single-source/argue',
      name: 'argueSingleSource',
      to: { organisation: state.parties.purchaser ?? '', role: 'purchaser-handler' },
      since: one.objections[0]?.at ?? one.at,
      dueAt: one.answerDue?.dueAt ?? null,
      rule: one.answerDue?.rule ?? null,
    },
  ];
};

/** 单一来源采购: whom alone and why, its publicity, and what comes of objections; before the plan or the application that names the method. */
export const singleSourcePart: Part<SingleSourceCommand, SingleSourceEvent> = {
  commands: {
    nameSingleSource: { by: 'person', stages: ['planning', 'failure'], contents: ['/reason', '/opinions/-/text'] },
    objectToSingleSource: { by: 'person', stages: ['planning', 'failure'], contents: ['/objection'] },
    argueSingleSource: { by: 'person', stages: ['planning', 'failure'], contents: ['/reason', '/opinions/-/text'] },
  },
  events: { SingleSourceNamed: true, SingleSourceObjected: true, SingleSourceArgued: true },
  refusals: singleSourceRefusals,
  needs: (_state, command) => (command.type === 'nameSingleSource' ? { reads: [command.data.supplier] } : {}),
  legal,
  decide,
  evolve: (state, recorded) => {
    const singleSource = folded(state.singleSource, recorded);
    return singleSource ? { ...state, singleSource } : state;
  },
  tasks,
  project: (recorded, state) => {
    const notice = noticeOf(recorded as Recorded<SingleSourceEvent>);
    return notice ? [publicNotice(state, recorded, notice.kind, notice.body, notice.more)] : [];
  },
  effects: (recorded, state) => {
    const notice = noticeOf(recorded as Recorded<SingleSourceEvent>);
    if (!notice) return [];
    const { key } = publicNotice(state, recorded, notice.kind, {}, notice.more);
    return [
      {
        key: `${recorded.caseId}:notice:singleSourceNotice:${recorded.version}`,
        kind: 'notice',
        payload: { caseId: recorded.caseId, notice: key },
      },
    ];
  },
};

/** Each publicity is a notice of its own, told apart by the version that it made. */
const noticeOf = ({ event, version }: Recorded<SingleSourceEvent>) => {
  if (event.type !== 'SingleSourceNamed' || event.data.openUntil === undefined) return null;
  const { supplier, ground, openUntil } = event.data;
  return { kind: 'singleSourceNotice', body: { supplier, ground, openUntil }, more: { round: version, untilAt: openUntil } };
};
