import { initialExpertPool, type Expert, type ExpertPoolState } from '../../../expert-pool/expert-pool.js';
import type { Actor, CaseFacts, CaseId, Context, Json } from '../../../kernel/case.js';
import { plainDate, plusMs, type Instant } from '../../../kernel/time.js';
import type { OrganisationState } from '../../../organisation/organisation.js';
import { sitting } from '../../../panel/panel.js';
import type { Course as TenderCourse } from '../../../procedure/procedure.js';
import type { PurchaseState } from '../../state.js';
import type { OpenedBid, Plan, ScoringTemplate } from '../../types.js';
import {
  AGENCY,
  anOrganisation,
  aPurchase,
  BUREAU,
  contextIn,
  DEADLINE,
  facts,
  give,
  given,
  handler,
  NOTICE_AT,
  on,
  person,
  ref,
  supplier,
  SYSTEM,
  type World,
} from '../../tender/testing/a-tender.js';

/** The real purchase with its three opened bids, and a pool of experts: played step by step by the specs of evaluation and award. */
const POOL: CaseId = 'expert-pool/province';
const OPENED_AT = on('04-01T09:31');
export const bid = (name: string): CaseId => `bid/${name}`;
export const agency = person(AGENCY, 'agency-officer');
/** Who convenes the panel here. */
const organiser = ({ state }: { readonly state: PurchaseState }): Actor => (state.parties.agency === null ? handler : agency);
export const approver = person(BUREAU, 'purchaser-approver');
export const agent = (name: string): Actor => person(supplier(name), 'supplier-agent');
export const expert = (id: string): Actor => ({
  kind: 'person',
  person: id,
  appointment: `post of ${id}`,
  organisation: 'organisation/pool',
  roles: ['expert'],
});

const points = (prefix: string, of: readonly string[], type: 'subjective' | 'objective', technical: boolean) =>
  of.map((max, index) => ({ id: `${prefix}${index + 1}`, name: `${prefix}${index + 1}`, points: max, type, technical }));
export const template: ScoringTemplate = {
  parts: [
    { name: '价格', kind: 'price', weight: '10', items: [] },
    { name: '技术', kind: 'technical', weight: '61', items: points('t', ['12', '8', '7', '8', '7', '15', '4'], 'subjective', true) },
    { name: '实力', kind: 'capability', weight: '24', items: points('s', ['10', '10', '4'], 'subjective', false) },
    { name: '信用', kind: 'credit', weight: '5', items: points('c', ['5'], 'objective', false) },
  ],
  decimals: 2,
  fixedPrice: false,
  deduction: { smallMicroPercent: '10', sharePercent: '4' },
  tie: 'draw',
};
export const opened = (name: string, price: bigint, more: Partial<OpenedBid> = {}): OpenedBid => ({
  bid: bid(name),
  supplier: supplier(name),
  enterprise: 'large',
  price,
  share: null,
  receivedAt: on('03-25T10:00'),
  documents: ref(`offer of ${name}`),
  hash: `hash of ${name}`,
  ...more,
});
/** 400 small, 380 large, 390 a social organisation; prices in ten thousand yuan. */
export const realBids = [
  opened('a', 400_000_000n, { enterprise: 'small' }),
  opened('b', 380_000_000n),
  opened('c', 390_000_000n, { enterprise: 'social-organisation' }),
];

export const poolExpert = (id: string, more: Partial<Expert> = {}): Expert => ({
  person: id,
  fields: ['社会工作'],
  unit: null,
  employer: null,
  relations: [],
  standing: 'enrolled',
  since: 0 as Instant,
  ...more,
});
const crowd = ['e01', 'e02', 'e03', 'e04', 'e05', 'e06', 'e07', 'e08', 'e09', 'e10'].map((id) => poolExpert(id));
const powers = ['publish', 'open', 'check-qualification', 'organise'] as const;
const bureau = (): OrganisationState => ({
  ...anOrganisation({ type: 'purchaser', enterprise: null }),
  appointments: [{ key: 'rep', person: 'rep', post: 'business', roles: ['purchaser-business'], from: plainDate('2024-01-01'), to: null }],
  entrustments: [{ id: '1', agency: AGENCY, powers, from: plainDate('2025-01-01'), to: null, agreement: '2025-1' }],
});
/** What the drawing command reads. */
export const poolCases = (experts: readonly Expert[] = crowd): Context['cases'] => {
  const pool: ExpertPoolState = { ...initialExpertPool, title: '省专家库', keeper: 'organisation/pool', experts };
  return new Map<CaseId, CaseFacts>([facts(POOL, pool), facts(BUREAU, bureau())].map((one) => [one.id, one]));
};

/** One course of an evaluation: the state and the instant move on with every step; sheets are kept as `content` keeps them. */
export interface Course {
  readonly world: World;
  readonly state: PurchaseState;
  readonly at: Instant;
  readonly contents: ReadonlyMap<string, Json>;
}
export const context = ({ world, at, contents }: Course, actor: Actor, more: Partial<Context> = {}): Context =>
  contextIn(world, at, { actor, contents, cases: poolCases(), entropy: 'ab'.repeat(32), ...more });
/** Whether a command would be carried out, and what follows. */
export const tried = (course: Course, actor: Actor, type: string, data: unknown, more: Partial<Context> = {}) =>
  give(course.state, type, data, context(course, actor, more));
