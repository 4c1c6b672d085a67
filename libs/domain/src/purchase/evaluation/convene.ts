import type { Context, Decision } from '../../kernel/case.js';
import { formatYuan } from '../../kernel/money.js';
import { isRefusal, type Refusal } from '../../kernel/refusal.js';
import { count } from '../../kernel/rules.js';
import { dateOf } from '../../kernel/time.js';
import { drawable, type Expert, type ExpertPoolState, type RelationKind } from '../../expert-pool/expert-pool.js';
import type { OrganisationState } from '../../organisation/organisation.js';
import { citing, inForce } from '../../panel/answer.js';
import { checkCommittee, committeeSize, type CommitteeMember } from '../../panel/committee.js';
import { expertSeat, openPanel } from '../../panel/decide.js';
import { type Draw, drawPanel, type PoolExpert } from '../../panel/draw.js';
import { type PanelDefinition, type PanelSeat, sitting } from '../../panel/panel.js';
import type { PurchaseState } from '../state.js';
import { event, no, openedBids, planOf, ruleOfProcedure } from './course.js';
import type { EvaluationCommand, PanelCall, Representative } from './evaluation.js';
import { type CourseWithPanel, movePanel } from './moves.js';
import type { EvaluationCourse } from './state.js';

/** The words of the recusal rule for what the pool records of an expert. */
const relationWords = {
  employment: 'employment',
  director: 'director-or-supervisor',
  shareholder: 'controlling-shareholder',
  kinship: 'kinship',
} as const satisfies Record<RelationKind, string>;

/** What the panel judges by, from the template of the document. */
const definitionOf = (state: PurchaseState, round: number, context: Context): PanelDefinition => {
  const { template, method } = planOf(state);
  const minimum = context.rules.rule(ruleOfProcedure(state, context, 'compliantMinRule', 'tender.compliance.min'), state.pins);
  return {
    id: `evaluation:${round}`,
    items: template.parts.flatMap(({ kind, items }) =>
      kind === 'price' ? [] : items.map(({ id, points, type, technical }) => ({ id, max: points, type, technical })),
    ),
    decimals: template.decimals,
    method,
    compliance: true,
    minCompliant: count(minimum),
  };
};

/** Those of the pool who could sit at all: enrolled, of a wanted field, not of the agency that runs the purchase. */
const candidates = (state: PurchaseState, pool: ExpertPoolState, fields: readonly string[]): readonly Expert[] =>
  drawable(pool).filter(
    (expert) =>
      (fields.length === 0 || expert.fields.some((field) => fields.includes(field))) &&
      (expert.unit === null || expert.unit !== state.parties.agency?.organisation),
  );

const inPool = ({ person, unit, relations }: Expert): PoolExpert => ({
  person,
  // The pool holds persons; in which post an expert acts is resolved when the expert acts.
  appointment: '',
  unit,
  relations: [
    ...relations.map(({ organisation, kind, endedOn }) => ({ bidder: organisation, kind: relationWords[kind], endedOn })),
    ...(unit === null ? [] : [{ bidder: unit, kind: relationWords.employment, endedOn: null }]),
  ],
});

/** Every named representative needs a post at the purchaser today. */
const representativesOf = (state: PurchaseState, named: readonly Representative[], context: Context): readonly PanelSeat[] | Refusal => {
  const purchaser = context.cases.get(state.parties.purchaser ?? '')?.state as OrganisationState | undefined;
  const today = dateOf(context.at);
  const seats: PanelSeat[] = [];
  for (const [index, { person }] of named.entries()) {
    const post = purchaser?.appointments.find((one) => one.person === person && one.from <= today && (one.to === null || today <= one.to));
    if (!post) return no('evaluation.representative_unknown', { pointer: `/representatives/${index}/person`, meta: { person } });
    seats.push({ person, appointment: post.key, role: 'purchaser-representative' });
  }
  return seats;
};

