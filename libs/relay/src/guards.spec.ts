import { describe, expect, it } from '@jest/globals';
import type { OpenCase, RecoveryStore } from '@goufu/persistence';
import { RunGuard, type SweepParts } from './guards.js';

/** A guard over one open case whose workflow is never there when it looks; how often it was begun is kept for all processes, so others may have, too. */
const restless = async (sweeps: number, byOthers = 0) => {
  const open: OpenCase = { realm: 'demo', caseId: 'purchase/1', version: 7 };
  const told: number[] = [];
  const lines: string[] = [];
  let times = byOthers;
  let enough = (): void => undefined;
  const done = new Promise<void>((resolve) => (enough = resolve));
  const recovery = {
    alone: (_lock: number, work: () => Promise<unknown>) => work(),
    openCases: (after: unknown) => Promise.resolve(after === null ? [open] : []),
    over: () => Promise.resolve([]),
    begun: ([of]: readonly OpenCase[]) => Promise.resolve((times += 1) < 3 ? [] : [{ realm: of?.realm, caseId: of?.caseId, times }]),
  } as unknown as RecoveryStore;
  const lifecycles = {
    async *running() {},
    moved: (_of: unknown, version: number) => {
      told.push(version);
      if (told.length === sweeps) enough();
      return told.length > sweeps ? new Promise<void>(() => undefined) : Promise.resolve();
    },
    end: () => Promise.resolve(),
  } as unknown as SweepParts['lifecycles'];
  const guard = new RunGuard({ recovery, lifecycles, log: (level, message) => void lines.push(`${level} ${message}`) }, 1);
  guard.start();
  await done;
  await new Promise((resolve) => setTimeout(resolve, 5));
  return { lines };
};
const ALARM = 'error the workflow of an open case ends again and again';

describe('an open case whose workflow ends', () => {
  it('once gets another, and nobody is troubled', async () => {
    expect((await restless(1)).lines).not.toContain(ALARM);
  });

  it('again and again is told to the operator', async () => {
    expect((await restless(3)).lines).toContain(ALARM);
  });

  it('is told of also where other processes began it before', async () => {
    expect((await restless(1, 2)).lines).toContain(ALARM);
  });
});
