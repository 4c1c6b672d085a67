import type { Reading } from './reading.js';

/** Takes `take` more from the window's allowance and answers how many the window has seen since it began, over all processes. */
export const countInWindow = async (reading: Reading, realm: string, key: string, windowNo: number, take: number): Promise<number> => {
  const rows = await reading.inRealm(
    realm,
    async (manager) =>
      (await manager.query(
        `insert into rate as r (realm_id, key, window_no, used) values ($1, $2, $3, $4)
         on conflict (realm_id, key) do update
           set used = case when r.window_no = excluded.window_no then r.used + excluded.used else excluded.used end,
               window_no = greatest(r.window_no, excluded.window_no)
         returning used`,
        [realm, key, windowNo, take],
      )) as { used: number }[],
  );
  return rows[0]?.used ?? take;
};

/** Counters of windows long past go. */
export const forgetOldWindows = (reading: Reading, before: number): Promise<unknown> =>
  reading.everywhere((manager) => manager.query('delete from rate where window_no < $1', [before]));
