import { describe, expect, it } from '@jest/globals';
import type { OpenCase, RecoveryStore } from '@goufu/persistence';
import { RunGuard, type SweepParts } from './guards.js';

/** A guard over one open case whose workflow is never there when it looks. */
const restless = async (sweeps: number) => {
  const open: OpenCase = { realm: 'demo', caseId: 'purchase/1', version: 7 };
  const told: number[] = [];
  const lines: string[] = [];
  let enough = (): void => undefined;
  const done = new Promise<void>((resolve) => (enough = resolve));
  const recovery = {
    alone: (_lock: number, work: () => Promise<unknown>) => work(),
    openCases: (after: unknown) => Promise.resolve(after === null ? [open] : []),
    over: () => Promise.resolve([]),
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
  return { guard, lines };
};
const ALARM = 'error the workflow of an open case ends again and again';

describe('an open case whose workflow ends', () => {
  it('once gets another, and nobody is troubled', async () => {
    const { guard, lines } = await restless(1);
    expect(guard.restless()).toEqual([]);
    expect(lines).not.toContain(ALARM);
  });

  it('again and again is named to the operator, with what to do', async () => {
    const { guard, lines } = await restless(3);
    expect(guard.restless()).toMatchObject([
      { realm: 'demo', caseId: 'purchase/1', what: 'workflow', detail: expect.stringContaining('3 times') },
    ]);
    expect(guard.restless()[0]?.remedy).toMatch(/npm run recover/);
    expect(lines).toContain(ALARM);
  });

  it('is let be when it has stayed for an hour', async () => {
    const { guard } = await restless(3);
    expect(guard.restless(performance.now() + 3_600_001)).toEqual([]);
  });
});
