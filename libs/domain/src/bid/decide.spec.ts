import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, type Context, type Instant, isRefusal, type Json, type Recorded, type Refusal } from '../kernel/index.js';
import type { OrganisationData } from '../organisation/organisation.js';
import type { PurchaseState } from '../purchase/state.js';
import {
  AGENCY,
  anOffer,
  anOrganisation,
  announced,
  aPurchase,
  BUREAU,
  contextIn,
  DEADLINE,
  facts,
  file,
  given,
  NOTICE_AT,
  on,
  person,
  PURCHASE,
  recorded,
  ref,
  supplier,
  SYSTEM,
  type World,
} from '../purchase/tender/testing/a-tender.js';
import { bidClaim, type BidCommand, type BidEvent, type BidState, initialBid } from './bid.js';
import { decideBid } from './decide.js';
import { evolveBid } from './evolve.js';
import { leadsToRoot, merkleProof, merkleRoot } from './merkle.js';
import { projectBid } from './project.js';
import { bidRefusals } from './refusals.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const US = supplier('us');
const agent = person(US, 'supplier-agent');
const tender = announced(world);
const amended = given(
  tender,
  'amendDocuments',
  { documents: [file('v2')], text: ref('t'), changes: [], media: ['provincial-portal'] },
  contextIn(world, on('03-14T10:00')),
);
const offers = new Map<string, Json>([
  ['offer', anOffer(380_000_000n) as unknown as Json],
  ['free', anOffer(0n) as unknown as Json],
  ['paid in cash', anOffer(1n, { bond: { form: 'cash', amount: 1n, account: 'till', reference: '1' } }) as unknown as Json],
  ['bonded', anOffer(1n, { bond: { form: 'guarantee', amount: 6_000_000n, account: 'a bank', reference: '1' } }) as unknown as Json],
  ['shared', anOffer(1n, { share: { with: 'consortium', smallMicroSharePercent: '100.01' } }) as unknown as Json],
]);
const context = (
  at: Instant,
  purchase: PurchaseState | null = tender,
  us: Partial<OrganisationData> = {},
  more: Partial<Context> = {},
): Context =>
  contextIn(world, at, {
    actor: agent,
    caseId: 'bid/us',
    contents: offers,
    cases: new Map<string, never>([
      ...(purchase === null ? [] : [[PURCHASE, facts(PURCHASE, purchase)] as never]),
      [US, facts(US, anOrganisation(us))] as never,
    ]),
    ...more,
  });
const submission = { purchase: PURCHASE, round: 1, supplier: US, documentVersion: 1, offer: ref('offer') };
const produced = new Set<string>();
const decide = (state: BidState, type: BidCommand['type'], data: object, around: Context) => {
  const answer = decideBid(state, { type, caseId: 'bid/us', data } as BidCommand, around);
  if (isRefusal(answer)) produced.add(answer.refused);
  return answer;
};
const bid = (state: BidState, type: BidCommand['type'], data: object, around: Context): BidState => {
  const answer = decide(state, type, data, around);
  if (isRefusal(answer)) throw new Error(answer.refused);
  return answer.events.reduce((now, event) => evolveBid(now, recorded(event, around.at, agent, 'bid/us') as Recorded<BidEvent>), state);
};
const refused = (answer: ReturnType<typeof decide>): Refusal | null => (isRefusal(answer) ? answer : null);
const MARCH = on('03-20T10:00');
const submitted = bid(initialBid, 'submit', submission, context(MARCH));
const withdrawn = bid(submitted, 'withdraw', {}, context(on('03-21T10:00')));

