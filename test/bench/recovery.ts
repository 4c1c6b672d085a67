import type { Instant } from '@goufu/domain';
import { setTimeout as pause } from 'node:timers/promises';
import { NAMESPACE } from '../../apps/local/src/temporal-server.js';
import { BenchCounty } from './county.js';
import { together } from './measure.js';
import { type Use, useOf } from './processes.js';
import type { BenchServer } from './servers.js';
import { type BenchSystem, withSystem } from './system.js';

const RECOVERED = 'bench_recovery';
const RESTING = 'bench_resting';
/** Open cases when all that Temporal knew is lost. */
const LOST = 1_000;
/** Open cases at rest. */
const AT_REST = 10_000;
const ASKED_AT_ONCE = 16;
/** How long the system rests before it counts, and how long it is watched. */
const SETTLED_SECONDS = 10;
const WATCHED_SECONDS = 30;
/** At rest: no more than so many tenths of a core for the workflows. */
const RESTING_SHARE = 0.1;
const REST_WITHIN_MS = 600_000;

export interface RecoveryTimes {
  readonly cases: number;
  /** Workflows begun a second, nothing else: what Temporal and one worker can do. */
  readonly beginSeconds: number;
  /** From the start of `npm run recover -- --all` until every case's workflow waits for its due again. */
  readonly seconds: number;
}
export interface RestingUse {
  readonly cases: number;
  readonly parts: readonly { readonly name: string; readonly megabytes: number; readonly cpuPercent: number }[];
}

/** Items under review: each waits for the due of its review. */
const openCases = async (superUrl: string, realm: string, count: number): Promise<void> => {
  const county = await BenchCounty.open(superUrl, realm, Date.now() as Instant, 1);
  county.pace = 0;
  for (let n = 0; n < count; n += 1) {
    county.memory.letGo(await county.item(n, 'review'));
    if (n % 500 === 0) await county.loader.breathe();
  }
  await county.close();
};

/** Workflows that run and have set a timer, as Temporal's histories say; those that had are not asked again. */
const armed = async ({ client }: BenchSystem, known: Set<string>): Promise<number> => {
  const waiting: string[] = [];
  for await (const { workflowId } of client.workflow.list({ query: `ExecutionStatus = 'Running'`, pageSize: 1_000 }))
    if (!known.has(workflowId)) waiting.push(workflowId);
  await together(ASKED_AT_ONCE, waiting.length, async (n) => {
    const workflowId = waiting[n] ?? '';
    const { history } = await client.workflowService.getWorkflowExecutionHistory({ namespace: NAMESPACE, execution: { workflowId } });
    if (history?.events?.some((event) => event.timerStartedEventAttributes)) known.add(workflowId);
  });
  return known.size;
};

/** Waits until so many workflows have set their timers; seconds since `began`. */
const allArmed = async (system: BenchSystem, count: number, began: number): Promise<number> => {
  const known = new Set<string>();
  while ((await armed(system, known)) < count) await pause(100);
  return (performance.now() - began) / 1000;
};

/** Temporal is lost with all its data while a thousand cases are open. */
export const measureRecovery = (server: BenchServer, say: (line: string) => void): Promise<RecoveryTimes> =>
  withSystem(
    server,
    RECOVERED,
    () => openCases(server.urls(RECOVERED).superuser, 'recovery', LOST),
    async (system) => {
      say(`beginning ${LOST} workflows ...`);
      const before = performance.now();
      await system.recover(1_000);
      const beginSeconds = await allArmed(system, LOST, before);
      say('losing Temporal ...');
      await system.loseTemporal();
      const began = performance.now();
      await system.recover();
      return { cases: LOST, beginSeconds, seconds: await allArmed(system, LOST, began) };
    },
  );

/** Many open cases that wait for their dues: what every part of the system holds and uses meanwhile. */
export const measureResting = (server: BenchServer, say: (line: string) => void): Promise<RestingUse> =>
  withSystem(
    server,
    RESTING,
    () => openCases(server.urls(RESTING).superuser, 'resting', AT_REST),
    async (system) => {
      say(`beginning ${AT_REST} workflows ...`);
      await system.recover(500);
      const parts = { PostgreSQL: server.pid, Temporal: system.temporalPid, worker: system.worker.pid, API: system.api.pid };
      say('waiting until they rest ...');
      for (const end = Date.now() + REST_WITHIN_MS; ; ) {
        const before = useOf(parts.worker, parts.Temporal);
        await pause(SETTLED_SECONDS * 1000);
        if (useOf(parts.worker, parts.Temporal).cpuSeconds - before.cpuSeconds < RESTING_SHARE * SETTLED_SECONDS) break;
        if (Date.now() > end) throw new Error('the system does not come to rest');
      }
      const { count } = await system.client.workflowService.countWorkflowExecutions({
        namespace: NAMESPACE,
        query: `ExecutionStatus = 'Running'`,
      });
      if (Number(count) < AT_REST) throw new Error(`only ${String(count)} workflows run`);
      const began = new Map<string, Use>(Object.entries(parts).map(([name, pid]) => [name, useOf(pid)]));
      await pause(WATCHED_SECONDS * 1000);
      return {
        cases: AT_REST,
        parts: Object.entries(parts).map(([name, pid]) => {
          const { megabytes, cpuSeconds } = useOf(pid);
          return { name, megabytes, cpuPercent: ((cpuSeconds - (began.get(name)?.cpuSeconds ?? 0)) / WATCHED_SECONDS) * 100 };
        }),
      };
    },
  );
