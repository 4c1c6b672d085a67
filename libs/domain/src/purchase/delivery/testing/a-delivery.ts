// oxlint-disable unicorn/no-thenable -- a step of the ladder says what follows from it
import { accountOf } from '../../../budget/ledger.js';
import { splitByPercents } from '../../../kernel/money.js';
import { ratioOf } from '../../../kernel/ratio.js';
import type { Actor, CaseId, Context, Json } from '../../../kernel/case.js';
import { plainDate, plusMs, type Instant } from '../../../kernel/time.js';
import { applyMoves, move } from '../../funding/moves.js';
import { fundingEvent } from '../../funding/events.js';
import { deadlinesPurchase } from '../../purchase.js';
import type { PurchaseState } from '../../state.js';
import type { ContractFace, Instalment, PayFormula, Plan } from '../../types.js';
import {
  anOrganisation,
  aPurchase,
  BUREAU,
  contextIn,
  facts,
  fold,
  give,
  given,
  on,
  person,
  ref,
  SYSTEM,
  type World,
} from '../../tender/testing/a-tender.js';

/** The real contract of 4,056,000.00 yuan, signed on 28 April 2025: played step by step by the specs of delivery and performance. */
const SUPPLIER: CaseId = 'organisation/a';
const AUDIT: CaseId = 'organisation/audit';
export const LINE: CaseId = 'budget/2025/justice';
const SIGNED_AT = on('04-28T10:00');
export const agent = person(SUPPLIER, 'supplier-agent');
export const approver = person(BUREAU, 'purchaser-approver');
export const leader = person(BUREAU, 'purchaser-leader');
export const officer = person('organisation/finance', 'finance-officer');
const named = (who: string, organisation: CaseId, ...roles: string[]): Actor => ({ ...person(organisation, ...roles), person: who });
export const evaluator = (n: number): Actor => named(`evaluator-${n}`, AUDIT, 'evaluator');
export const member = (n: number): Actor => named(`member-${n}`, BUREAU, 'purchaser-business');
export const seats = [1, 2, 3].map((n) => ({ person: `evaluator-${n}`, organisation: AUDIT }));
export const members = ['member-1', 'member-2', 'member-3'];

const post = (who: string, role: string) => ({
  key: `post of ${who}`,
  person: who,
  post: role,
  roles: [role],
  from: plainDate('2024-01-01'),
  to: null,
});
const cases: Context['cases'] = new Map(
  [
    facts(BUREAU, {
      ...anOrganisation({ type: 'purchaser' }),
      appointments: [...members, 'signer'].map((who) => post(who, 'purchaser-business')),
    }),
    facts(AUDIT, {
      ...anOrganisation({ type: 'audit' }),
      appointments: [1, 2, 3, 4].map((n) => post(`evaluator-${n}`, 'evaluator')),
    }),
  ].map((one) => [one.id, one]),
);

export const schedule: Plan['schedule'] = [
  {
    id: 'p1',
    percent: '40',
    trigger: 'contract-signed',
    offset: { unit: 'month', length: 1 },
    conditions: ['invoice'],
    expectedOn: plainDate('2025-05-28'),
  },
  {
    id: 'p2',
    percent: '27.22',
    trigger: 'contract-signed',
    offset: { unit: 'month', length: 6 },
    conditions: ['invoice', 'assessment'],
    expectedOn: plainDate('2025-10-28'),
  },
  {
    id: 'p3',
    percent: '32.78',
    trigger: 'acceptance-published',
    offset: { unit: 'month', length: 1 },
    conditions: ['invoice', 'acceptance', 'assessment'],
    expectedOn: plainDate('2025-12-20'),
  },
];
export const indicators: Plan['indicators'] = [
  { id: 'k1', name: '实地走访', weight: '60', kind: 'quantity', direction: 'up', target: '1500' },
  { id: 'k2', name: '维护公平正义', weight: '40', kind: 'quality', judicial: 'fairness-and-justice' },
];
const factors: PayFormula = {
  kind: 'factor-table',
  of: 'tail',
  table: [
    { from: '80', factorPercent: '100' },
    { from: '60', factorPercent: '80' },
    { from: '0', factorPercent: '0' },
  ],
};
/** The ladder of the real contract: a penalty of 5 % of the bid price after two failures. */
const ladder: Plan['ladder'] = [
  { id: 'l1', when: { kind: 'failed-assessment', countAtLeast: 1 }, then: [{ kind: 'rectify', withinWorkingDays: 10 }] },
  {
    id: 'l2',
    when: { kind: 'failed-assessment', countAtLeast: 2 },
    then: [{ kind: 'may-terminate' }, { kind: 'penalty', percentOfContract: '5' }],
  },
  {
    id: 'l3',
    when: { kind: 'vacancy', singleLongerThanDays: 14, totalLongerThanDays: 30 },
    then: [{ kind: 'deduct', perDay: 46_301n, counts: 'all-days' }],
  },
  { id: 'l4', when: { kind: 'vacancy', totalLongerThanDays: 60 }, then: [{ kind: 'may-terminate' }] },
];

