import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { encode, instant } from '@goufu/domain';
import { effectWorkflowIdOf } from '@goufu/messages';
import type { PaymentOrder, TreasuryAnswer } from '../../activities/disbursement/treasury.client.js';
import { payeesIn, treasuryOutside } from '../../activities/index.js';
import { county, type County, proposal, Realm } from '../support/engine.js';
import { Rig, until } from './rig.js';

const START = instant('2025-03-03T09:00:00+08:00');
const CANARY = '金丝雀王小明';

describe('what Temporal and the log hear of a case', () => {
  let rig: Rig;
  let realm: Realm;
  let people: County;
  beforeAll(async () => {
    rig = await Rig.open(START);
    rig.system.start();
    await rig.work();
    realm = await Realm.open(rig.database.appUrl, START);
    people = await county(realm);
  }, 60_000);
  afterAll(async () => {
    await Realm.closeAll();
    await rig.close();
  });

  /** All that the workflow heard and answered until it ended, and all that was logged. */
  const everythingSaid = async (workflowId: string): Promise<string> => {
    const handle = rig.client.workflow.getHandle(workflowId);
    await until('the workflow ends', async () => (await handle.describe()).status.name === 'COMPLETED');
    const said: string[] = [];
    const hear = (value: unknown): void => {
      if (value instanceof Uint8Array) said.push(Buffer.from(value).toString());
      else if (typeof value === 'string') said.push(value);
      else if (Array.isArray(value)) value.forEach(hear);
      else if (typeof value === 'object' && value !== null) Object.values(value).forEach(hear);
    };
    hear(await handle.fetchHistory());
    const { memo, searchAttributes } = await handle.describe();
    hear([memo, searchAttributes]);
    return [...said, JSON.stringify(rig.lines)].join('\n');
  };

  it('is its id, its version and its outcomes: never a text, and never a person', async () => {
    const { id } = await realm.done(people.handler, 'catalogue', null, 'propose', proposal(people, { title: `服务${CANARY}` }));
    const opened = (stage: string) =>
      until(`${stage} opens`, async () =>
        (await realm.sql<{ open: string[] }>('select open_stages as open from cases where id = $1', [id]))[0]?.open.includes(stage),
      );
    await opened('proposal');
    await realm.done(people.handler, 'catalogue', id, 'accept');
    await opened('assessment');
    await realm.done(people.handler, 'catalogue', id, 'assessNeed', { needed: false, text: `${CANARY}来函` });
    const all = await everythingSaid(`${realm.id}/${id}`);
    expect(all).toContain(id);
    expect(all).toContain('not-needed');
    for (const name of [CANARY, people.handler.person, people.officer.person]) expect(all).not.toContain(name);
  });

  it('is the key of a payment alone: who is paid is looked up when the order leaves, and heard by the treasury', async () => {
    const orders: PaymentOrder[] = [];
    const paid = {
      state: 'paid',
      treasuryNo: 'T1',
      reason: null,
      acceptedAt: 0,
      settledAt: 0,
      returnedAt: null,
      valueOn: '2025-03-03',
    } as const;
    const answerTo = ({ key, amount }: PaymentOrder): TreasuryAnswer => ({ ...paid, key, amount, paid: amount, returned: 0n });
    rig.outsides.payment = treasuryOutside(
      {
        ask: () => Promise.resolve(null),
        send: (order) => (orders.push(order), Promise.resolve(answerTo(order))),
        statement: () => Promise.resolve('unknown'),
      },
      undefined,
      payeesIn(rig.system.effects),
    );
    const { id } = await rig.give(null, 'begin');
    await rig.isOpen(id, 'work');
    const [name, account] = [randomUUID(), randomUUID()];
    for (const [content, body] of [
      [name, CANARY],
      [account, { name: CANARY, bank: '示范银行', number: '6222020200112233' }],
    ] as const)
      await rig.sql(`insert into content (realm_id, id, case_id, salt, hash, body) values ($1, $2, $3, 's', 'h', $4)`, [
        rig.realm,
        content,
        id,
        encode(body),
      ]);
    const key = `${id}:payment:1`;
    const payload = { orderNo: key, payer: 'justice-bureau', payee: { name: { content: name, hash: 'h' }, account }, amount: 162_240_000n };
    await rig.give(id, 'pay', { key, kind: 'payment', payload });
    await rig.give(id, 'report', { outcome: 'done' });
    await rig.isClosed(id);
    expect(orders).toMatchObject([{ payee: { name: CANARY, account: '6222020200112233' }, amount: 162_240_000n }]);
    const all = await everythingSaid(effectWorkflowIdOf({ realm: rig.realm, key }));
    expect(all).toContain(key);
    for (const secret of [CANARY, '6222020200112233']) expect(all).not.toContain(secret);
    for (const table of ['event', 'effect', 'outbox', 'cases', 'task'])
      expect(
        await rig.sql(`select 1 from ${table} t where realm_id = $1 and to_jsonb(t)::text like $2`, [rig.realm, `%${CANARY}%`]),
      ).toEqual([]);
  });
});