export const step = (course: Course, actor: Actor, type: string, data: unknown, more: Partial<Context> = {}): Course => ({
  ...course,
  at: plusMs(course.at, 60_000),
  state: given(course.state, type, data, context(course, actor, more)),
});
export const later = (course: Course, at: Instant): Course => ({ ...course, at });

/** Opened on 1 April 2025, in the stage of evaluation; `on2026`: announced after the rule on abnormally low prices came into force. */
export const entered = (
  world: World,
  more: {
    readonly bids?: readonly OpenedBid[];
    readonly plan?: Partial<Plan>;
    readonly noticeOn?: string;
    readonly ownTender?: boolean;
    readonly course?: TenderCourse;
  } = {},
): Course => {
  const { bids = realBids, plan = {}, noticeOn = '2025-03-10', ownTender = false, course } = more;
  const before = aPurchase(world, { template, ...plan });
  const state: PurchaseState = {
    ...before,
    stages: { open: [], ended: { planning: 'approved', tender: 'opened' }, closed: false },
    pins: { ...before.pins, notice: { on: plainDate(noticeOn), pack: world.rules(NOTICE_AT).pack } },
    parties: { ...before.parties, agency: ownTender ? null : { organisation: AGENCY, powers, agreement: '2025-1' } },
    tender: {
      ...before.tender,
      current: {
        round: 1,
        noticeAt: NOTICE_AT,
        deadlineAt: DEADLINE,
        opening: { at: OPENED_AT, root: 'root', bids },
        ...(course ? { course } : {}),
      },
    },
  };
  const start: Course = { world, state, at: OPENED_AT, contents: new Map() };
  return step(start, SYSTEM, 'enterStage', { stage: 'evaluation' });
};
const bidsOf = ({ state }: Course): readonly OpenedBid[] => state.tender.current?.opening?.bids ?? [];
export const members = ({ state }: Course): readonly string[] => {
  const panel = state.evaluation.course?.panel;
  return panel ? sitting(panel).map((member) => member.person) : [];
};
export const acting = (id: string): Actor => (id === 'rep' ? { ...person(BUREAU, 'purchaser-business'), person: 'rep' } : expert(id));
/** Every member does the same, in order. */
export const each = (course: Course, act: (course: Course, id: string, index: number) => Course): Course =>
  members(course).reduce((now, id, index) => act(now, id, index), course);

export const qualified = (course: Course): Course =>
  bidsOf(course).reduce((now, one) => step(now, organiser(now), 'checkQualification', { bid: one.bid, qualified: true }), course);
export const call = { pool: POOL, representatives: [{ person: 'rep' }], complex: false, highImpact: false };
const drawn = (course: Course): Course => step(course, organiser(course), 'drawPanel', call);
export const declared = (course: Course): Course =>
  each(course, (now, id) => step(now, acting(id), 'declareConflict', { conflict: false }));
const chaired = (course: Course): Course => {
  const chair = members(course).find((id) => id !== 'rep') ?? '';
  return step(course, acting(chair), 'electChair', { person: chair });
};
const complied = (course: Course): Course =>
  each(course, (now, id) =>
    bidsOf(course).reduce((then, one) => step(then, acting(id), 'voteCompliance', { bid: one.bid, compliant: true }), now),
  );

/** Shares of the maxima in per cent, by bid; one item may be given otherwise. */
export const sheet = (percent: Readonly<Record<string, number>>, other: Readonly<Record<string, string>> = {}): Json =>
  Object.fromEntries(
    Object.entries(percent).map(([name, share]) => [
      bid(name),
      Object.fromEntries(
        template.parts.flatMap(({ items }) =>
          items.map(({ id, points: max, type }) => [id, other[id] ?? (type === 'objective' ? max : String((Number(max) * share) / 100))]),
        ),
      ),
    ]),
  );
export const PERCENT = { a: 90, b: 80, c: 70 };
/** A command whose text was moved into content: what the engine does before it decides. */
export const withContent = (course: Course, name: string, body: Json): Course => ({
  ...course,
  contents: new Map([...course.contents, [name, body]]),
});
export const submits = (course: Course, id: string, body: Json): Course =>
  step(withContent(course, `sheet of ${id}`, body), acting(id), 'submitSheet', { sheet: ref(`sheet of ${id}`) });
export const scored = (course: Course, body: Json = sheet(PERCENT)): Course => each(course, (now, id) => submits(now, id, body));
export const presented = (course: Course): Course => step(course, organiser(course), 'presentReport', { report: ref('report') });
export const signed = (course: Course): Course =>
  each(course, (now, id) => step(now, acting(id), 'signReport', { hash: ref('report').hash }));

/** All the way to one point of the course. */
export const steps = { qualified, drawn, declared, chaired, complied, scored, presented, signed } as const;
export type Point = keyof typeof steps;
export const until = (point: Point, course: Course): Course => {
  let now = course;
  for (const [name, go] of Object.entries(steps)) {
    now = go(now);
    if (name === point) break;
  }
  return now;
};
/** The members sign what lies before them, and the award begins. */
export const awarded = (course: Course): Course => step(signed(course), SYSTEM, 'enterStage', { stage: 'award' });
/** The report is signed and the award has begun. */
export const awarding = (course: Course): Course => step(until('signed', course), SYSTEM, 'enterStage', { stage: 'award' });
