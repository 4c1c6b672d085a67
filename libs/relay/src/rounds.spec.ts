import { describe, expect, it } from '@jest/globals';
import { Rounds } from './index.js';

const counted = (work: (n: number) => Promise<boolean>, pauseMs = 60_000) => {
  let n = 0;
  const troubles: unknown[] = [];
  let reached: (() => void) | null = null;
  let goal = 0;
  const rounds = new Rounds(
    async () => {
      n += 1;
      if (n === goal) reached?.();
      return work(n);
    },
    pauseMs,
    (error) => troubles.push(error),
  );
  const until = (times: number): Promise<void> =>
    new Promise((resolve) => {
      if (n >= times) return resolve();
      goal = times;
      reached = resolve;
    });
  return { rounds, troubles, until, count: () => n };
};

describe('work in rounds', () => {
  it('goes on at once while there is something to do', async () => {
    const { rounds, until } = counted((n) => Promise.resolve(n < 5));
    rounds.start();
    await until(5);
    await rounds.stop();
  });

  it('rests when there is nothing, until it is poked', async () => {
    const { rounds, until, count } = counted(() => Promise.resolve(false));
    rounds.start();
    await until(1);
    rounds.poke();
    await until(2);
    expect(count()).toBe(2);
    await rounds.stop();
  });

  it('a poke during a round is not lost', async () => {
    let release: (() => void) | null = null;
    const { rounds, until } = counted((n) =>
      n === 1 ? new Promise((resolve) => (release = () => resolve(false))) : Promise.resolve(false),
    );
    rounds.start();
    await until(1);
    rounds.poke();
    (release as (() => void) | null)?.();
    await until(2);
    await rounds.stop();
  });

  it('a failing round is told and tried again', async () => {
    const { rounds, until, troubles } = counted((n) => (n === 1 ? Promise.reject(new Error('down')) : Promise.resolve(false)), 1);
    rounds.start();
    await until(2);
    expect(troubles).toHaveLength(1);
    await rounds.stop();
  });

  it('ends after the round under way, though it rests', async () => {
    const { rounds, until, count } = counted(() => Promise.resolve(false));
    rounds.start();
    await until(1);
    await rounds.stop();
    rounds.poke();
    expect(count()).toBe(1);
  });
});
