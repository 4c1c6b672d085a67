import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { type CaseId, instant, yuan } from '@goufu/domain';
import { EffectStore, poolFor, PositionStore, RecoveryStore } from '@goufu/persistence';
import type pg from 'pg';
import { effectActivities, payeesIn, treasuryOutside } from '../../activities/index.js';
import { giveMovement } from '../../activities/disbursement/statement-reader.js';
import type { EffectActivities } from '../../activities/effects/effect-activities.js';
import type { StatementEntry, TreasuryAnswer, TreasuryClient } from '../../activities/disbursement/treasury.client.js';
import { TreasuryMisuse } from '../../activities/disbursement/treasury.client.js';
import { type Database, freshDatabase } from '../support/database.js';
import { Realm } from '../support/engine.js';
import { moneyKinds, treasuryCounty, type TreasuryCounty } from '../support/money.js';

const file = { file: 'a'.repeat(64), name: '发票.pdf', size: 1000, mediaType: 'application/pdf' };
const amounts = [yuan('40000.00'), yuan('27220.00'), yuan('32780.00')] as const;
const [first] = amounts;

interface Seen {
  readonly desk: string;
  readonly paid: bigint;
  readonly attempts: readonly { readonly state: string; readonly reason: string | null }[];
}

describe('a payment that failed', () => {
  let database: Database;
  let pool: pg.Pool;
  let realm: Realm;
  let people: TreasuryCounty;
  let id: CaseId;
  let effects: EffectStore;
  let hands: EffectActivities;
  /** What the treasury says to a new order, by turns. */
  let says: (() => TreasuryAnswer | 'unknown')[];

  beforeAll(async () => {
    database = await freshDatabase();
    pool = poolFor(database.appUrl, 2, '*');
    effects = new EffectStore(pool);
  });
  beforeEach(async () => {
    realm = await Realm.open(database.appUrl, instant('2025-03-03T10:00:00+08:00'), { types: moneyKinds });
    people = await treasuryCounty(realm);
    const purchase = await people.contracted(await people.line(yuan('100000.00')), amounts);
    const invoice = { number: `25112000${Math.floor(Math.random() * 1e9)}`, amount: first, issuedOn: '2025-03-03', file };
    const asked = { purchase, supplier: people.supplier, instalment: 'first', amount: first, invoice };
    ({ id } = await realm.done(people.agent, 'disbursement', null, 'requestPayment', asked));
    await realm.engine.enter(realm.id, id, 'approval');
    await realm.done(people.handler, 'disbursement', id, 'confirmRequest', { facts: '服务已按合同提供' });
    await people.approve(id);
    await realm.engine.enter(realm.id, id, 'payment');
    says = [];
    const client: TreasuryClient = {
      ask: () => Promise.resolve(null),
      send: () => Promise.resolve().then(() => says.shift()?.() ?? 'unknown'),
      statement: () => Promise.resolve('unknown'),
    };
    const payment = treasuryOutside(client, undefined, payeesIn(effects));
    hands = effectActivities({ engine: realm.engine, effects, outsides: { payment }, quickly: 0 });
  });
  afterAll(async () => {
    await pool.end();
    await Realm.closeAll();
    await database.drop();
  });

  const carry = (n: number) => hands.carry({ realm: realm.id, key: `${id}:${n}` });
  const answered = (n: number, state: 'paid' | 'refused'): TreasuryAnswer => {
    const paid = state === 'paid' ? first : 0n;
    const rest = { reason: null, acceptedAt: 1, settledAt: 1, returnedAt: null, valueOn: '2025-03-05' };
    return { key: `${realm.id}/${id}:${n}`, state, treasuryNo: `T${n}`, amount: first, paid, returned: 0n, ...rest };
  };
  const misuse = (): never => {
    throw new TreasuryMisuse('treasury.invalid', '[{"pointer":"/payer"}]');
  };
  const movement = (n: number, kind: 'paid' | 'refused'): StatementEntry => {
    const rest = { orderNo: null, demandNo: null, treasuryNo: `T${n}`, reason: 'account_closed', at: 1, valueOn: '2025-03-05' };
    const ids = { movementNo: `M-${id}-${n}`, cursor: '1', realm: realm.id, key: `${realm.id}/${id}:${n}` };
    return { kind, amount: kind === 'paid' ? first : 0n, ...ids, ...rest };
  };
  const told = (n: number, kind: 'paid' | 'refused') => {
    const positions = new PositionStore(pool);
    return giveMovement({ engine: realm.engine, effects, positions, aliasOf: () => Promise.resolve(null) }, movement(n, kind));
  };
  const stuck = async (): Promise<readonly string[]> =>
    (await new RecoveryStore(pool).stuck())
      .filter(({ caseId, what }) => caseId === id && what === 'effect')
      .map(({ detail }) => detail ?? '');
  const seen = () => realm.seen<Seen>(id, people.officer);
  const orderAgain = async (n: number): Promise<void> => {
    await realm.engine.enter(realm.id, id, `approval:${n}`);
    await realm.done(people.handler, 'disbursement', id, 'correctRequest', { account: 'contract', reason: '已更正' });
    await realm.engine.enter(realm.id, id, `payment:${n}`);
  };

  it('is the operator’s for as long as its case has not heard of its end, and no longer', async () => {
    says = [misuse];
    await carry(1);
    expect(await stuck()).toEqual([expect.stringContaining(`payment ${id}:1 is failed: treasury.invalid`)]);
    expect((await seen()).desk).toBe('treasury');
    await told(1, 'refused');
    expect(await seen()).toMatchObject({ desk: 'correction', attempts: [{ state: 'refused' }] });
    expect(await stuck()).toEqual([]);
  });

  it('is settled when the treasury’s statement tells that it was paid after all', async () => {
    says = [misuse];
    await carry(1);
    await told(1, 'paid');
    expect(await seen()).toMatchObject({ paid: first, desk: 'over' });
    expect(await effects.find(realm.id, `${id}:1`)).toMatchObject({ state: 'done' });
    expect(await stuck()).toEqual([]);
  });

  it('is settled by a later attempt that is done, not by one that failed too', async () => {
    says = [misuse, misuse, () => answered(3, 'paid')];
    await carry(1);
    await told(1, 'refused');
    await orderAgain(2);
    await carry(2);
    expect(await stuck()).toEqual([expect.stringContaining(`${id}:2 is failed`)]);
    await told(2, 'refused');
    await orderAgain(3);
    await carry(3);
    // as the release before left it, which answered the case and not the effect
    await realm.sql(`update effect set state = 'failed', error = 'refused' where key = any($1)`, [[`${id}:1`, `${id}:2`]]);
    expect(await seen()).toMatchObject({ paid: first, desk: 'over' });
    expect(await stuck()).toEqual([]);
    await realm.sql(`update effect set state = 'failed' where key = $1`, [`${id}:3`]);
    expect((await stuck()).length).toBe(3);
  });

  it('because nobody can be paid without an account is answered to its case: whoever handles it corrects the payee', async () => {
    await realm.sql(
      `update content set body = '{}' where id = (select (payload::jsonb#>>'{payee,account}')::uuid from effect where key = $1)`,
      [`${id}:1`],
    );
    expect(await carry(1)).toBe('over');
    expect(await seen()).toMatchObject({ desk: 'correction', attempts: [{ state: 'refused', reason: 'payee_account_invalid' }] });
    expect(await stuck()).toEqual([]);
  });

  it('so, but after an attempt of which nobody heard, stays the operator’s: that one may have been paid', async () => {
    says = [() => 'unknown'];
    expect(await carry(1)).toBe('open');
    await realm.sql(
      `update content set body = '{}' where id = (select (payload::jsonb#>>'{payee,account}')::uuid from effect where key = $1)`,
      [`${id}:1`],
    );
    expect(await carry(1)).toBe('over');
    expect((await seen()).desk).toBe('treasury');
    expect(await stuck()).toEqual([expect.stringContaining('no account stands')]);
  });
});
