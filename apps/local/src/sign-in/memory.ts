import type { Adapter, AdapterPayload } from 'oidc-provider';

interface Kept {
  readonly payload: AdapterPayload;
  readonly until: number;
}
const MOST = 20_000;

/** What the demo provider remembers while it runs: after a restart people choose themselves anew. */
export const memoryAdapter = (): ((model: string) => Adapter) => {
  const all = new Map<string, Kept>();
  const forget = (): void => {
    for (const [key, { until }] of all) if (until < Date.now() || all.size > MOST) all.delete(key);
  };
  return (model) => {
    const find = (fits: (payload: AdapterPayload) => boolean): AdapterPayload | undefined =>
      [...all].find(([key, { payload, until }]) => key.startsWith(`${model}:`) && until >= Date.now() && fits(payload))?.[1].payload;
    return {
      upsert: async (id, payload, seconds) => {
        forget();
        all.set(`${model}:${id}`, { payload, until: seconds ? Date.now() + seconds * 1000 : Infinity });
      },
      find: async (id) => {
        const kept = all.get(`${model}:${id}`);
        return kept && kept.until >= Date.now() ? kept.payload : undefined;
      },
      findByUid: async (uid) => find((payload) => payload.uid === uid),
      findByUserCode: async (code) => find((payload) => payload.userCode === code),
      consume: async (id) => {
        const kept = all.get(`${model}:${id}`);
        if (kept) all.set(`${model}:${id}`, { ...kept, payload: { ...kept.payload, consumed: Math.floor(Date.now() / 1000) } });
      },
      destroy: async (id) => void all.delete(`${model}:${id}`),
      revokeByGrantId: async (grant) => {
        for (const [key, { payload }] of all) if (payload.grantId === grant) all.delete(key);
      },
    };
  };
};
