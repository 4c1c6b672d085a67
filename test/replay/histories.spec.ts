import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { kinds } from '@goufu/subjects';
import { bundleWorkflowCode, DefaultLogger, Runtime, Worker } from '@temporalio/worker';
import * as scripts from '../../workflows/index.js';

const FOLDER = join(import.meta.dirname, 'histories');
const WORKFLOWS = join(import.meta.dirname, '../../workflows/index.ts');

/** Stages in which a case of an earlier release may be found. */
const STAGES = {
  catalogue: ['proposal', 'assessment', 'review', 'listing', 'closing'],
  purchase: ['planning', 'tender', 'evaluation', 'award', 'contract', 'failure', 'delivery', 'performance', 'closing'],
  disbursement: ['approval', 'payment', 'closing'],
  budget: ['year', 'closing'],
} as const;

describe('the histories of earlier releases', () => {
  const files = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));
  let workflowBundle: { code: string };
  beforeAll(async () => {
    Runtime.install({ shutdownSignals: [], logger: new DefaultLogger('ERROR', () => undefined) });
    workflowBundle = await bundleWorkflowCode({ workflowsPath: WORKFLOWS, logger: new DefaultLogger('ERROR') });
  }, 60_000);

  it('every kind that has a lifecycle has a script of its name', () => {
    const followed = kinds.filter(({ lifecycle }) => lifecycle !== null).map(({ kind }) => kind);
    expect(followed.filter((kind) => !Object.keys(scripts).includes(kind))).toEqual([]);
  });

  it('hold every stage of every lifecycle', () => {
    const missing = Object.entries(STAGES).flatMap(([kind, stages]) =>
      stages
        .filter((stage) => !files.some((file) => file.startsWith(`${kind}.`) && file.endsWith(`.${stage}.json`)))
        .map((stage) => `${kind} ${stage}`),
    );
    expect(missing).toEqual([]);
  });

  it.each(files)('%s replays with the present scripts', async (file) => {
    const history: unknown = JSON.parse(readFileSync(join(FOLDER, file), 'utf8'));
    await expect(Worker.runReplayHistory({ workflowBundle }, history)).resolves.toBeUndefined();
  });

  it('name no machine: they are part of the source', () => {
    for (const file of files) expect(/"\d+@[\w.-]+"/.exec(readFileSync(join(FOLDER, file), 'utf8'))?.[0]).toBeUndefined();
  });

  it('would not replay with a script that asks for something else', async () => {
    const file = files.find((name) => name.startsWith('budget.') && name.endsWith('.closing.json')) ?? '';
    const text = readFileSync(join(FOLDER, file), 'utf8').replaceAll('"name":"budget"', '"name":"effect"');
    await expect(Worker.runReplayHistory({ workflowBundle }, JSON.parse(text))).rejects.toThrow(/determinis/i);
  });
});
