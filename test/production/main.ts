// Compiled and run by `npm run test:production`: production's own shape on this machine, a purchase from the catalogue to its last payment in it, and
// one process of each kind killed on the way.
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import { justiceBureau2025 as input } from '../../apps/local/src/scenario/input.js';
import { outcomeOf } from '../../apps/local/src/scenario/outcome.js';
import { Play } from '../../apps/local/src/scenario/stage.js';
import { story } from '../../apps/local/src/scenario/story.js';
import { Timeline } from '../../apps/local/src/scenario/timeline.js';
import { HttpTreasury } from '../../apps/local/src/scenario/treasury.js';
import { openWorld, WORLD_OPERATOR } from '../../apps/local/src/scenario/world.js';
import { Crowd } from '../support/crowd.js';
import { type Check, databaseChecks, recordChecks, temporalChecks } from './checks.js';
import { RunChildren } from './children.js';
import { ProductionPlace } from './place.js';
import { builtTemporal, SERVER } from './temporal-build.js';

const REALM = 'production';
const operator = { person: WORLD_OPERATOR, appointment: '' };
const began = performance.now();
const say = (line: string): void => console.error(`${String(Math.round((performance.now() - began) / 1000)).padStart(4)} s  ${line}`);

const play = async (
  place: ProductionPlace,
): Promise<{ readonly crowd: Crowd; readonly killed: readonly string[]; readonly differences: readonly string[] }> => {
  const doors = place.apis.map(({ url }) => new HttpDoor({ api: url, issuer: place.issuerUrl, realm: REALM, operator }));
  await openWorld(
    { databaseUrl: place.url('app'), temporalAddress: 'none', temporalNamespace: 'none' },
    { id: REALM, name: '生产形态', jurisdiction: input.jurisdiction, startsAt: `${input.startsOn}T08:00:00+08:00` },
  );
  const crowd = new Crowd(doors);
  const cast = new Cast(crowd);
  await cast.stand(operator, '2020-01-01');
  const killed: string[] = [];
  let back: Promise<void> = Promise.resolve();
  crowd.after(12, () => {
    if (place.workers[0]?.process.kill('SIGKILL')) killed.push('worker');
  });
  crowd.after(35, () => {
    if (place.apis[0]?.process.kill('SIGKILL')) killed.push('api');
    crowd.without(doors[0]);
  });
  crowd.after(60, () => {
    killed.push('temporal');
    back = place.killTemporal();
  });
  const purchase = new Play(cast, input, new Timeline(crowd), null, 'closed', { realm: REALM, treasury: new HttpTreasury(place.treasury) });
  await purchase.time.play([() => story(purchase)]);
  await back;
  await crowd.settle();
  return { crowd, killed, differences: (await outcomeOf(purchase)).differences };
};

/** What the operator's page of a process says. */
const pageOf = async (place: ProductionPlace, url: string) => {
  const issued = await fetch(`${place.issuerUrl}/token`, {
    method: 'POST',
    body: JSON.stringify({ person: operator.person, realm: REALM }),
  });
  const { token } = (await issued.json()) as { token: string };
  const response = await fetch(`${url}/v1/operations`, { headers: { authorization: `Bearer ${token}` } });
  return (await response.json()) as {
    processes: readonly { process: string; place: string; release: string }[];
    stuck: readonly object[];
    temporal: { reachable: boolean };
    versions: { schema: { missing: readonly string[]; newer: readonly string[] } };
  };
};

