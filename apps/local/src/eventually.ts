import { setTimeout as sleep } from 'node:timers/promises';

/** Waits until the question is answered yes, asking again after short pauses; false when the time is over or `given up` says so. */
export const eventually = async (
  question: () => boolean | Promise<boolean>,
  withinMs: number,
  givenUp: () => boolean = () => false,
): Promise<boolean> => {
  for (const until = Date.now() + withinMs; Date.now() < until && !givenUp(); await sleep(50)) if (await question()) return true;
  return false;
};