describe('a bid', () => {
  it('is received at the instant of the decision, with a receipt that tells nothing of the price', () => {
    expect(submitted).toMatchObject({ status: 'submitted', receivedAt: MARCH, documentVersion: 1, contractor: 'enterprise' });
    expect(submitted.receipts).toEqual([{ act: 'submitted', at: MARCH, documentVersion: 1, hash: submitted.hash }]);
    const other = new Map([...offers, ['offer', anOffer(1n) as unknown as Json]]);
    expect(bid(initialBid, 'submit', submission, context(MARCH, tender, {}, { contents: other })).hash).toBe(submitted.hash);
  });
  it('holds its price nowhere but in content: not in events, state or lists', () => {
    const decision = decide(initialBid, 'submit', submission, context(MARCH));
    const events = isRefusal(decision) ? [] : decision.events;
    const rows = events.flatMap((event) => projectBid(recorded(event, MARCH, agent, 'bid/us') as Recorded<BidEvent>, submitted));
    expect(JSON.stringify([events, submitted, rows])).not.toContain('380000000');
    expect(rows).toMatchObject([{ table: 'case_view', values: { readers: [US], public: false, amount: null } }]);
  });
  it('remembers of its bond in which form and how much, never from whom; a new envelope may hold none', () => {
    const bonded = bid(initialBid, 'submit', { ...submission, offer: ref('bonded') }, context(MARCH));
    expect(bonded.bond).toEqual({ form: 'guarantee', amount: 6_000_000n });
    expect(bid(bonded, 'replace', { documentVersion: 1, offer: ref('offer') }, context(on('03-22T10:00'))).bond).toBeNull();
  });
  it('is handed in by those who were invited alone, where a tender invites', () => {
    const invites = (...invited: string[]): PurchaseState => ({
      ...tender,
      tender: { ...tender.tender, current: { ...tender.tender.current!, invited } },
    });
    const answer = refused(decide(initialBid, 'submit', submission, context(MARCH, invites('organisation/others'))));
    expect([answer?.refused, answer?.rule?.id]).toEqual(['bid.not_invited', 'procedure.open-tender']);
    expect(refused(decide(initialBid, 'submit', submission, context(MARCH, invites(US))))).toBeNull();
  });
  it('takes the one place of its supplier in the round', () => {
    expect(decide(initialBid, 'submit', submission, context(MARCH))).toMatchObject({ claims: [bidClaim(PURCHASE, 1, US)] });
  });
  it('is in time one millisecond before the deadline, and late at the deadline', () => {
    expect(refused(decide(initialBid, 'submit', submission, context((DEADLINE - 1) as Instant)))).toBeNull();
    for (const late of [0, 1]) {
      const answer = refused(decide(initialBid, 'submit', submission, context((DEADLINE + late) as Instant)));
      expect([answer?.refused, answer?.rule?.id]).toEqual(['bid.window_closed', 'tender.late_bid']);
    }
  });
  it('can be replaced, withdrawn and handed in again, each with its receipt; the last receipt counts', () => {
    const replaced = bid(submitted, 'replace', { documentVersion: 1, offer: ref('offer') }, context(on('03-22T10:00')));
    const again = bid(withdrawn, 'replace', { documentVersion: 1, offer: ref('offer') }, context(on('03-23T10:00')));
    expect(replaced).toMatchObject({ status: 'submitted', receivedAt: on('03-22T10:00') });
    expect(again).toMatchObject({ status: 'submitted', receivedAt: on('03-23T10:00') });
    expect(again.receipts.map(({ act }) => act)).toEqual(['submitted', 'withdrawn', 'replaced']);
  });
  it('is confirmed after an amendment and keeps the moment at which it was received', () => {
    const confirmed = bid(submitted, 'confirm', { documentVersion: 2 }, context(on('03-22T10:00'), amended));
    expect(confirmed).toMatchObject({ documentVersion: 2, receivedAt: MARCH });
    expect(confirmed.hash).not.toBe(submitted.hash);
  });
});

