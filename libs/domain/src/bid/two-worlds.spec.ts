import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { accessPurchase, offersPurchase, roles, seeBid, seePurchase } from '@goufu/access';
import { buildStacks, RuleBook } from '@goufu/rules';
import {
  calendarFrom,
  dateOf,
  deadlinesPurchase,
  effectsPurchase,
  encode,
  isRefusal,
  legalPurchase,
  projectPurchase,
  purchaseCommands,
  tasksPurchase,
  type Actor,
  type Context,
  type Instant,
  type Json,
  type PurchaseState,
} from '../index.js';
import {
  AGENCY,
  announced,
  BUREAU,
  contextIn,
  DEADLINE,
  FINANCE,
  give,
  given,
  manyBids,
  on,
  person,
  PREFECTURE,
  recorded,
  ref,
  supplier,
  SYSTEM,
  type World,
} from '../purchase/tender/testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };

const viewers: readonly Actor[] = [
  { kind: 'anonymous', person: null, appointment: null, organisation: null, roles: [] },
  ...[BUREAU, FINANCE, PREFECTURE, AGENCY, supplier('a'), supplier('stranger'), 'organisation/audit'].map((organisation) =>
    person(organisation, ...roles),
  ),
];
/** Everything that a purchase lets anybody know. */
const known = (state: PurchaseState, at: Instant, more: Partial<Context>): string =>
  viewers
    .map((actor) => {
      const context = contextIn(world, at, { ...more, actor });
      const actions = Object.keys(purchaseCommands).map((type) => {
        const gate = accessPurchase(state, type, context) ?? legalPurchase(state, type, context);
        return [type, gate?.refused ?? null, offersPurchase(state, type, context)];
      });
      return encode([seePurchase(state, context), actions, tasksPurchase(state), deadlinesPurchase(state)] as unknown as Json);
    })
    .join('\n');

describe('two worlds, one without bids and one with five', () => {
  const asked = given(announced(world), 'askQuestion', { question: ref('q') }, contextIn(world, on('03-12T10:00')));

  it.each<[string, Instant]>([
    ['in the middle of the window', on('03-25T10:00')],
    ['one millisecond before the deadline', (DEADLINE - 1) as Instant],
  ])('say the same to everybody %s: views, actions, to-dos and deadlines of the purchase', (_title, at) => {
    const [none, five] = [manyBids(0), manyBids(5)];
    expect(known(asked, at, five)).toBe(known(asked, at, none));
  });

  it('say the same between the deadline and the opening, when there are enough bids: only then are they counted', () => {
    const closed = (count: number) =>
      given(asked, 'closeWindow', { round: 1 }, contextIn(world, DEADLINE, { actor: SYSTEM, ...manyBids(count) }));
    const at = on('04-01T09:31');
    expect(known(closed(5), at, manyBids(5))).toBe(known(closed(3), at, manyBids(3)));
    const opened = given(closed(5), 'openBids', { attendees: ref('a') }, contextIn(world, at, manyBids(5)));
    expect(known(opened, at, {})).not.toBe(known(closed(3), at, {}));
  });

  it('list and publish the same at the closing', () => {
    const rows = (count: number) => {
      const context = contextIn(world, DEADLINE, { actor: SYSTEM, ...manyBids(count) });
      const answer = give(asked, 'closeWindow', { round: 1 }, context);
      if (isRefusal(answer)) throw new Error(answer.refused);
      return answer.events.flatMap((event) => {
        const happened = recorded(event, DEADLINE, SYSTEM);
        return [projectPurchase(happened, answer.state), effectsPurchase(happened, answer.state)];
      });
    };
    expect(rows(5)).toEqual(rows(3));
  });
});

describe('a bid', () => {
  const [bid] = [...manyBids(1).cases.values()];
  const state = bid?.state as Parameters<typeof seeBid>[0];
  const see = (actor: Actor, purchase: PurchaseState) =>
    seeBid(
      state,
      contextIn(world, on('03-25T10:00'), {
        actor,
        caseId: 'bid/a',
        cases: new Map([['purchase/1', { id: 'purchase/1', kind: 'purchase', version: 1, state: purchase }]]),
      }),
    );
  const open = announced(world);

  it('does not exist for anybody but its bidder before the opening', () => {
    const seeing = viewers.filter((actor) => see(actor, open) !== null);
    expect(seeing.map(({ organisation }) => organisation)).toEqual([supplier('a')]);
  });
  it('is seen by audit once bids are opened, and by no other', () => {
    const closed = given(open, 'closeWindow', { round: 1 }, contextIn(world, DEADLINE, { actor: SYSTEM, ...manyBids(3) }));
    const opened = given(closed, 'openBids', { attendees: ref('x') }, contextIn(world, on('04-01T09:31'), manyBids(3)));
    const audit = person('organisation/audit', 'auditor');
    expect([see(audit, closed), see(audit, opened) !== null, see(person(BUREAU, 'purchaser-handler'), opened)]).toEqual([null, true, null]);
  });
  it('tells its bidder when it must be confirmed after an amendment', () => {
    const amended = given(
      open,
      'amendDocuments',
      { documents: [{ file: 'f', name: 'n', size: 1, mediaType: 'm' }], text: ref('t'), changes: [], media: ['provincial-portal'] },
      contextIn(world, on('03-14T10:00')),
    );
    const bidder = person(supplier('a'), 'supplier-agent');
    expect([see(bidder, open), see(bidder, amended)]).toMatchObject([
      { mustConfirm: false },
      { mustConfirm: true, currentDocumentVersion: 2 },
    ]);
  });
});

describe('to-dos of a tender', () => {
  it('go to the agency where the agreement gives it the power, else to the purchaser', () => {
    const closed = given(announced(world), 'closeWindow', { round: 1 }, contextIn(world, DEADLINE, { actor: SYSTEM, ...manyBids(3) }));
    const alone: PurchaseState = { ...closed, parties: { ...closed.parties, agency: null } };
    expect(tasksPurchase(closed)[0]?.to).toEqual({ organisation: AGENCY, role: 'agency-officer' });
    expect(tasksPurchase(alone)[0]?.to).toEqual({ organisation: BUREAU, role: 'purchaser-handler' });
  });
  it('are refused to an agency without the power', () => {
    const state = announced(world);
    const weak: PurchaseState = {
      ...state,
      parties: { ...state.parties, agency: { organisation: AGENCY, powers: ['open'], agreement: '1' } },
    };
    expect(accessPurchase(weak, 'amendDocuments', contextIn(world, DEADLINE, { actor: person(AGENCY, 'agency-officer') }))?.refused).toBe(
      'access.power_not_entrusted',
    );
  });
});
