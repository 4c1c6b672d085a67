import type { ContentRef, Json } from '@goufu/domain';
import type { EffectStore, StoredEffect } from '@goufu/persistence';
import { NeverRight, NeverSent, type Heard, type Outside } from '../effects/effect.activity.js';
import { TreasuryMisuse, type PaymentOrder, type TreasuryAnswer, type TreasuryClient } from './treasury.client.js';

/** What a payment effect carries, all of it fixed when it was decided: sent again it is the same order. Key, realm and clock are added when it leaves. */
interface PaymentPayload {
  readonly orderNo: string;
  readonly payer: string;
  /** `account` is the id of the content in which the account stands; a person's name stands in content too. */
  readonly payee: { readonly name: string | ContentRef | null; readonly account: string };
  /** Fen. */
  readonly amount: bigint;
  readonly memo?: string;
}

/** The treasury's key of an effect: with its realm, for keys that a case derives may repeat from realm to realm. */
const treasuryKeyOf = ({ realm, key }: Pick<StoredEffect, 'realm' | 'key'>): string => `${realm}/${key}`;

/** The effect behind a treasury's key; null for a key of another origin. */
export const effectOfTreasuryKey = (realm: string, treasuryKey: string): string | null =>
  treasuryKey.startsWith(`${realm}/`) ? treasuryKey.slice(realm.length + 1) : null;

type Find = (realm: string, content: string) => Promise<string>;
/** What an order says of its payee and no effect does, by the id of the content in which it stands. */
export interface PayeesIn {
  readonly account: Find;
  readonly name: Find;
}

/** Nobody can be paid without account and name: the same refusal as at the treasury's door, so that whoever handles the case corrects the payee. */
const unpayable = (reason: string, why: string): NeverSent =>
  new NeverSent(why, { state: 'refused', paid: 0n, returned: 0n, treasuryNo: null, reason, valueOn: null });

/** Accounts and people's names stand in content, apart from the record; what was erased can never be paid to. */
export const payeesIn = (effects: Pick<EffectStore, 'content'>): PayeesIn => ({
  account: async (realm, content) => {
    const body = await effects.content(realm, content);
    if (typeof body === 'string') return body;
    const number = typeof body === 'object' && body !== null && 'number' in body ? body.number : null;
    if (typeof number !== 'string') throw unpayable('payee_account_invalid', `no account stands in the content ${content}`);
    return number;
  },
  name: async (realm, content) => {
    const body = await effects.content(realm, content);
    if (typeof body !== 'string') throw unpayable('payee_name_invalid', `no name stands in the content ${content}`);
    return body;
  },
});
/** Without a way to look them up the payload is taken to name them itself. */
const asTheyStand: PayeesIn = { account: (_realm, account) => Promise.resolve(account), name: (_realm, name) => Promise.resolve(name) };

const nameOf = async (realm: string, name: PaymentPayload['payee']['name'], payees: PayeesIn): Promise<string> => {
  if (name === null)
    throw unpayable(
      'payee_name_invalid',
      'the payee has no name: it was registered when names stood in the record, and is to be entered again',
    );
  return typeof name === 'string' ? name : payees.name(realm, name.content);
};

const orderOf = async (effect: StoredEffect, callbackUrl: string | undefined, payees: PayeesIn): Promise<PaymentOrder> => {
  const { payee, orderNo, payer, amount, memo } = effect.payload as unknown as PaymentPayload;
  return {
    orderNo,
    payer,
    amount,
    payee: { name: await nameOf(effect.realm, payee.name, payees), account: await payees.account(effect.realm, payee.account) },
    key: treasuryKeyOf(effect),
    realm: effect.realm,
    ...(memo === undefined ? {} : { memo }),
    asOf: effect.realmNow,
    ...(callbackUrl === undefined ? {} : { callbackUrl }),
  };
};

const heardOf = (answer: TreasuryAnswer | 'unknown'): Heard => {
  if (answer === 'unknown') return { final: false, why: 'no answer' };
  if (answer.state === 'accepted') return { final: false, why: 'accepted, not yet settled' };
  return { final: true, answer: answer as unknown as Json };
};

/** Payments through the treasury. */
export const treasuryOutside = (client: TreasuryClient, callbackUrl?: string, payees: PayeesIn = asTheyStand): Outside => {
  const rightly = async <T>(call: () => Promise<T>): Promise<T> => {
    try {
      return await call();
    } catch (error) {
      throw error instanceof TreasuryMisuse ? new NeverRight(error.message, { cause: error }) : error;
    }
  };
  return {
    ask: (effect) =>
      rightly(async () => {
        const answer = await client.ask(treasuryKeyOf(effect), effect.requestId);
        return answer === null ? null : heardOf(answer);
      }),
    send: (effect) => rightly(async () => heardOf(await client.send(await orderOf(effect, callbackUrl, payees), effect.requestId))),
  };
};