export interface Course {
  readonly world: World;
  readonly state: PurchaseState;
  readonly at: Instant;
  readonly contents: ReadonlyMap<string, Json>;
  readonly accounts?: Context['accounts'];
}
const context = ({ world, at, contents, accounts = new Map() }: Course, actor: Actor): Context =>
  contextIn(world, at, { actor, contents, cases, accounts });
/** With so much still available on the contract's line. */
export const withAvailable = (course: Course, balance: bigint): Course => {
  const id = accountOf(LINE, 'available');
  return { ...course, accounts: new Map([[id, { id, balance }]]) };
};
export const tried = (course: Course, actor: Actor, type: string, data: unknown) => give(course.state, type, data, context(course, actor));
export const step = (course: Course, actor: Actor, type: string, data: unknown = {}): Course => ({
  ...course,
  at: plusMs(course.at, 60_000),
  state: given(course.state, type, data, context(course, actor)),
});
/** Moves the clock on, each due applied at its own instant on the way, as the engine does. */
export const until = (course: Course, at: Instant): Course => {
  let now = course;
  for (let due = deadlinesPurchase(now.state)[0]; due && due.at <= at; due = deadlinesPurchase(now.state)[0]) {
    const next = {
      ...now,
      at: due.at,
      state: given(now.state, due.command.type, due.command.data ?? {}, context({ ...now, at: due.at }, SYSTEM)),
    };
    if (next.state === now.state) throw new Error(`the due ${due.id} changed nothing`);
    now = next;
  }
  return { ...now, at: at > now.at ? at : now.at };
};

const AMOUNT = 405_600_000n;
const contractOf = (more: Partial<ContractFace>): ContractFace => {
  const amount = more.amount ?? AMOUNT;
  const terms = more.schedule ?? schedule;
  const amounts = splitByPercents(
    amount,
    terms.map(({ percent }) => ratioOf(percent)),
  );
  return {
    number: '〔2025〕12号',
    supplier: SUPPLIER,
    enterprise: 'small',
    amount,
    signedAt: SIGNED_AT,
    effectiveAt: SIGNED_AT,
    startsOn: plainDate('2025-05-01'),
    endsOn: plainDate('2025-10-31'),
    payee: { organisation: SUPPLIER, account: ref('account') },
    formula: factors,
    ladder,
    indicators,
    ...more,
    schedule: terms.map((one, i): Instalment => ({ ...one, amount: amounts[i] ?? 0n, last: i === terms.length - 1 })),
  };
};

