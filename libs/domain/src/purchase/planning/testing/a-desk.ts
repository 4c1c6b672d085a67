import { initialBudget } from '../../../budget/budget.js';
import { accountOf } from '../../../budget/ledger.js';
import type { Actor, CaseFacts, Context } from '../../../kernel/case.js';
import { isRefusal } from '../../../kernel/refusal.js';
import { plainDate, type Instant } from '../../../kernel/time.js';
import { tasksPurchase } from '../../purchase.js';
import { initialPurchase, type PurchaseState } from '../../state.js';
import {
  anOrganisation,
  aPurchase,
  BUREAU,
  contextIn,
  facts,
  FINANCE,
  give,
  handler,
  on,
  person,
  ref,
  type World,
} from '../../tender/testing/a-tender.js';
import type { PlanInput } from '../planning.js';
import { listed, sound } from './a-sound-plan.js';

/** The desks on which a plan lies one after the other, for the specs of planning. */
export const AT = on('01-08T09:00');
export const units = ['procurement', 'finance', 'business', 'supervision'] as const;
export const reviewer = (unit: string): Actor => person(BUREAU, `purchaser-${unit}`);
export const judge: Actor = { ...person(BUREAU, 'purchaser-business'), person: 'judge' };
export const approver = person(BUREAU, 'purchaser-approver');
export const leaders = [1, 2, 3].map((n): Actor => ({ ...person(BUREAU, 'purchaser-leader'), person: `leader-${n}` }));
export const officer = person(FINANCE, 'finance-officer');
export const financeApprover = person(FINANCE, 'finance-approver');
const house = (id: string, ...actors: Actor[]): CaseFacts =>
  facts(id, {
    ...anOrganisation({ type: 'purchaser' }),
    appointments: actors.map((one) => ({
      key: 'a',
      person: one.person ?? '',
      post: 'p',
      roles: one.roles,
      from: plainDate('2024-01-01'),
      to: null,
    })),
  });
export const LINE = sound.budgetLine;
const budget = facts(LINE, {
  ...initialBudget,
  data: { purchaser: BUREAU, finance: FINANCE, year: 2025, number: '1', amount: 0n },
  endsAt: on('12-31T23:59'),
});
const cases = new Map(
  [
    house(BUREAU, handler, approver, ...leaders, ...units.map(reviewer)),
    house(FINANCE, officer, financeApprover),
    facts('catalogue/1', listed),
    budget,
  ].map((one) => [one.id, one]),
);
const AVAILABLE = accountOf(LINE, 'available');
const accounts = (balance: bigint): Context['accounts'] => new Map([[AVAILABLE, { id: AVAILABLE, balance }]]);
export interface Desk {
  readonly world: World;
  readonly state: PurchaseState;
  readonly at: Instant;
  readonly balance: bigint;
}
const context = ({ world: of, at, balance }: Desk, actor: Actor): Context =>
  contextIn(of, at, { actor, cases, accounts: accounts(balance) });
export const tried = (desk: Desk, actor: Actor, type: string, data: unknown = {}) => give(desk.state, type, data, context(desk, actor));
export const step = (desk: Desk, actor: Actor, type: string, data: unknown = {}): Desk => {
  const answer = tried(desk, actor, type, data);
  if (isRefusal(answer)) throw new Error(`${type} was refused: ${answer.refused}`);
  return { ...desk, state: answer.state };
};
export const refusalOf = (desk: Desk, actor: Actor, type: string, data: unknown = {}) => {
  const answer = tried(desk, actor, type, data);
  return isRefusal(answer) ? answer : null;
};
export const codeOf = (desk: Desk, actor: Actor, type: string, data: unknown = {}) => refusalOf(desk, actor, type, data)?.refused ?? null;

const other = reviewer('business-2');
export const sits = (unit: string): Actor => (unit === 'business' ? { ...reviewer('business'), person: other.person } : reviewer(unit));
export const plan = (change: Partial<PlanInput> = {}) => ({ plan: { ...sound, ...change } });
export const aspects = ['non-discrimination', 'competition', 'procurement-policy', 'performance-risk'].map((aspect) => ({
  aspect,
  passed: true,
}));
export const passed = { verdict: 'passed', opinion: ref('fine'), aspects };
export const vote = (desk: Desk, actor: Actor, verb: string, more: object = {}): Desk => {
  const chain = actor.organisation === FINANCE ? 'finance' : 'internal';
  const type = chain === 'finance' ? 'votePlanAsFinance' : 'votePlan';
  return step(desk, actor, type, { verb, hash: desk.state.planning[chain]?.hash ?? '', opinion: ref('o'), ...more });
};
export const tasks = (desk: Desk) => tasksPurchase(desk.state).map(({ name, to }) => `${name} ${'role' in to ? to.role : to.person}`);
export const ended = ({ state }: Desk) => state.stages.ended['planning'] ?? null;

/** A plan as far as each desk, under the rules of a world. */
export const desksOf = (world: World) => {
  /** Opened and surveyed; nothing is submitted. */
  const begun = (of: World = world): Desk => {
    const before = aPurchase(of);
    const state: PurchaseState = {
      ...before,
      stages: { open: [{ stage: 'planning', since: on('01-06T09:00') }], ended: {}, closed: false },
      planning: initialPurchase.planning,
    };
    const desk: Desk = { world: of, state, at: AT, balance: 500_000_000n };
    const survey = ['a', 'b', 'c'].map((name) => ({ name: ref(name), answer: ref(`answer of ${name}`) }));
    const surveyed = step(desk, reviewer('business'), 'recordSurvey', { on: plainDate('2025-01-07'), respondents: survey });
    const consulted = step(surveyed, handler, 'recordConsultation', {
      from: plainDate('2024-12-20'),
      to: plainDate('2025-01-03'),
      summary: ref('s'),
    });
    return ['exAnteAppraisal', 'riskStudy', 'legalReview'].reduce(
      (now, kind) => step(now, judge, 'recordJudgement', { kind, outcome: 'recommended', summary: ref(kind) }),
      consulted,
    );
  };
  const submitted = (desk: Desk = begun(), change: Partial<PlanInput> = {}): Desk => step(desk, handler, 'submitPlan', plan(change));
  const reviewed = (desk: Desk = submitted()): Desk => units.reduce((now, unit) => step(now, sits(unit), 'reviewPlan', passed), desk);
  const internally = (desk: Desk = reviewed()): Desk =>
    leaders.reduce(
      (now, one) => (now.state.planning.internal?.status === 'open' ? vote(now, one, 'approve') : now),
      vote(desk, approver, 'approve'),
    );
  const approved = (desk: Desk = internally()): Desk => vote(vote(desk, officer, 'approve'), financeApprover, 'approve');
  return { begun, submitted, reviewed, internally, approved };
};
