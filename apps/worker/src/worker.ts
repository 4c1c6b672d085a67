import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { type Environment, folderOfTree, releaseOf, temporalOf } from '@goufu/config';
import { count, type Instant } from '@goufu/domain';
import { sealDays } from '@goufu/engine';
import { calledAs } from '@goufu/persistence';
import { DueGuard, housekeeping, Rounds, RunGuard, saying, type Log } from '@goufu/relay';
import { createSystem, LeaverGuard, type System } from '@goufu/system';
import { WorkflowHost } from '@goufu/temporal/worker';
import { unlessPaidBefore } from '../../../activities/disbursement/lost-payments.js';
import * as hands from '../../../activities/index.js';
import { workerMetrics } from './metrics.js';
import { listenForOperators } from './operations.js';

const STATEMENT_LOCK = 7_404_553;
const STATEMENT_EVERY_MS = 1_000;
const SEAL_LOCK = 7_404_554;
const SEAL_EVERY_MS = 60_000;

interface Part {
  start(): void;
  stop(): Promise<void>;
}

/** Everything that one worker process runs. It starts with PostgreSQL, Temporal or the treasury down and goes to work when they answer. */
export class WorkerProcess {
  private readonly system: System;
  private readonly host: WorkflowHost;
  private readonly parts: readonly Part[];
  private readonly metrics: ReturnType<typeof workerMetrics>;
  private server: Server | null = null;

  constructor(
    private readonly environment: Environment,
    log: Log,
  ) {
    const counted: Log = (level, message, meta) => {
      if (level === 'warn' || level === 'error') this.metrics.troubles.inc({ level });
      log(level, message, meta);
    };
    const temporal = temporalOf(environment);
    this.system = createSystem({
      ...environment,
      databaseUrl: calledAs(environment.databaseUrl, 'worker', releaseOf(environment), process.pid),
      temporal,
      log: counted,
      hooks: {
        measured: (ms) => this.metrics.lockWait.observe(ms / 1000),
        keyReused: ({ message }) => {
          this.metrics.keysReused.inc();
          counted('error', message);
        },
      },
    });
    const { system } = this;
    this.metrics = workerMetrics(
      () => system.outbox.waiting(),
      () => system.recovery.stuck(),
    );
    this.host = new WorkflowHost({
      ...temporal,
      taskQueue: system.taskQueue,
      workflowBundle: { codePath: environment.workflowBundle ?? join(folderOfTree('dist'), 'workflow-bundle.js') },
      caseActivities: hands.caseActivities(system.engine),
      effectActivities: hands.effectActivities({ engine: system.engine, effects: system.effects, outsides: this.outsides() }),
      log: counted,
    });
    const applyPassed = (realm: string, caseId: string): Promise<boolean> => system.engine.applyPassed(realm, caseId);
    const late = (ms: number): void => this.metrics.lateness.observe(ms / 1000);
    const runs = new RunGuard({ recovery: system.recovery, lifecycles: system.lifecycles, log: counted });
    this.parts = [
      system,
      this.host,
      new DueGuard({ recovery: system.recovery, applyPassed, log: counted, late }),
      runs,
      new LeaverGuard(system.recovery, system.engine, counted),
      housekeeping({
        house: system.house,
        recovery: system.recovery,
        days: (jurisdiction, rule) => count(system.law.rules(jurisdiction, Date.now() as Instant).rule(rule)),
        log: counted,
      }),
      ...this.statements(counted),
      this.seal(counted),
    ];
  }

  async start(): Promise<{ port: number }> {
    const { operationsPort, operationsHost } = this.environment;
    const { system, metrics } = this;
    this.server = await listenForOperators(
      {
        ready: async () => ({
          postgres: await system.outbox.waiting().then(
            () => true,
            () => false,
          ),
          temporal: this.host.state === 'running',
        }),
        metrics: () => metrics.text(),
        stuck: async () => ({ stuck: await system.recovery.stuck() }),
        told: async (realm, treasuryKey) => {
          const key = hands.effectOfTreasuryKey(realm, treasuryKey);
          if (key !== null) await system.lifecycles.answered({ realm, key });
        },
      },
      operationsPort,
      operationsHost,
    );
    for (const part of this.parts) part.start();
    return { port: (this.server.address() as AddressInfo).port };
  }

  /** Ends in the opposite order: what brings work first, connections last. */
  async stop(): Promise<void> {
    for (const part of this.parts.toReversed()) await part.stop();
    this.server?.closeAllConnections();
    this.server?.close();
  }

  private outsides(): Readonly<Record<string, hands.Outside>> {
    const { treasuryUrl, treasuryCallbackUrl, operationsHost, operationsPort } = this.environment;
    const own = operationsPort === 0 ? undefined : `http://${operationsHost}:${operationsPort}/callbacks/treasury`;
    const payees = hands.payeesIn(this.system.effects);
    if (!treasuryUrl) return {};
    const treasury = hands.treasuryOutside(hands.treasuryClient({ url: treasuryUrl }), treasuryCallbackUrl ?? own, payees);
    const { effects, reconciliations } = this.system;
    const isHere = async (realm: string, key: string): Promise<boolean> => (await effects.find(realm, key)) !== null;
    return { payment: unlessPaidBefore(treasury, (realm) => reconciliations.notes(realm), isHere) };
  }

  /** Keeps the root of every day that is over: what was recorded cannot be written anew unnoticed. */
  private seal(log: Log): Part {
    const { recovery, record } = this.system;
    const round = async () => {
      await recovery.alone(SEAL_LOCK, () => sealDays(record));
      return false;
    };
    return new Rounds(round, SEAL_EVERY_MS, (error) => log('warn', 'the daily root waits', { cause: saying(error) }));
  }

  private statements(log: Log): readonly Part[] {
    const { treasuryUrl } = this.environment;
    if (!treasuryUrl) return [];
    const { system } = this;
    const parts: hands.StatementParts = {
      engine: system.engine,
      effects: system.effects,
      positions: system.positions,
      reconciliations: system.reconciliations,
      client: hands.treasuryClient({ url: treasuryUrl }),
      answered: (of) => system.lifecycles.answered(of),
      trouble: (message, meta) => log('error', message, meta),
    };
    return [
      new Rounds(
        async () => (await system.recovery.alone(STATEMENT_LOCK, () => hands.readStatement(parts))) ?? false,
        STATEMENT_EVERY_MS,
        (error) => log('warn', 'the statement waits', { cause: saying(error) }),
      ),
    ];
  }
}