describe('a bid is refused', () => {
  const notYet = aPurchase(world);
  const nextRound: PurchaseState = {
    ...tender,
    stages: { ...tender.stages, open: [{ stage: 'tender:2', since: NOTICE_AT }], ended: { tender: 'failed' } },
  };
  const ended: PurchaseState = { ...tender, stages: { ...tender.stages, open: [], ended: { tender: 'cancelled' } } };
  const still = given(tender, 'suspendClock', { reason: 'complaint' }, contextIn(world, on('03-13T10:00'), { actor: SYSTEM }));
  interface Row {
    readonly title: string;
    readonly code: string;
    readonly data?: object;
    readonly around?: Context;
    readonly rule?: string;
  }
  const rows: readonly Row[] = [
    { title: 'for a purchase that is not announced: there is none', code: 'case.not_found', around: context(MARCH, notYet) },
    { title: 'for a purchase that does not exist', code: 'case.not_found', around: context(MARCH, null) },
    { title: 'before the notice of its round', code: 'bid.window_not_open', data: { round: 2 }, around: context(MARCH, nextRound) },
    { title: 'for a round to come', code: 'bid.other_round', data: { round: 2 } },
    { title: 'after the tender was ended', code: 'bid.window_closed', around: context(MARCH, ended) },
    { title: 'while the tender is suspended', code: 'bid.window_suspended', around: context(MARCH, still) },
    { title: 'under an older version of the documents', code: 'bid.document_outdated', around: context(MARCH, amended) },
    { title: 'in the name of another organisation', code: 'bid.not_your_organisation', data: { supplier: supplier('them') } },
    { title: 'from a body that is no supplier', code: 'bid.not_a_supplier', around: context(MARCH, tender, { type: 'audit' }) },
    { title: 'from a body that belongs to the purchaser', code: 'bid.own_side', around: context(MARCH, tender, { parent: BUREAU }) },
    { title: 'from a body that belongs to the agency', code: 'bid.own_side', around: context(MARCH, tender, { parent: AGENCY }) },
    {
      title: 'from a public institution that does not say of which class',
      code: 'bid.kind_missing',
      around: context(MARCH, tender, { enterprise: 'public-institution' }),
    },
    {
      title: 'from a public institution of class one',
      code: 'bid.kind_excluded',
      rule: 'gps.excluded_both_sides',
      data: { contractor: 'public-institution-class-one' },
      around: context(MARCH, tender, { enterprise: 'public-institution' }),
    },
    {
      title: 'from a mass organisation paid by finance',
      code: 'bid.kind_excluded',
      rule: 'gps.excluded_both_sides',
      data: { contractor: 'mass-organisation-paid-by-finance' },
      around: context(MARCH, tender, { enterprise: 'social-organisation' }),
    },
    { title: 'under a kind that is not the registered one', code: 'bid.kind_not_as_registered', data: { contractor: 'individual' } },
    { title: 'without a price', code: 'bid.price_not_positive', data: { offer: ref('free') } },
    { title: 'with a bond in cash', code: 'bid.bond_form_not_legal', rule: 'bond.forms', data: { offer: ref('paid in cash') } },
    { title: 'with a share of more than the whole', code: 'bid.share_out_of_range', data: { offer: ref('shared') } },
    {
      title: 'a second time in the same round',
      code: 'bid.already_submitted',
      around: context(MARCH, tender, {}, { claims: new Map([[bidClaim(PURCHASE, 1, US), 'bid/first']]) }),
    },
  ];
  it.each(rows)('$title', ({ code, data = {}, around = context(MARCH), rule }) => {
    const answer = refused(decide(initialBid, 'submit', { ...submission, ...data }, around));
    expect([answer?.refused, rule === undefined ? undefined : answer?.rule?.id]).toEqual([code, rule]);
  });
  it('from a kind of body that no pack admits', () => {
    const rules = world.rules(MARCH);
    const narrow = {
      ...rules,
      pack: rules.pack,
      has: rules.has.bind(rules),
      rule: (id: string, pins = {}) =>
        id === 'gps.contractor' ? { ...rules.rule(id, pins), value: ['individual'] } : rules.rule(id, pins),
    };
    expect(refused(decide(initialBid, 'submit', submission, context(MARCH, tender, {}, { rules: narrow })))?.refused).toBe(
      'bid.kind_not_admitted',
    );
  });
  it.each<[string, BidState, BidCommand['type'], object, Context, string]>([
    [
      'replaced one millisecond late',
      submitted,
      'replace',
      { documentVersion: 1, offer: ref('offer') },
      context((DEADLINE + 1) as Instant),
      'bid.window_closed',
    ],
    ['withdrawn after the deadline', submitted, 'withdraw', {}, context(DEADLINE), 'bid.window_closed'],
    ['confirmed after the deadline', submitted, 'confirm', { documentVersion: 1 }, context(DEADLINE), 'bid.window_closed'],
    ['withdrawn twice', withdrawn, 'withdraw', {}, context(on('03-22T10:00')), 'bid.withdrawn'],
    ['confirmed when it stands already', submitted, 'confirm', { documentVersion: 1 }, context(on('03-22T10:00')), 'bid.already_confirmed'],
    [
      'replaced under old documents',
      submitted,
      'replace',
      { documentVersion: 1, offer: ref('offer') },
      context(on('03-22T10:00'), amended),
      'bid.document_outdated',
    ],
    ['submitted again on the same case', submitted, 'submit', submission, context(on('03-22T10:00')), 'bid.already_submitted'],
    ['confirmed before there is one', initialBid, 'confirm', { documentVersion: 1 }, context(MARCH), 'case.not_found'],
  ])('when it is %s', (_title, state, type, data, around, code) => {
    expect(refused(decide(state, type, data, around))?.refused).toBe(code);
  });
  it('with every code of the catalogue somewhere in these tables', () => {
    expect(bidRefusals.map(({ code }) => code).filter((code) => !produced.has(code))).toEqual([]);
  });
});

describe('the Merkle root over bids', () => {
  it.each([1, 2, 3, 4, 5, 8, 13])('of %i bids is reached from each of them, in whatever order, and from no other', (count) => {
    const hashes = Array.from({ length: count }, (_, i) => sha256(`bid ${i}`));
    const root = merkleRoot(hashes, sha256);
    expect(merkleRoot(hashes.toReversed(), sha256)).toBe(root);
    for (const hash of hashes) {
      const proof = merkleProof(hashes, hash, sha256);
      expect(leadsToRoot(hash, proof ?? [], root, sha256)).toBe(true);
      expect(leadsToRoot(sha256('another'), proof ?? [], root, sha256)).toBe(false);
    }
    expect(merkleProof(hashes, sha256('another'), sha256)).toBeNull();
  });
});
