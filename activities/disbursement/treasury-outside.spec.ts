import { describe, expect, it } from '@jest/globals';
import type { Json } from '@goufu/domain';
import type { StoredEffect } from '@goufu/persistence';
import { NeverRight } from '../effects/effect.activity.js';
import type { PaymentOrder, TreasuryAnswer, TreasuryClient } from './treasury.client.js';
import { payeesIn, treasuryOutside } from './treasury-outside.js';

const contents: Readonly<Record<string, Json>> = {
  'c-name': '王小明',
  'c-account': { name: '王小明', bank: '示范县农商行', number: '6222 0001' },
};
const payees = payeesIn({ content: (realm, id) => Promise.resolve(realm === 'demo' ? (contents[id] ?? null) : null) });

const effect = (name: Json, account = 'c-account'): StoredEffect =>
  ({
    realm: 'demo',
    key: 'disbursement/1:1',
    payload: {
      orderNo: '支付令〔2025〕1号',
      payer: 'organisation/bureau',
      payee: { organisation: 'organisation/p', name, account },
      amount: 100n,
    },
    realmNow: 0,
    requestId: null,
  }) as unknown as StoredEffect;
const sent = async (of: StoredEffect): Promise<PaymentOrder | undefined> => {
  const orders: PaymentOrder[] = [];
  const answer = { key: 'demo/disbursement/1:1', state: 'accepted' } as TreasuryAnswer;
  const client: TreasuryClient = {
    ask: () => Promise.resolve(null),
    send: (order) => (orders.push(order), Promise.resolve(answer)),
    statement: () => Promise.resolve('unknown'),
  };
  await treasuryOutside(client, undefined, payees).send(of);
  return orders[0];
};

describe('what the treasury hears of the payee', () => {
  it('is the name of a person, who stands in the effect as a reference alone', async () => {
    const of = effect({ content: 'c-name', hash: 'h' });
    expect(JSON.stringify(of.payload, (_key, value: unknown) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      '王小明',
    );
    expect(await sent(of)).toMatchObject({ payee: { name: '王小明', account: '6222 0001' } });
  });

  it('is the name of a body as it was when the payment was ordered', async () => {
    expect(await sent(effect('晨光社工服务中心'))).toMatchObject({ payee: { name: '晨光社工服务中心', account: '6222 0001' } });
  });

  it.each([
    ['a person whose name was erased', effect({ content: 'gone', hash: 'h' })],
    ['a person who was never named', effect(null)],
    ['an account that was erased', effect('晨光社工服务中心', 'gone')],
  ])('is never nothing: %s is not paid', async (_whose, of) => {
    await expect(sent(of)).rejects.toThrow(NeverRight);
  });
});