interface Composition {
  readonly named: readonly PanelSeat[];
  readonly drawn: readonly PoolExpert[];
  readonly complex: boolean;
  readonly highImpact: boolean;
}
/** The composition by the law's own rules: size, odd, share of experts, own unit, relations to those who bid. */
const unlawful = (state: PurchaseState, { named, drawn, complex, highImpact }: Composition, context: Context): Refusal | null => {
  const { method, amount } = planOf(state);
  const seat = (id: string, role: CommitteeMember['role'], unit: string | null): CommitteeMember => ({ id, role, unit, chair: false });
  const checked = checkCommittee(
    {
      method,
      budget: formatYuan(amount),
      complex,
      highImpact,
      activityOn: dateOf(context.at),
      purchaserUnit: state.parties.purchaser ?? '',
      members: [
        ...named.map(({ person }) => seat(person, 'purchaser-representative', state.parties.purchaser)),
        ...drawn.map(({ person, unit }) => seat(person, 'expert', unit)),
      ],
      bidders: openedBids(state).map(({ supplier }) => supplier),
      relations: drawn.flatMap(({ person, relations }) => relations.map((relation) => ({ ...relation, member: person }))),
    },
    inForce(context.rules, state.pins),
  );
  const fault = 'refused' in checked ? checked.refused[0] : undefined;
  if (!fault) return null;
  const rule = fault.rule === null ? {} : { rule: context.rules.rule(fault.rule, state.pins) };
  return no('evaluation.committee_unlawful', { pointer: '/representatives', meta: { ...fault.meta, fault: fault.code }, ...rule });
};

const poolOf = (pool: string, context: Context): ExpertPoolState | null => {
  const found = context.cases.get(pool);
  return found?.kind === 'expert-pool' ? (found.state as ExpertPoolState) : null;
};

const draw = (
  state: PurchaseState,
  { pool, size, without, fields }: { pool: ExpertPoolState; size: number; without: readonly string[]; fields: readonly string[] },
  context: Context,
): Draw | Refusal =>
  drawPanel(
    {
      pool: candidates(state, pool, fields).map(inPool),
      size,
      purchaserUnit: state.parties.purchaser ?? '',
      bidders: openedBids(state).map(({ supplier }) => supplier),
      activityOn: dateOf(context.at),
      without,
      seed: context.entropy,
      sha256: context.sha256,
    },
    inForce(context.rules, state.pins),
  );

/** 组建评标委员会: as large as the rule demands, experts at random out of those who may sit, everybody else of them in reserve. */
export const convene = (state: PurchaseState, course: EvaluationCourse, call: PanelCall, context: Context): Decision | Refusal => {
  const { method, amount } = planOf(state);
  const { complex, highImpact, fields = [] } = call;
  const pool = poolOf(call.pool, context);
  if (!pool) return no('evaluation.pool_unknown', { pointer: '/pool' });
  const named = representativesOf(state, call.representatives, context);
  if (isRefusal(named)) return named;
  const facts = { method, complex, highImpact, budget: amount };
  const size = call.size ?? count(committeeSize(citing(inForce(context.rules, state.pins)), facts).size);
  const without = named.map(({ person }) => person);
  const drawn = draw(state, { pool, size: Math.max(0, size - named.length), without, fields }, context);
  if (isRefusal(drawn)) return drawn;
  const fault = unlawful(state, { named, drawn: drawn.drawn, complex, highImpact }, context);
  if (fault) return fault;
  const moves = openPanel({ definition: definitionOf(state, course.round, context), subjects: course.qualified ?? [], named, draw: drawn });
  const organiser = context.actor.organisation ?? state.parties.purchaser ?? '';
  return { events: [event('PanelConvened', { organiser, pool: call.pool, complex, highImpact, moves })] };
};

/** Fills the seats that the reserve could not: experts by a new draw, representatives by name. */
export const supplement = (
  state: PurchaseState,
  course: CourseWithPanel,
  call: Extract<EvaluationCommand, { type: 'supplementPanel' }>['data'],
  context: Context,
): Decision | Refusal => {
  const { panel } = course;
  const pool = poolOf(call.pool, context);
  if (!pool) return no('evaluation.pool_unknown', { pointer: '/pool' });
  const named = representativesOf(state, call.representatives, context);
  if (isRefusal(named)) return named;
  const experts = panel.vacant.filter((role) => role === 'expert').length;
  const without = [...panel.members.map(({ person }) => person), ...named.map(({ person }) => person)];
  const drawn = draw(state, { pool, size: experts, without, fields: call.fields ?? [] }, context);
  if (isRefusal(drawn)) return drawn;
  // Those who stay were found fit when they were drawn: here they only count.
  const staying = sitting(panel).map((seat) => ({ ...seat, unit: null, relations: [] }));
  const { complex, highImpact } = course;
  const composition = {
    named: [...staying.filter(({ role }) => role === 'purchaser-representative'), ...named],
    drawn: [...staying.filter(({ role }) => role === 'expert'), ...drawn.drawn],
    complex,
    highImpact,
  };
  const fault = unlawful(state, composition, context);
  if (fault) return fault;
  return movePanel(state, course, context, {
    verb: 'supplement',
    seats: [...named, ...drawn.drawn.map(expertSeat)],
    reserves: drawn.reserves.map(expertSeat),
    draw: { seed: drawn.seed, poolHash: drawn.poolHash },
  });
};
