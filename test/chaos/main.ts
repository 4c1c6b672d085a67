// `npm run chaos [-- --kills N] [--seed N] [--data DIR] [--json FILE]` and `npm run chaos -- treasury [--rounds N] [--json FILE]`: see the README
// beside this file.
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isClean, progressBar, table } from './report.js';
import { ChaosRun } from './run.js';
import { allTales } from './tales.js';
import { cells, isAsItMust, type TableRow, treasuryTable, TreasuryTable, victims } from './treasury-table.js';

const { values: asked, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '3' },
    kills: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
    data: { type: 'string' },
    json: { type: 'string' },
  },
});

const main = async (): Promise<boolean> => {
  const data = asked.data ? resolve(process.env.INIT_CWD ?? '.', asked.data) : mkdtempSync(join(tmpdir(), 'goufu-chaos-'));
  mkdirSync(data, { recursive: true });
  chmodSync(data, 0o755);
  const seed = Number(asked.seed);
  const run = await ChaosRun.open({
    seed,
    kills: Number(asked.kills),
    data,
    tales: allTales(seed),
    atOnce: 3,
    clients: 3,
    pace: [300, 3_700],
    progress: progressBar(process.stderr),
  });
  // Whoever breaks it off finds it again with --data; nothing is left running.
  let isBrokenOff = false;
  for (const name of ['SIGINT', 'SIGTERM'] as const)
    process.once(name, () => {
      isBrokenOff = true;
      void run.close().finally(() => process.exit(130));
    });
  try {
    await run.play();
    const report = await run.report();
    process.stderr.write('\n');
    console.log(table(report));
    if (asked.json) writeFileSync(asked.json, `${JSON.stringify(report, null, 2)}\n`);
    return isClean(report);
  } catch (error) {
    if (isBrokenOff) return false; // of what was under way nothing can be expected
    throw error;
  } finally {
    await run.close();
    if (!asked.data) rmSync(data, { recursive: true, force: true });
  }
};

/** The table of faults and kills, as often as asked, on the servers that the command has started. */
const treasury = async (): Promise<boolean> => {
  const bar = progressBar(process.stderr, 0);
  const rounds = Number(asked.rounds);
  const all: (readonly TableRow[])[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    const table = await TreasuryTable.open(cells, (what) => bar(round - 1, rounds, what));
    try {
      for (const victim of victims) await table.strike(victim);
      all.push(await table.all());
      for (const wrong of await table.faultsInBooks()) console.log(`books: ${wrong}`);
    } finally {
      await table.close();
    }
  }
  bar(rounds, rounds, 'done');
  process.stderr.write('\n');
  const rows = all.flat();
  console.log(treasuryTable(rows));
  if (asked.json) writeFileSync(asked.json, `${JSON.stringify(rows, null, 2)}\n`);
  return rows.every(isAsItMust);
};

const [what] = positionals;
if (what !== undefined && what !== 'treasury') throw new Error(`there is no chaos called ${what}`);
process.exitCode = (await (what === 'treasury' ? treasury() : main())) ? 0 : 1;
