import { describe, expect, it } from '@jest/globals';
import type { CaseKey, OpenCase } from '@goufu/persistence';
import { recover, type RecoverParts } from './recover.js';

const open: readonly OpenCase[] = Array.from({ length: 20 }, (_, n) => ({
  realm: 'demo',
  caseId: `purchase/${String(n).padStart(2, '0')}`,
  version: 1,
}));

/** Twenty open cases, none of which has a workflow, and a Temporal that does not begin those of `slow` in time; `soon`: but does when told of them later. */
const over = (slow: readonly string[], { isThere = true, runs = [] as readonly string[], soon = false } = {}) => {
  const restarted: string[] = [];
  const told: string[] = [];
  const late = (caseId: string, into: string[]): Promise<void> => {
    if (slow.includes(caseId)) return Promise.reject(new Error('DEADLINE_EXCEEDED'));
    into.push(caseId);
    return Promise.resolve();
  };
  const parts = {
    recovery: {
      countOpen: () => Promise.resolve(open.length),
      openCases: (after: CaseKey | null) => Promise.resolve(open.filter(({ caseId }) => after === null || caseId > after.caseId)),
      over: (keys: readonly CaseKey[]) => Promise.resolve(keys.filter(({ caseId }) => caseId.startsWith('bid/'))),
    },
    effects: { wakeAll: () => Promise.resolve() },
    lifecycles: {
      async *running() {
        yield runs;
      },
      restart: ({ caseId }: CaseKey) => late(caseId, restarted),
      moved: ({ caseId }: CaseKey) => (soon ? Promise.resolve() : late(caseId, told)),
      end: (id: string) => late(id.slice('demo/'.length), told),
      answers: () => Promise.resolve(isThere),
    },
    log: () => undefined,
  } as unknown as RecoverParts;
  return { restarted, told, run: (after?: CaseKey) => recover(parts, { all: true, perSecond: 1e6, ...(after ? { after } : {}) }) };
};
const idsBut = (...left: readonly string[]): readonly string[] => open.map(({ caseId }) => caseId).filter((id) => !left.includes(id));

describe('a recovery of every workflow', () => {
  it('goes on with the others when Temporal does not begin some in time, and names those', async () => {
    const { run, restarted, told } = over(['purchase/03', 'purchase/11']);
    const { failed, ...figures } = await run();
    expect(restarted.toSorted()).toEqual(idsBut('purchase/03', 'purchase/11'));
    // Nothing runs here, so the sweep after it begins all of them once more.
    expect(told).toEqual(idsBut('purchase/03', 'purchase/11'));
    expect(figures).toEqual({ restarted: 18, started: 18, ended: 0 });
    expect(failed).toEqual(['purchase/03', 'purchase/11'].map((id) => ({ workflowId: `demo/${id}`, cause: 'DEADLINE_EXCEEDED' })));
  });

  it('goes on when a whole lot was late, as long as Temporal is there', async () => {
    const first = open.slice(0, 8).map(({ caseId }) => caseId);
    const { run, restarted } = over(first);
    await run();
    expect(restarted.toSorted()).toEqual(idsBut(...first));
  });

  it('does not name one that the sweep after it began after all', async () => {
    const { run } = over(['purchase/03'], { soon: true });
    expect(await run()).toEqual({ restarted: 19, started: 20, ended: 0, failed: [] });
  });

  it('names a needless workflow that could not be ended', async () => {
    const { run } = over(['bid/1'], { runs: [...idsBut().map((id) => `demo/${id}`), 'demo/bid/1', 'demo/bid/2'] });
    expect(await run()).toEqual({
      restarted: 20,
      started: 0,
      ended: 1,
      failed: [{ workflowId: 'demo/bid/1', cause: 'DEADLINE_EXCEEDED' }],
    });
  });

  it('stops when Temporal is not there, and says from where to go on', async () => {
    const { run, restarted } = over(['purchase/10'], { isThere: false });
    await expect(run()).rejects.toThrow('DEADLINE_EXCEEDED; to go on from here: --all --after demo/purchase/07');
    expect(restarted).not.toContain('purchase/16');
    const again = over([]);
    await again.run({ realm: 'demo', caseId: 'purchase/07' });
    expect(again.restarted.toSorted()).toEqual(idsBut().slice(8));
  });
});
