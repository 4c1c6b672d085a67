import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import { budgetOutcomes, catalogueOutcomes, CLOSING, type CaseId, disbursementOutcomes, purchaseOutcomes } from '@goufu/domain';
import { kindOf } from '@goufu/engine';
import { kinds } from '@goufu/subjects';
import { errand } from './errand.js';
import { Rig, until } from './rig.js';

// The scripts as they run, over a kind that ends each stage as the table says: what comes after what, whatever the rules inside a stage are.

type Path = readonly (readonly [stage: string, outcome: string])[];
const toContract: Path = [
  ['planning', 'approved'],
  ['tender', 'opened'],
  ['evaluation', 'recommended'],
  ['award', 'notified'],
  ['contract', 'effective'],
];
const table: readonly (readonly [kind: string, title: string, path: Path])[] = [
  ['purchase', 'a purchase goes from its plan to its appraisal', [...toContract, ['delivery', 'settled'], ['performance', 'appraised']]],
  [
    'purchase',
    'a contract that is cancelled before it takes effect leads to the end',
    [...toContract.slice(0, -1), ['contract', 'cancelled']],
  ],
  ['purchase', 'a refused plan ends the purchase', [['planning', 'refused']]],
  [
    'purchase',
    'a failed tender is mended and run again; the second one fails in evaluation, the third in award, then the purchase is abandoned',
    [
      ['planning', 'approved'],
      ['tender', 'failed'],
      ['failure', 'mend'],
      ['tender:2', 'opened'],
      ['evaluation', 'failed'],
      ['failure:2', 'retender'],
      ['tender:3', 'opened'],
      ['evaluation:2', 'recommended'],
      ['award', 'failed'],
      ['failure:3', 'abandon'],
    ],
  ],
  [
    'purchase',
    'another method is planned anew; refused, it is back at the choice; approved, it is tendered; the next candidate takes the contract',
    [
      ['planning', 'approved'],
      ['tender', 'failed'],
      ['failure', 'other-method'],
      ['planning:2', 'refused'],
      ['failure:2', 'other-method'],
      ['planning:3', 'approved'],
      ['tender:2', 'opened'],
      ['evaluation', 'recommended'],
      ['award', 'notified'],
      ['contract', 'next'],
      ['award:2', 'notified'],
      ['contract:2', 'next'],
      ['award:3', 'notified'],
      ['contract:3', 'effective'],
      ['delivery', 'settled'],
      ['performance', 'appraised'],
    ],
  ],
  [
    'purchase',
    'a winner who refuses without a candidate behind fails the tender; cancelled in the next one, the purchase ends',
    [
      ['planning', 'approved'],
      ['tender', 'opened'],
      ['evaluation', 'recommended'],
      ['award', 'notified'],
      ['contract', 'failed'],
      ['failure', 'retender'],
      ['tender:2', 'cancelled'],
    ],
  ],
  [
    'disbursement',
    'a returned payment goes back to its approvers until it is paid',
    [
      ['approval', 'ordered'],
      ['payment', 'reopened'],
      ['approval:2', 'ordered'],
      ['payment:2', 'paid'],
    ],
  ],
  ['disbursement', 'a refused request is never ordered', [['approval', 'refused']]],
  ['budget', 'a budget line lives for its year', [['year', 'ended']]],
  [
    'catalogue',
    'an item is listed until it is delisted',
    [
      ['proposal', 'accepted'],
      ['assessment', 'needed'],
      ['review', 'listed'],
      ['listing', 'delisted'],
    ],
  ],
  [
    'catalogue',
    'an item that nobody needs is not reviewed',
    [
      ['proposal', 'accepted'],
      ['assessment', 'not-needed'],
    ],
  ],
  [
    'catalogue',
    'a refused item is not listed',
    [
      ['proposal', 'accepted'],
      ['assessment', 'needed'],
      ['review', 'refused'],
    ],
  ],
  [
    'purchase',
    'an invalid award leads from its delivery back to the next candidate; the next one has failed its tender',
    [
      ...toContract,
      ['delivery', 'next'],
      ['award:2', 'notified'],
      ['contract:2', 'effective'],
      ['delivery:2', 'failed'],
      ['failure', 'abandon'],
    ],
  ],
  ['purchase', 'a rescinded contract leads to its appraisal', [...toContract, ['delivery', 'rescinded'], ['performance', 'appraised']]],
];

