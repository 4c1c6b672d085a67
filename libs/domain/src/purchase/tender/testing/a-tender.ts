import { evolveBid } from '../../../bid/evolve.js';
import { initialBid, type BidEvent, type BidState, type Offer } from '../../../bid/bid.js';
import type { Actor, CaseFacts, CaseId, Command, ContentRef, Context, DomainEvent, Json, Recorded } from '../../../kernel/case.js';
import type { WorkingCalendar } from '../../../kernel/calendar.js';
import { isRefusal, type Refusal } from '../../../kernel/refusal.js';
import type { Rules } from '../../../kernel/rules.js';
import { instant, plainDate, type Instant } from '../../../kernel/time.js';
import { initialOrganisation, type OrganisationData, type OrganisationState } from '../../../organisation/organisation.js';
import { initialPlanning } from '../../planning/state.js';
import { decidePurchase, evolvePurchase, legalPurchase } from '../../purchase.js';
import { initialPurchase, type PurchaseState } from '../../state.js';
import type { FileRef, Plan } from '../../types.js';

/** Builders for the specs of tender, failure, ending and bids: the purchase of a justice bureau, standing before its tender notice. */
export const PURCHASE: CaseId = 'purchase/1';
export const BUREAU: CaseId = 'organisation/bureau';
export const FINANCE: CaseId = 'organisation/finance';
export const PREFECTURE: CaseId = 'organisation/prefecture';
export const AGENCY: CaseId = 'organisation/agency';
export const on = (text: string): Instant => instant(`2025-${text}:00+08:00`);
export const NOTICE_AT = on('03-10T09:00');
export const DEADLINE = on('04-01T09:30');
export const ref = (content: string): ContentRef => ({ content, hash: `hash of ${content}` });
export const file = (name: string): FileRef => ({ file: name.padEnd(64, '0'), name: ref(name), size: 1, mediaType: 'application/pdf' });

export const aPlan = (more: Partial<Plan> = {}): Plan => ({
  title: '社区矫正服务',
  catalogueItem: 'catalogue/1',
  catalogueVersion: 1,
  guidingCode: 'A1006',
  procurementCode: 'C05010000',
  field: 'community-correction',
  publicService: true,
  amount: 405_600_000n,
  maxPrice: null,
  budgetLine: 'budget/2025/justice',
  termMonths: 12,
  startOn: plainDate('2025-06-01'),
  termConditions: null,
  method: 'open-tender',
  urgent: null,
  eligibility: [],
  setAside: { reserved: false, reason: ref('why not reserved') },
  template: { parts: [], decimals: 2, fixedPrice: false, deduction: { smallMicroPercent: '10', sharePercent: '4' }, tie: 'draw' },
  indicators: [],
  milestones: [],
  schedule: [],
  formula: { kind: 'factor-table', of: 'tail', table: [] },
  ladder: [],
  targets: [],
  ...more,
});

export interface World {
  readonly rules: (at: Instant) => Rules;
  readonly calendar: WorkingCalendar;
  readonly sha256: (text: string) => string;
}
export const person = (organisation: CaseId | null, ...roles: string[]): Actor => ({
  kind: 'person',
  person: `person/${organisation ?? 'nobody'}-${roles.join('-')}`,
  appointment: 'a',
  organisation,
  roles,
});
export const handler = person(BUREAU, 'purchaser-handler');
export const SYSTEM: Actor = { kind: 'system', person: null, appointment: null, organisation: null, roles: [] };

export const contextIn = (world: World, at: Instant, more: Partial<Context> = {}): Context => {
  let ids = 0;
  return {
    at,
    realm: 'demo',
    jurisdiction: 'demo-county',
    actor: handler,
    caseId: PURCHASE,
    version: 1,
    rules: world.rules(at),
    calendar: world.calendar,
    accounts: new Map(),
    cases: new Map(),
    contents: new Map(),
    numbers: new Map(),
    claims: new Map(),
    sha256: world.sha256,
    entropy: '0'.repeat(64),
    newId: () => `id-${at}-${(ids += 1)}`,
    ...more,
  };
};

