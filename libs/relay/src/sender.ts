import type { StoredEffect } from '@goufu/persistence';

type Answer = StoredEffect['payload'];

/** Carries one kind of effect to the outside; idempotent by the effect's key. Throws when it may not have arrived: it is sent again under the same key. */
export interface Sender {
  send(effect: StoredEffect): Promise<Answer>;
}

/** A notice already stands in the public read model when its effect is written: where no one else subscribes, it has arrived. */
export const publishedHere: Sender = { send: () => Promise.resolve({ channel: 'read-model' }) };

/** Tells a subscriber over HTTP, with the key as `Idempotency-Key`; anything but 2xx is tried again. */
export const webhook = (url: string, timeLimitMs = 10_000): Sender => ({
  send: async ({ realm, key, kind, caseId, payload, requestId }) => {
    const response = await fetch(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'idempotency-key': `${realm}/${key}`,
        ...(requestId === null ? {} : { 'x-request-id': requestId }),
      },
      body: JSON.stringify({ realm, key, kind, caseId, payload }, (_, value: unknown) =>
        typeof value === 'bigint' ? value.toString() : value,
      ),
      redirect: 'manual',
      signal: AbortSignal.timeout(timeLimitMs),
    });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`the subscriber answered ${response.status}`);
    return { channel: 'webhook', status: response.status };
  },
});