/** In the stage of delivery, a minute after the signature, with the contract's money committed. */
export const delivering = (
  world: World,
  more: { readonly contract?: Partial<ContractFace>; readonly plan?: Partial<Plan>; readonly enteredAt?: Instant } = {},
): Course => {
  const signed = contractOf(more.contract ?? {});
  const technical = {
    name: '技术',
    kind: 'technical' as const,
    weight: '61',
    items: [{ id: 't1', name: '服务方案', points: '61', type: 'subjective' as const, technical: true }],
  };
  const template = { parts: [technical], decimals: 2, fixedPrice: false, deduction: null, tie: 'draw' as const };
  const before = aPurchase(world, { schedule, indicators, ladder, template, ...more.plan });
  const pins = { ...before.pins, contractSigned: { on: plainDate('2025-04-28'), pack: world.rules(SIGNED_AT).pack } };
  const years = applyMoves([], [move(LINE, 'available', 'committed', signed.amount, 2025)], [{ line: LINE, endsAt: on('12-31T23:59') }]);
  const committed = fundingEvent('FundsCommitted', {
    moves: [],
    instalments: signed.schedule.map(({ id, amount, expectedOn }) => ({ id, amount, expectedOn })),
  });
  const held: PurchaseState = {
    ...before,
    pins,
    stages: { open: [], ended: { contract: 'effective' }, closed: false },
    contract: { ...before.contract, signed, signers: ['signer'] },
    funding: { ...before.funding, years },
  };
  const contents = new Map<string, Json>([
    ['phone', '联系人电话13800138000'],
    ['masked', '服务对象甲表示满意'],
  ]);
  const start: Course = { world, state: fold(held, [committed], SIGNED_AT), at: more.enteredAt ?? plusMs(SIGNED_AT, 60_000), contents };
  return step(start, SYSTEM, 'enterStage', { stage: 'delivery' });
};

/** The treasury has paid an instalment in full. */
export const paid = (course: Course, id: string, amount: bigint): Course => {
  const disbursement = `disbursement/${id}`;
  const asked = step(course, SYSTEM, 'instalmentRequested', { instalment: id, disbursement, amount, invoice: id });
  return step(asked, SYSTEM, 'instalmentPaid', { instalment: id, disbursement, amount, last: true });
};
/** An assessment of the instalment at this per cent of every indicator, published and accepted by the supplier. */
export const scored = (course: Course, instalment: string, percent: number): Course => {
  const opened = step(course, person(BUREAU, 'purchaser-handler'), 'openAssessment', { instalment, evaluators: seats });
  const assessment = opened.state.delivery.assessments.at(-1)?.id ?? '';
  const points = Object.fromEntries(indicators.map(({ id, weight }) => [id, String((Number(weight) * percent) / 100)]));
  const free = [1, 2, 3].reduce((now, n) => step(now, evaluator(n), 'declareAssessmentConflict', { assessment, conflict: false }), opened);
  return [1, 2, 3].reduce((now, n) => {
    const sheet = ref(`sheet ${assessment} ${n}`);
    return step({ ...now, contents: new Map([...now.contents, [sheet.content, points]]) }, evaluator(n), 'submitAssessmentSheet', {
      assessment,
      points: sheet,
    });
  }, free);
};
export const published = (course: Course): Course =>
  step(course, person(BUREAU, 'purchaser-handler'), 'publishAssessment', { assessment: course.state.delivery.assessments.at(-1)?.id });
export const assessed = (course: Course, instalment: string, percent: number): Course => {
  const out = published(scored(course, instalment, percent));
  return step(out, agent, 'acceptAssessment', { assessment: out.state.delivery.assessments.at(-1)?.id });
};
/** Opened, checked and signed by all; the result stands and is not published yet. */
export const acted = (course: Course, passed = true): Course => {
  const handler = person(BUREAU, 'purchaser-handler');
  const opened = step(course, handler, 'openAcceptance', { members });
  const items = opened.state.delivery.acceptances.at(-1)?.items.map(({ id }, i) => ({ id, passed: passed || i > 0 }));
  const checked = step(opened, member(1), 'checkAcceptanceItems', { items });
  const heard = [1, 2, 3].reduce((now) => step(now, member(1), 'recordOpinion', { satisfied: true, opinion: ref('masked') }), checked);
  return [1, 2, 3].reduce((now, n) => step(now, member(n), 'signAct', {}), heard);
};
export const accepted = (course: Course): Course =>
  step(
    acted(course.state.delivery.acceptanceRequest ? course : step(course, agent, 'requestAcceptance', {})),
    person(BUREAU, 'purchaser-handler'),
    'publishAcceptance',
  );
