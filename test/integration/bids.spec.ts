import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type CaseId,
  type Command,
  dateOf,
  type DomainEvent,
  initialPurchase,
  type Instant,
  instant,
  isRefusal,
  plusMs,
  type PurchaseState,
  type Recorded,
} from '@goufu/domain';
import { kinds } from '@goufu/subjects';
import { freshDatabase, type Database } from '../support/database.js';
import { acting, law, Realm } from '../support/engine.js';

const START = instant('2025-04-01T09:00:00+08:00');
const DEADLINE = instant('2025-04-01T09:30:00+08:00');
const ref = (content: string) => ({ content, hash: content });

/** A purchase whose tender is announced: of its state only what the tender reads. */
const announced = (bureau: CaseId): PurchaseState => {
  const noticeAt = instant('2025-03-10T09:00:00+08:00');
  const pin = { on: dateOf(noticeAt), pack: law().rules('demo-county', noticeAt).pack };
  const document = { version: 1, documents: [], text: ref('notice'), changes: [], at: noticeAt };
  return {
    ...initialPurchase,
    openedAt: noticeAt,
    stages: { open: [{ stage: 'tender', since: noticeAt }], ended: { planning: 'approved' }, closed: false },
    pins: { caseStart: pin, notice: pin },
    parties: { purchaser: bureau, finance: null, prefectureFinance: null, agency: null },
    planning: { ...initialPurchase.planning, title: '社区矫正服务', plan: { method: 'open-tender', amount: 405_600_000n } as never },
    tender: {
      history: [],
      current: { round: 1, noticeAt, deadlineAt: DEADLINE, opening: null },
      course: {
        openingAt: DEADLINE,
        questionsUntil: DEADLINE,
        supply: { from: dateOf(noticeAt), to: dateOf(noticeAt) },
        noticeUntil: dateOf(noticeAt),
        media: [],
        bond: null,
        versions: [document],
        questions: [],
        moves: [],
        closing: null,
        session: null,
        failed: null,
      },
    },
  };
};