const lifecycles = { purchase: purchaseOutcomes, disbursement: disbursementOutcomes, budget: budgetOutcomes, catalogue: catalogueOutcomes };
/** A case that begins now goes by the newest order of stages of its kind. */
const newest = (kind: string): number | null => kinds.find((one) => one.kind === kind)?.lifecycle ?? null;
const HISTORIES = join(import.meta.dirname, '../replay/histories');

describe('the scripts', () => {
  let rig: Rig;
  beforeAll(async () => {
    rig = await Rig.open(undefined, { types: Object.keys(lifecycles).map((kind) => ({ ...errand, kind, lifecycle: newest(kind) })) });
    rig.system.start();
    await rig.work();
  }, 60_000);
  afterAll(async () => {
    await rig.close();
  });

  /** With SAVE_HISTORIES=1 the histories of a release are kept for the releases to come: each path's end, and each stage's on the first path that comes through it. With SAVE_HISTORIES=failure that stage's alone. */
  const save = async (id: CaseId, path: number, stage: string): Promise<void> => {
    const kind = kindOf(id);
    const { SAVE_HISTORIES: asked } = process.env;
    const first = table.findIndex((row) => row[0] === kind && row[2].some(([passed]) => passed === stage)) === path;
    if (asked === '1' ? !(first || stage === CLOSING) : !(first && stage === asked)) return;
    const history = await until('the stage stands in the history', async () => {
      const fetched = await rig.handle(id).fetchHistory();
      const last = fetched.events?.at(-1);
      return (last?.markerRecordedEventAttributes || last?.workflowExecutionCompletedEventAttributes) && fetched;
    });
    // who worked on it, and on which queue of its own, names a machine; replay looks at neither
    const text = JSON.stringify(JSON.parse(historyToJSON(history)), (key, value: unknown) =>
      key === 'identity' || (typeof value === 'string' && /^\d+@/.test(value)) ? 'worker' : value,
    );
    writeFileSync(join(HISTORIES, `${kind}.${path}.${stage.replace(':', '-')}.json`), `${text}\n`);
  };

  it.each(table.map((row, index) => [row[1], row[0], row[2], index] as const))('%s', async (_title, kind, path, index) => {
    const { id } = await rig.give(null, 'begin', {}, kind);
    for (const [stage, outcome] of path) {
      expect(await rig.isOpen(id, stage)).toMatchObject({ open: [stage] });
      await save(id, index, stage);
      await rig.give(id, 'report', { outcome });
    }
    const { ended } = await rig.isClosed(id);
    expect(ended).toEqual({ ...Object.fromEntries(path), closing: 'closed' });
    await rig.hasStatus(id, 'COMPLETED');
    await save(id, index, CLOSING);
  });

  // The longest path of each kind: together every stage of every lifecycle.
  const longest = (kind: string): number => Math.max(...table.map(([of, , { length }]) => (of === kind ? length : 0)));
  const through = table.filter(([kind, , path]) => path.length === longest(kind));
  it.each(through.map(([kind, title, path]) => [kind, title, path] as const))(
    '%s goes on from PostgreSQL though its workflow was terminated in every stage: %s',
    async (kind, _title, path) => {
      const { id } = await rig.give(null, 'begin', {}, kind);
      for (const [n, [stage, outcome]] of path.entries()) {
        await rig.isOpen(id, stage);
        await rig.handle(id).terminate('by the test');
        // Recovered at once, or begun again by what is told of it next.
        if (n % 2 === 0) await rig.system.lifecycles.restart({ realm: rig.realm, caseId: id });
        await rig.give(id, 'report', { outcome });
      }
      expect((await rig.isClosed(id)).ended).toEqual({ ...Object.fromEntries(path), closing: 'closed' });
      await rig.hasStatus(id, 'COMPLETED');
    },
    30_000,
  );

  it('these are all stages that there are', () => {
    const passed = through.flatMap(([kind, , path]) => path.map(([stage]) => `${kind} ${stage.replace(/:.*/, '')}`));
    const all = Object.entries(lifecycles).flatMap(([kind, stages]) => Object.keys(stages).map((stage) => `${kind} ${stage}`));
    expect(all.filter((stage) => !stage.endsWith(` ${CLOSING}`) && !passed.includes(stage))).toEqual([]);
  });
});