const operationsCheck = (place: ProductionPlace): Check => ({
  title: 'the operator’s page names the processes that live, and nothing that is stuck',
  holds: async () => {
    const [api, worker] = [place.apis[1], place.workers[1]];
    const { processes, stuck, temporal, versions } = await pageOf(place, api?.url ?? '');
    const found = {
      processes: processes.map(({ process, place: at, release }) => `${process}:${at.split(':')[1]} ${release}`),
      stuck,
      reachable: temporal.reachable,
      schema: { missing: versions.schema.missing, newer: versions.schema.newer },
    };
    const wanted = {
      processes: [`api:${api?.process.pid} production-test`, `worker:${worker?.process.pid} production-test`],
      stuck: [],
      reachable: true,
      schema: { missing: [], newer: [] },
    };
    return JSON.stringify(found) === JSON.stringify(wanted) ? null : JSON.stringify(found);
  },
});
const realmCheck = (place: ProductionPlace): Check => ({
  title: 'a realm is opened with its first operator, once, by the script of the image',
  holds: async () => {
    const args = ['--id', 'county', '--name', '示范县', '--jurisdiction', 'demo-county', '--operator', 'first-operator'];
    const told = [];
    for (let n = 0; n < 2; n += 1) told.push((await place.script('dist/apps/worker/src/cli.realm.js', ...args)).said.trim());
    const wanted = [false, true].map((kept) =>
      JSON.stringify({ realm: 'county', jurisdiction: 'demo-county', operator: kept ? null : 'first-operator', kept }),
    );
    return JSON.stringify(told) === JSON.stringify(wanted) ? null : JSON.stringify(told);
  },
});
const healthCheck = (place: ProductionPlace): Check => ({
  title: 'the health check of the image knows a process that lives from one that was killed',
  holds: async () => {
    const asked = async (operations: string): Promise<number> => {
      const { hostname, port } = new URL(operations);
      const env = { ...process.env, OPERATIONS_HOST: hostname, OPERATIONS_PORT: port };
      return (await place.children.finish(process.execPath, [join(import.meta.dirname, '../../libs/config/src/cli.healthy.js')], { env }))
        .code;
    };
    const codes = [
      await asked(place.apis[1]?.operations ?? ''),
      await asked(place.workers[1]?.operations ?? ''),
      await asked(place.apis[0]?.operations ?? ''),
    ];
    return JSON.stringify(codes) === '[0,0,1]' ? null : JSON.stringify(codes);
  },
});

const main = async (): Promise<number> => {
  const built = await builtTemporal(say);
  if (built === null) {
    console.log(`skipped: no Go on this machine, by which the Temporal server ${SERVER} would be built from its packages`);
    return 0;
  }
  const folder = mkdtempSync(join(tmpdir(), 'goufu-production-'));
  chmodSync(folder, 0o755);
  const place = new ProductionPlace(folder, built, new RunChildren(folder), say);
  let failed = 0;
  let passed = 0;
  const check = async ({ title, holds }: Check): Promise<void> => {
    const found = await holds().catch((error: unknown) => String(error));
    if (found === null) passed += 1;
    else failed += 1;
    console.log(`${found === null ? '✓' : '✗'} ${title}${found === null ? '' : `: ${found}`}`);
  };
  const step = async (title: string, work: () => Promise<unknown>): Promise<void> => {
    say(`${title} ...`);
    await work();
  };
  try {
    await step('certificates', () => place.makeCertificates());
    await step('PostgreSQL, its roles', () => place.startPostgres());
    await step('the image: npm ci without development', () => place.makeImage());
    await step('migrations', () => place.run('migrate'));
    await step('Temporal on PostgreSQL, its namespace', () => place.startTemporal());
    await step('treasury and issuer', () => place.startOutside());
    await step('two APIs, two workers', async () => {
      for (const service of ['api', 'worker', 'api', 'worker'] as const) await place.start(service);
    });
    let played: Awaited<ReturnType<typeof play>> | null = null;
    await step('a purchase from the catalogue to its last payment, one of each killed on the way', async () => {
      played = await play(place);
    });
    const { crowd, killed, differences } = played as unknown as Awaited<ReturnType<typeof play>>;
    say(`${crowd.carriedOut.size} commands, each sent to every API; killed: ${killed.join(', ')}; ${crowd.lost} lost one of their answers`);
    await check({
      title: 'the purchase came to its end to the fen, though a worker, an API and Temporal were killed',
      holds: () =>
        Promise.resolve(
          differences.length === 0 && killed.join() === 'worker,api,temporal' ? null : JSON.stringify({ killed, differences }),
        ),
    });
    for (const one of [
      operationsCheck(place),
      healthCheck(place),
      realmCheck(place),
      ...recordChecks(place, REALM),
      ...databaseChecks(place),
      ...temporalChecks(place),
    ])
      await check(one);
    await check({
      title: 'processes in place of the killed ones are ready at once',
      holds: async () => {
        await place.start('api');
        await place.start('worker');
        const { processes } = await pageOf(place, place.apis[2]?.url ?? '');
        return processes.length === 4 ? null : JSON.stringify(processes);
      },
    });
  } catch (error) {
    failed += 1;
    console.error(error instanceof Error ? error.stack : error);
  } finally {
    await place.end();
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(`\n${passed} passed, ${failed} failed, ${Math.round((performance.now() - began) / 1000)} s`);
  return failed === 0 ? 0 : 1;
};

process.exitCode = await main();