describe('bids on a real database', () => {
  let database: Database;
  let realm: Realm;
  let beside: Realm;
  let bureau: CaseId;
  let suppliers: readonly CaseId[];
  let purchase: CaseId;

  beforeAll(async () => {
    database = await freshDatabase();
    const directory = await Realm.open(database.appUrl, START);
    bureau = await directory.organisation({ type: 'purchaser', name: '示范县司法局' }, { 'zhang-min': 'purchaser-handler' });
    const names = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛'];
    suppliers = await Promise.all(
      names.map((name, i) =>
        directory.organisation(
          { type: 'supplier', name, enterprise: 'small', creditCode: `5232040${i}` },
          { [`agent-${i}`]: 'supplier-agent' },
        ),
      ),
    );
    const real = kinds.find(({ kind }) => kind === 'purchase') as never as import('@goufu/engine').CaseType<
      PurchaseState,
      Command,
      DomainEvent
    >;
    const begun: typeof real = {
      ...real,
      initial: announced(bureau),
      commands: { ...real.commands, begin: { by: 'system', creates: true } },
      touches: (command, links) => (command.type === 'begin' ? {} : real.touches(command, links)),
      needs: (state, command, caseId, at) => (command.type === 'begin' ? {} : real.needs(state, command, caseId, at)),
      gate: (state, type, context) => (type === 'begin' ? null : real.gate(state, type, context)),
      decide: (state, command, context) =>
        command.type === 'begin' ? { events: [{ type: 'Begun', schema: 1, data: {} }] } : real.decide(state, command, context),
      evolve: (state, recorded: Recorded) =>
        recorded.event.type === 'Begun' ? { ...state, id: recorded.caseId } : real.evolve(state, recorded),
    };
    const types = [...kinds.filter(({ kind }) => kind !== 'purchase'), begun];
    realm = Realm.beside(database.appUrl, directory, types);
    beside = Realm.beside(database.appUrl, directory, types);
    ({ id: purchase } = await realm.done('system', 'purchase', null, 'begin'));
  });
  afterAll(async () => {
    await Realm.closeAll();
    await database.drop();
  });

  const agent = (i: number) => acting(suppliers[i] ?? '', 'supplier-agent', `agent-${i}`);
  const offer = (price: bigint) => ({ price, enterprise: 'small', share: null, commitments: {}, answers: {}, files: [] });
  const submit = (i: number, door = realm) =>
    door.give(agent(i), 'bid', null, 'submit', {
      purchase,
      round: 1,
      supplier: suppliers[i],
      documentVersion: 1,
      offer: offer(380_000_000n + BigInt(i)),
    });
  const counts = async () =>
    (await realm.sql(`select version::int from cases where id = $1`, [purchase])).concat(
      await realm.sql('select count(*)::int as tasks from task where case_id = $1', [purchase]),
      await realm.sql('select count(*)::int as sent from outbox where case_id = $1', [purchase]),
    );

  it('change nothing of the purchase, take four round trips and are seen by their bidder alone', async () => {
    const before = await counts();
    realm.measured.length = 0;
    const answer = await submit(0);
    if (isRefusal(answer)) throw new Error(answer.refused);
    expect(Math.max(...realm.measured)).toBeLessThanOrEqual(4);
    expect(await counts()).toEqual(before);
    const views = await Promise.all(
      [agent(0), agent(1), acting(bureau, 'purchaser-handler', 'zhang-min'), 'anonymous' as const].map((who) =>
        realm.engine.view(realm.id, answer.id, who),
      ),
    );
    expect(views.map((view) => view !== null)).toEqual([true, false, false, false]);
    expect(views[0]?.view).toMatchObject({ offer: { price: 380_000_000n }, receipt: { bid: answer.id } });
    expect(await realm.refused(agent(1), 'bid', answer.id, 'withdraw')).toBe('case.not_found');
  });

  it('are one a supplier and round, also when two are handed in at the same moment', async () => {
    const answers = await Promise.all([submit(1), submit(1, beside)]);
    expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
    expect(answers.find(isRefusal)?.refused).toBe('bid.already_submitted');
  });

  it('are in the closing if they have a receipt, and have none if they came at the deadline or later', async () => {
    await realm.travel(plusMs(DEADLINE, -1500));
    const late = suppliers.slice(2).map(async (_supplier, i) => {
      await pause(i * 400);
      return submit(i + 2, i % 2 === 0 ? realm : beside);
    });
    const closing = (async () => {
      for (;;) {
        const facts = await beside.engine.fireDue(beside.id, purchase);
        if (facts?.open.length === 0 || (facts?.version ?? 0) > 1) return;
        await pause(20);
      }
    })();
    const answers = await Promise.all(late);
    await closing;
    const [row] = await realm.sql<{ data: string; effective_at: number | string }>(
      `select data, effective_at from event where case_id = $1 and type = 'BidsClosed'`,
      [purchase],
    );
    const { bids } = JSON.parse(row?.data ?? '{}') as { bids: { bid: string; receivedAt: Instant }[] };
    const accepted = answers.filter((answer) => !isRefusal(answer)).map((answer) => (answer as { id: string }).id);
    const first = await realm.sql<{ id: string }>(`select id from cases where kind = 'bid'`);
    expect(bids.map(({ bid }) => bid).toSorted()).toEqual(first.map(({ id }) => id).toSorted());
    expect(accepted.every((id) => bids.some(({ bid }) => bid === id))).toBe(true);
    expect(bids.every(({ receivedAt }) => receivedAt < DEADLINE)).toBe(true);
    expect(accepted.length).toBeGreaterThan(0);
    expect(answers.filter(isRefusal).map(({ refused }) => refused)).toContain('bid.window_closed');
    expect(new Date(row?.effective_at ?? 0).getTime()).toBe(DEADLINE);
  });
});
