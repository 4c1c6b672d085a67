/** Times of one thing done many times, in milliseconds. */
export interface Times {
  readonly p50: number;
  readonly p95: number;
}

const quantile = (times: readonly number[], share: number): number => {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
};
export const timesOf = (times: readonly number[]): Times => ({ p50: quantile(times, 0.5), p95: quantile(times, 0.95) });

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const began = performance.now();
  await work();
  return performance.now() - began;
};

/** One after the other. */
export const alone = async (rounds: number, work: (n: number) => Promise<unknown>): Promise<Times> => {
  const times: number[] = [];
  for (let n = 0; n < rounds; n += 1) times.push(await timed(() => work(n)));
  return timesOf(times);
};

/** So many clients at once, each one after the other; a second, over all of them. */
export const together = async (clients: number, rounds: number, work: (n: number, client: number) => Promise<unknown>): Promise<number> => {
  let next = 0;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let n = next++; n < rounds; n = next++) await work(n, client);
    }),
  );
  return rounds / ((performance.now() - began) / 1000);
};

export const median = (values: readonly number[]): number => quantile(values, 0.5);
