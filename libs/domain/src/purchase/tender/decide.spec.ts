import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readCalendar, readPacks } from '@goufu/config';
import { buildStacks, RuleBook } from '@goufu/rules';
import { calendarFrom, dateOf, type Instant, isRefusal, plainDate, type Refusal } from '../../kernel/index.js';
import { merkleRoot } from '../../bid/merkle.js';
import { openTender } from '../../procedure/procedure.js';
import { deadlinesPurchase, tasksPurchase } from '../purchase.js';
import { initialPlanning } from '../planning/state.js';
import type { PurchaseState } from '../state.js';
import { windowClosesAt } from './duties.js';
import { tenderRefusals } from './refusals.js';
import {
  AGENCY,
  aNotice,
  announced,
  aPurchase,
  contextIn,
  DEADLINE,
  file,
  FINANCE,
  give,
  given,
  manyBids,
  NOTICE_AT,
  on,
  person,
  PURCHASE,
  ref,
  supplier,
  SYSTEM,
  type World,
} from './testing/a-tender.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const book = new RuleBook(buildStacks(readPacks(), sha256));
const world: World = { rules: (at) => book.at('demo-county', dateOf(at)), calendar: calendarFrom(readCalendar()), sha256 };
const produced = new Set<string>();
const refusalOf = (answer: ReturnType<typeof give>): Refusal | null => {
  if (!isRefusal(answer)) return null;
  for (const one of [answer, ...(answer.also ?? [])]) produced.add(one.refused);
  return answer;
};
const publish = (notice: object, at: Instant = NOTICE_AT, state: PurchaseState = aPurchase(world)) =>
  give(state, 'publishTenderNotice', { ...aNotice, ...notice }, contextIn(world, at));
const at = (day: string, more: Parameters<typeof contextIn>[2] = {}) => contextIn(world, on(day), more);
const close = (state: PurchaseState, bids: number, version = 1) =>
  given(
    state,
    'closeWindow',
    { round: 1 },
    contextIn(world, windowClosesAt(state) ?? DEADLINE, { actor: SYSTEM, ...manyBids(bids, version) }),
  );
const open = (state: PurchaseState, bids = 3) =>
  given(state, 'openBids', { attendees: ref('attendees') }, contextIn(world, on('04-01T09:31'), manyBids(bids)));

