import type { Instant, Json } from '@goufu/domain';
import type { StoredEffect } from '@goufu/persistence';
import { NeverRight, type Heard, type Outside } from '../effects/effect.activity.js';
import { TreasuryMisuse, type PaymentOrder, type TreasuryAnswer, type TreasuryClient } from './treasury.client.js';

/** What a payment effect carries, all of it fixed when it was decided: sent again it is the same order. Key, realm and clock are added when it leaves. */
interface PaymentPayload {
  readonly orderNo: string;
  readonly payer: string;
  readonly payee: { readonly name: string; readonly account: string };
  /** Fen. */
  readonly amount: bigint;
  readonly memo?: string;
}

/** The treasury's key of an effect: with its realm, for keys that a case derives may repeat from realm to realm. */
const treasuryKeyOf = ({ realm, key }: Pick<StoredEffect, 'realm' | 'key'>): string => `${realm}/${key}`;

/** The effect behind a treasury's key; null for a key of another origin. */
export const effectOfTreasuryKey = (realm: string, treasuryKey: string): string | null =>
  treasuryKey.startsWith(`${realm}/`) ? treasuryKey.slice(realm.length + 1) : null;

const orderOf = (effect: StoredEffect, callbackUrl: string | undefined): PaymentOrder => ({
  ...(effect.payload as unknown as PaymentPayload),
  key: treasuryKeyOf(effect),
  // the treasury dates the money by it; sent again with a later one, the first counts
  asOf: effect.realmNow as Instant,
  realm: effect.realm,
  ...(callbackUrl === undefined ? {} : { callbackUrl }),
});

const heardOf = (answer: TreasuryAnswer | 'unknown'): Heard => {
  if (answer === 'unknown') return { final: false, why: 'no answer' };
  if (answer.state === 'accepted') return { final: false, why: 'accepted, not yet settled' };
  return { final: true, answer: answer as unknown as Json };
};

/** Payments through the treasury. */
export const treasuryOutside = (client: TreasuryClient, callbackUrl?: string): Outside => {
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
        const answer = await client.ask(treasuryKeyOf(effect));
        return answer === null ? null : heardOf(answer);
      }),
    send: (effect) => rightly(async () => heardOf(await client.send(orderOf(effect, callbackUrl)))),
  };
};