/** Before the notice, with an intent notice of 5 February. */
export const aPurchase = (world: World, plan: Partial<Plan> = {}, more: Partial<PurchaseState> = {}): PurchaseState => ({
  ...initialPurchase,
  id: PURCHASE,
  openedAt: on('01-06T09:00'),
  stages: { open: [{ stage: 'tender', since: on('03-06T10:00') }], ended: { planning: 'approved' }, closed: false },
  pins: { caseStart: { on: plainDate('2025-01-06'), pack: world.rules(on('01-06T09:00')).pack } },
  parties: {
    purchaser: BUREAU,
    finance: FINANCE,
    prefectureFinance: PREFECTURE,
    agency: { organisation: AGENCY, powers: ['publish', 'open'], agreement: '2025-1' },
  },
  planning: {
    ...initialPlanning,
    plan: aPlan(plan),
    title: aPlan(plan).title,
    intentNotice: { at: on('02-05T10:00'), amount: aPlan(plan).amount, month: '2025-03' },
  },
  ...more,
});

export const aNotice = {
  documents: [file('tender.pdf')],
  text: ref('notice'),
  supply: { from: plainDate('2025-03-10'), to: plainDate('2025-03-17') },
  deadlineAt: DEADLINE,
  openingAt: DEADLINE,
  questionsUntil: on('03-24T17:00'),
  media: ['provincial-portal'],
  bond: 6_000_000n,
};

export const recorded = (event: DomainEvent, at: Instant, actor: Actor, caseId = PURCHASE, version = 1): Recorded => ({
  caseId,
  event,
  effectiveAt: at,
  at,
  by: { person: actor.person, appointment: actor.appointment, organisation: actor.organisation },
  version,
});
export const fold = (state: PurchaseState, events: readonly DomainEvent[], at: Instant, actor: Actor = handler): PurchaseState =>
  events.reduce((now, event) => evolvePurchase(now, recorded(event, at, actor)), state);

/** Gives a command as the engine does: the moment first, then the decision, then the fold. */
export const give = (
  state: PurchaseState,
  type: string,
  data: unknown,
  context: Context,
): { readonly state: PurchaseState; readonly events: readonly DomainEvent[] } | Refusal => {
  const command: Command = { type, caseId: PURCHASE, data };
  const decision = legalPurchase(state, type, context) ?? decidePurchase(state, command, context);
  if (isRefusal(decision)) return decision;
  return { events: decision.events, state: fold(state, decision.events, context.at, context.actor) };
};
export const given = (state: PurchaseState, type: string, data: unknown, context: Context): PurchaseState => {
  const answer = give(state, type, data, context);
  if (isRefusal(answer)) throw new Error(`${type} was refused: ${answer.refused}`);
  return answer.state;
};
export const announced = (world: World, plan: Partial<Plan> = {}): PurchaseState =>
  given(aPurchase(world, plan), 'publishTenderNotice', aNotice, contextIn(world, NOTICE_AT));

export const facts = <S>(id: CaseId, state: S): CaseFacts<S> => ({ id, kind: id.slice(0, id.indexOf('/')), version: 1, state });
export const supplier = (name: string): CaseId => `organisation/${name}`;
export const anOrganisation = (more: Partial<OrganisationData> = {}): OrganisationState => ({
  ...initialOrganisation,
  data: { type: 'supplier', name: 'S', enterprise: 'small', creditCode: '1', parent: null, finance: null, pack: null, ...more },
});

export const anOffer = (price: bigint, more: Partial<Offer> = {}): Offer => ({
  price,
  enterprise: 'small',
  share: null,
  commitments: {},
  answers: {},
  files: [],
  ...more,
});
/** A bid that stands, with the content that its offer is. */
const aBid = (
  name: string,
  price: bigint,
  at: Instant,
  more: Partial<BidState> = {},
): readonly [CaseFacts<BidState>, readonly [string, Json]] => {
  const id = `bid/${name}`;
  const event: BidEvent = {
    type: 'BidSubmitted',
    schema: 1,
    data: {
      purchase: PURCHASE,
      round: 1,
      supplier: supplier(name),
      contractor: 'enterprise',
      documentVersion: 1,
      offer: ref(`offer of ${name}`),
      hash: `bid hash of ${name}`,
      title: '社区矫正服务',
    },
  };
  const state = evolveBid(initialBid, recorded(event, at, SYSTEM, id) as Recorded<BidEvent>);
  return [facts(id, { ...state, ...more }), [`offer of ${name}`, anOffer(price) as unknown as Json]];
};
export const manyBids = (count: number, version = 1): { readonly cases: Context['cases']; readonly contents: Context['contents'] } => {
  const bids = ['a', 'b', 'c', 'd', 'e']
    .slice(0, count)
    .map((name, i) => aBid(name, 380_000_000n + BigInt(i), on(`03-2${i}T10:00`), { documentVersion: version }));
  return { cases: new Map(bids.map(([bid]) => [bid.id, bid])), contents: new Map(bids.map(([, content]) => content)) };
};