describe('the tender notice', () => {
  it('makes the purchase public, pins the law of its day and waits for the deadline', () => {
    const state = announced(world);
    expect(state.tender.current).toEqual({ round: 1, noticeAt: NOTICE_AT, deadlineAt: DEADLINE, opening: null, course: openTender });
    expect(state.pins.notice?.on).toBe('2025-03-10');
    expect(state.tender.course).toMatchObject({ noticeUntil: '2025-03-17', openingAt: DEADLINE, bond: 6_000_000n });
    expect(deadlinesPurchase(state)).toMatchObject([
      { at: DEADLINE, command: { type: 'closeWindow' }, locks: { window: { id: PURCHASE, mode: 'exclusive' } } },
    ]);
  });

  const pinned = (intentAt: string | null, more: Partial<PurchaseState['planning']> = {}, amount = 405_600_000n): PurchaseState => {
    const state = aPurchase(world);
    const intentNotice = intentAt === null ? null : { at: on(intentAt), amount, month: '2025-03' };
    return { ...state, planning: { ...state.planning, intentNotice, ...more } };
  };
  const supplied = (from: string, to: string, closing = '04-01T10:00') => ({
    supply: { from: plainDate(from), to: plainDate(to) },
    deadlineAt: on(closing),
    openingAt: on(closing),
  });
  const framed = aPurchase(world, { method: 'framework-agreement' });
  const faulty: readonly [string, object, string, string | null, PurchaseState?][] = [
    [
      'before the 30 days of the intent notice have passed',
      {},
      'tender.intent_notice_too_recent',
      'pre.intent_notice',
      pinned('02-10T10:00'),
    ],
    ['of another amount than announced', {}, 'tender.intent_notice_outdated', 'pre.intent_notice.fields', pinned('02-05T10:00', {}, 1n)],
    ['without an intent notice', {}, 'tender.intent_notice_missing', 'pre.intent_notice', pinned(null)],
    [
      'while finance objects',
      {},
      'tender.finance_objected',
      'pre.plan_filing',
      pinned('02-05T10:00', { objection: { at: on('03-01T09:00'), reason: ref('r') } }),
    ],
    ['without a plan in force', {}, 'tender.plan_missing', null, { ...aPurchase(world), planning: initialPlanning }],
    ['by a method without a procedure', {}, 'tender.procedure_missing', 'method.table', framed],
    ['without documents', { documents: [] }, 'tender.documents_missing', null],
    ['without a medium', { media: [] }, 'tender.media_missing', null],
    ['with documents before the notice', supplied('2025-03-09', '2025-03-17'), 'tender.supply_in_past', null],
    [
      'with documents handed out from a day after the last',
      supplied('2025-03-21', '2025-03-20', '04-15T10:00'),
      'tender.supply_reversed',
      null,
    ],
    ['with four working days for the documents', supplied('2025-03-10', '2025-03-14'), 'tender.supply_too_short', 'tender.doc_supply_min'],
    [
      'with 19 days until the deadline',
      { deadlineAt: on('03-29T23:59'), openingAt: on('03-29T23:59') },
      'tender.deadline_too_early',
      'tender.min_bid_time',
    ],
    [
      'with documents issued later and less than 20 days from then',
      supplied('2025-03-14', '2025-03-20'),
      'tender.deadline_too_early',
      'tender.min_bid_time',
    ],
    ['with an opening an hour after the deadline', { openingAt: on('04-01T10:30') }, 'tender.opening_not_at_deadline', 'tender.open.time'],
    ['with questions after the deadline', { questionsUntil: on('04-02T09:00') }, 'tender.questions_after_deadline', null],
    ['with a bond of more than 2 % of the budget', { bond: 8_112_001n }, 'tender.bond_too_high', 'tender.bid_bond_max'],
    [
      'with a price deduction above the legal range',
      {},
      'tender.deduction_out_of_range',
      'sme.deduct',
      aPurchase(world, {
        template: { ...aPurchase(world).planning.plan!.template, deduction: { smallMicroPercent: '21', sharePercent: '4' } },
      }),
    ],
    [
      'with a price deduction in a purchase reserved for small enterprises',
      {},
      'tender.deduction_with_set_aside',
      'sme.no_double',
      aPurchase(world, { setAside: { reserved: true, reason: null } }),
    ],
  ];
  it.each(faulty.map(([title, notice, code, rule, state = aPurchase(world)]) => ({ title, notice, code, rule, state })))(
    'is refused $title',
    ({ notice, code, rule, state }) => {
      const refused = refusalOf(publish(notice, NOTICE_AT, state));
      expect([refused?.refused, refused?.rule?.id ?? null]).toEqual([code, rule]);
    },
  );

  it('is refused when the deadline lies in a year whose holidays are not announced', () => {
    const deadlineAt = on('04-01T09:30') + 730 * 86_400_000;
    expect(refusalOf(publish({ deadlineAt, openingAt: deadlineAt }))?.refused).toBe('tender.deadline_in_unannounced_year');
  });
  it.each<[string, object, string]>([
    ['exactly 20 days after the documents', { deadlineAt: on('03-30T09:00'), openingAt: on('03-30T09:00') }, '03-10T09:00'],
    ['with a bond of exactly 2 %', { bond: 8_112_000n }, '03-10T09:00'],
    ['on the 30th day after the intent notice', {}, '03-07T09:00'],
  ])('may go out %s', (_title, notice, day) => {
    expect(refusalOf(publish(notice, on(day)))).toBeNull();
  });
  it('needs no intent notice when urgency is on record', () => {
    const state = pinned(null);
    const plan = { ...state.planning.plan!, urgent: ref('flood') };
    expect(refusalOf(publish({}, NOTICE_AT, { ...state, planning: { ...state.planning, plan } }))).toBeNull();
  });
  it('goes out once a round', () => {
    expect(refusalOf(publish({}, NOTICE_AT, announced(world)))?.refused).toBe('tender.notice_published');
  });
  it('of a second round keeps the first as history', () => {
    const failed = close(announced(world), 2);
    const second: PurchaseState = { ...failed, stages: { ...failed.stages, open: [{ stage: 'tender:2', since: on('04-10T09:00') }] } };
    const deadlineAt = on('05-12T09:30');
    const data = {
      ...aNotice,
      supply: { from: plainDate('2025-04-14'), to: plainDate('2025-04-21') },
      deadlineAt,
      openingAt: deadlineAt,
      questionsUntil: on('05-06T09:00'),
    };
    const state = given(second, 'publishTenderNotice', data, at('04-14T09:00'));
    expect(state.tender.current).toMatchObject({ round: 2, deadlineAt, opening: null });
    expect(state.tender.history).toMatchObject([{ face: { round: 1 }, course: { failed: { bidders: 2 } } }]);
  });
});
describe('questions, answers and amendments', () => {
  const asked = given(
    announced(world),
    'askQuestion',
    { question: ref('q') },
    at('03-12T10:00', { actor: person(supplier('a'), 'supplier-agent') }),
  );
  const id = asked.tender.course?.questions[0]?.id ?? '';
  const answer = (state: PurchaseState, day: string, affectsBids: boolean) =>
    give(state, 'answerQuestion', { question: id, answer: ref('answer'), affectsBids }, at(day));
  const amend = (data: object, day = '03-14T10:00', state: PurchaseState = asked) =>
    give(
      state,
      'amendDocuments',
      { documents: [file('v2.pdf')], text: ref('what changes'), changes: ['terms'], media: ['provincial-portal'], ...data },
      at(day),
    );

  it('keep the name of whoever asked out of the state', () => {
    expect(JSON.stringify(asked.tender, (_key, value: unknown) => (typeof value === 'bigint' ? `${value}` : value))).not.toContain(
      supplier('a'),
    );
  });
  it.each<[string, string, boolean, string]>([
    ['leaves the deadline when it does not affect bids', '03-31T10:00', false, '04-01T09:30'],
    ['leaves the deadline when 15 days remain', '03-17T10:00', true, '04-01T09:30'],
    ['moves the deadline to a working day at least 15 days ahead, at the same hour', '03-20T10:00', true, '04-07T09:30'],
  ])('an answer %s', (_title, day, affectsBids, expected) => {
    const answered = answer(asked, day, affectsBids);
    expect(isRefusal(answered) ? answered : answered.state.tender.current?.deadlineAt).toBe(on(expected));
  });
  it('an amendment is a new version, and moves the deadline when less than 15 days are left', () => {
    const late = amend({}, '03-25T10:00');
    if (isRefusal(late)) throw new Error(late.refused);
    expect(late.state.tender.course?.versions.map(({ version }) => version)).toEqual([1, 2]);
    expect(late.state.tender.current?.deadlineAt).toBe(on('04-09T09:30'));
    expect(late.state.tender.course?.moves).toMatchObject([{ because: 'amendment', rule: 'tender.clarification_min' }]);
  });
  it('an amendment may give more time than it must', () => {
    const later = amend({ deadlineAt: on('04-15T09:30') });
    expect(isRefusal(later) ? later : later.state.tender.current?.deadlineAt).toBe(on('04-15T09:30'));
  });
  it.each<[string, () => ReturnType<typeof give>, string]>([
    ['an amendment that changes what is bought', () => amend({ changes: ['terms', 'subject'] }), 'tender.unalterable'],
    ['an amendment that changes who is eligible', () => amend({ changes: ['qualification'] }), 'tender.unalterable'],
    ['an amendment on other media', () => amend({ media: ['own-site'] }), 'tender.other_media'],
    ['an amendment without documents', () => amend({ documents: [] }), 'tender.documents_missing'],
    [
      'an amendment that leaves less than 15 days',
      () => amend({ deadlineAt: on('04-02T09:30') }, '03-25T10:00'),
      'tender.deadline_too_early',
    ],
    ['an amendment with an earlier deadline', () => amend({ deadlineAt: on('03-31T09:30') }), 'tender.deadline_not_later'],
    [
      'an extension to an earlier moment',
      () => give(asked, 'extendDeadline', { deadlineAt: DEADLINE, reason: ref('r') }, at('03-14T10:00')),
      'tender.deadline_not_later',
    ],
    [
      'an answer to no question',
      () => give(asked, 'answerQuestion', { question: 'none', answer: ref('a'), affectsBids: false }, at('03-14T10:00')),
      'tender.question_unknown',
    ],
    [
      'a second answer',
      () =>
        answer(
          given(asked, 'answerQuestion', { question: id, answer: ref('a'), affectsBids: false }, at('03-14T10:00')),
          '03-14T11:00',
          false,
        ),
      'tender.question_answered',
    ],
    [
      'a question after the time for questions',
      () => give(asked, 'askQuestion', { question: ref('q') }, at('03-24T17:00')),
      'tender.questions_over',
    ],
    ['an amendment at the deadline', () => amend({}, '04-01T09:30'), 'tender.window_closed'],
    [
      'a question before the notice',
      () => give(aPurchase(world), 'askQuestion', { question: ref('q') }, at('03-08T10:00')),
      'tender.notice_missing',
    ],
    [
      'an amendment while the clock stands still',
      () => amend({}, '03-14T10:00', given(asked, 'suspendClock', { reason: 'complaint' }, at('03-13T10:00', { actor: SYSTEM }))),
      'tender.suspended',
    ],
    [
      'an extension into a year not announced',
      () => give(asked, 'extendDeadline', { deadlineAt: (DEADLINE + 730 * 86_400_000) as Instant, reason: ref('r') }, at('03-14T10:00')),
      'tender.deadline_in_unannounced_year',
    ],
  ])('%s is refused', (_title, act, code) => {
    expect(refusalOf(act())?.refused).toBe(code);
  });
  it('a suspension moves the deadline by as long as it lasted', () => {
    const still = given(asked, 'suspendClock', { reason: 'complaint' }, at('03-13T10:00', { actor: SYSTEM }));
    expect(windowClosesAt(still)).toBeNull();
    const again = given(still, 'resumeClock', {}, at('03-15T10:00', { actor: SYSTEM }));
    expect(windowClosesAt(again)).toBe(on('04-03T09:30'));
    expect(deadlinesPurchase(again)[0]?.at).toBe(on('04-03T09:30'));
  });
});
describe('the closing', () => {
  it('folds all bids into one event with their Merkle root, in the order of receipt', () => {
    const state = close(announced(world), 3);
    const closing = state.tender.course?.closing;
    expect(closing?.bids.map(({ supplier: by }) => by)).toEqual([supplier('a'), supplier('b'), supplier('c')]);
    expect(closing?.root).toBe(merkleRoot(['bid hash of c', 'bid hash of b', 'bid hash of a'], sha256));
    expect(state.stages.open).toHaveLength(1);
  });
  it('holds no price: bids are sealed until they are opened', () => {
    const text = JSON.stringify(close(announced(world), 3).tender, (_key, value: unknown) =>
      typeof value === 'bigint' ? `${value}` : value,
    );
    expect(text).not.toContain('38000000');
  });
  it.each([0, 1, 2])('with %i bids fails the tender, by the system alone', (bids) => {
    const state = close(announced(world), bids);
    expect(state.stages).toMatchObject({ open: [], ended: { tender: 'failed' } });
    expect(state.tender.course?.failed).toMatchObject({ bidders: bids, minimum: 3, rule: 'tender.open.min_bidders' });
  });
  it('of a consultation goes on with two', () => {
    expect(close(announced(world, { method: 'competitive-consultation' }), 2).tender.course?.failed).toBeNull();
    expect(close(announced(world, { method: 'competitive-consultation' }), 1).tender.course?.failed?.minimum).toBe(2);
  });
  it('does not count bids for an older version of the documents that were never confirmed', () => {
    const amended = given(
      announced(world),
      'amendDocuments',
      { documents: [file('v2')], text: ref('t'), changes: [], media: ['provincial-portal'] },
      at('03-14T10:00'),
    );
    expect(close(amended, 5, 1).tender.course).toMatchObject({ failed: { bidders: 0 }, closing: { notCounted: { length: 5 } } });
    expect(close(amended, 5, 2).tender.course?.failed).toBeNull();
  });
  it('leaves withdrawn bids and those of other rounds and purchases aside', () => {
    const { cases, contents } = manyBids(5);
    const [a, b, c, d, e] = [...cases.values()];
    const changed = [
      a,
      b,
      { ...c, state: { ...(c?.state as object), status: 'withdrawn' } },
      { ...d, state: { ...(d?.state as object), round: 2 } },
      { ...e, state: { ...(e?.state as object), purchase: 'purchase/2' } },
    ];
    const context = contextIn(world, DEADLINE, {
      actor: SYSTEM,
      contents,
      cases: new Map(changed.map((one) => [one?.id ?? '', one as never])),
    });
    expect(given(announced(world), 'closeWindow', { round: 1 }, context).tender.course?.failed?.bidders).toBe(2);
  });
  it('answers facts: before the deadline and a second time nothing happens', () => {
    const before = give(announced(world), 'closeWindow', { round: 1 }, contextIn(world, (DEADLINE - 1) as Instant, { actor: SYSTEM }));
    const twice = give(close(announced(world), 3), 'closeWindow', { round: 1 }, contextIn(world, DEADLINE, { actor: SYSTEM }));
    expect([before, twice]).toMatchObject([{ events: [] }, { events: [] }]);
  });
});
describe('the opening', () => {
  const closed = close(announced(world), 3);
  const opened = open(closed);
  const quiet = open(close(announced(world, { method: 'competitive-consultation', amount: 399_000_000n }), 3));
  const bidder = person(supplier('a'), 'supplier-agent');
  const objected = given(opened, 'objectAtOpening', { objection: ref('o') }, at('04-01T09:40', { actor: bidder }));
  const id = objected.tender.course?.session?.objections[0]?.id ?? '';

  it('reads the prices out of the bids, in the order of receipt', () => {
    expect(
      opened.tender.current?.opening?.bids.map(({ supplier: by, price, enterprise, receivedAt }) => [by, price, enterprise, receivedAt]),
    ).toEqual([
      [supplier('a'), 380_000_000n, 'small', on('03-20T10:00')],
      [supplier('b'), 380_000_001n, 'small', on('03-21T10:00')],
      [supplier('c'), 380_000_002n, 'small', on('03-22T10:00')],
    ]);
  });
  it('ends the stage when its record is closed', () => {
    const state = given(opened, 'closeOpening', { record: ref('record') }, at('04-01T10:00'));
    expect(state.stages).toMatchObject({ open: [], ended: { tender: 'opened' } });
  });
  it('answers every objection before it is closed', () => {
    const answered = given(objected, 'answerObjection', { objection: id, answer: ref('a') }, at('04-01T09:50'));
    expect(given(answered, 'closeOpening', {}, at('04-01T10:00')).stages.ended).toEqual({ planning: 'approved', tender: 'opened' });
    expect(refusalOf(give(answered, 'answerObjection', { objection: id, answer: ref('a') }, at('04-01T09:55')))?.refused).toBe(
      'tender.objection_answered',
    );
  });
  it.each<[string, PurchaseState, string, unknown, string, string]>([
    ['opening before the deadline', announced(world), 'openBids', { attendees: ref('x') }, '03-20T10:00', 'tender.window_open'],
    ['opening twice', opened, 'openBids', { attendees: ref('x') }, '04-01T10:00', 'tender.opened_already'],
    ['an objection before the opening', closed, 'objectAtOpening', { objection: ref('x') }, '04-01T09:31', 'tender.not_opened'],
    ['an answer to none', opened, 'answerObjection', { objection: 'none', answer: ref('x') }, '04-01T10:00', 'tender.objection_unknown'],
    ['an objection where nothing is read out', quiet, 'objectAtOpening', { objection: ref('x') }, '04-01T10:00', 'tender.not_read_out'],
    ['closing over an open objection', objected, 'closeOpening', {}, '04-01T10:00', 'tender.objections_open'],
  ])('%s is refused', (_title, state, type, data, day, code) => {
    expect(refusalOf(give(state, type, data, at(day)))?.refused).toBe(code);
  });
  it('that nobody begins within the tolerance is shown to finance, and nothing lapses', () => {
    const due = deadlinesPurchase(closed)[0];
    expect(due).toMatchObject({ at: on('04-01T10:30'), command: { type: 'openingOverdue' }, rule: 'outage.tolerance' });
    const late = given(closed, 'openingOverdue', { round: 1 }, at('04-01T10:30', { actor: SYSTEM }));
    expect(deadlinesPurchase(late)).toEqual([]);
    expect(tasksPurchase(late).map(({ name, to }) => [name, to])).toEqual([
      ['openBids', { organisation: AGENCY, role: 'agency-officer' }],
      ['openBids', { organisation: FINANCE, role: 'finance-officer' }],
    ]);
    expect(open(late).tender.current?.opening).not.toBeNull();
  });
});

it('every refusal of the tender has a test that produces it', () => {
  expect(tenderRefusals.map(({ code }) => code).filter((code) => !produced.has(code))).toEqual([]);
});
