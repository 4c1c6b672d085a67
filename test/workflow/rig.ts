import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';
import { Client, Connection } from '@temporalio/client';
import { isRefusal, type CaseId, type Instant } from '@goufu/domain';
import { kindOf, type Answer } from '@goufu/engine';
import { DueGuard, recover, sweep, type Log, type Recovered, type Swept } from '@goufu/relay';
import { createSystem, type System } from '@goufu/system';
import { WorkflowHost } from '@goufu/temporal/worker';
import { kinds } from '@goufu/subjects';
import { caseActivities, effectActivities, type Outside } from '../../activities/index.js';
import { workflowIdOf } from '@goufu/messages';
import { type Database, freshDatabase } from '../support/database.js';
import { law } from '../support/engine.js';
import { errand } from './errand.js';

const bundles = new Map<string, Promise<{ code: string }>>();
/** One release of the workflows, bundled from the sources. */
const bundleOf = (file: string): Promise<{ code: string }> => {
  const made =
    bundles.get(file) ?? bundleWorkflowCode({ workflowsPath: join(import.meta.dirname, file), logger: new DefaultLogger('ERROR') });
  bundles.set(file, made);
  return made;
};

/** Waits for a condition; never a sleep in its place. */
export const until = async <T>(what: string, look: () => Promise<T | null | undefined | false>, withinMs = 10_000): Promise<T> => {
  const end = performance.now() + withinMs;
  for (;;) {
    const seen = await look();
    if (seen) return seen;
    if (performance.now() > end) throw new Error(`waited ${withinMs} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

export interface Facts {
  readonly version: number;
  readonly open: readonly string[];
  readonly ended: Readonly<Record<string, string>>;
  readonly closed: boolean;
}

/** A whole system on a database of its own: engine, relay and a worker on a task queue of its own, on the servers that the run shares. */
export class Rig {
  readonly taskQueue: string;
  readonly realm: string;
  readonly lines: { level: string; message: string; meta: object }[] = [];
  readonly outsides: Record<string, Outside> = {};
  system: System;
  host: WorkflowHost | null = null;
  client: Client;

  private constructor(
    readonly database: Database,
    private readonly address: string,
    private readonly types: readonly unknown[],
    readonly name = randomBytes(4).toString('hex'),
  ) {
    this.taskQueue = `spec-${name}`;
    this.realm = `r${name}`;
    this.system = this.assemble();
    this.client = new Client({
      connection: Connection.lazy({ address }),
      namespace: process.env.TEMPORAL_NAMESPACE ?? 'goufu',
    });
  }

  /** `at`: where the realm's clock begins; without it the realm runs in real time. */
  static async open(at?: Instant, more: { readonly address?: string; readonly types?: readonly unknown[] } = {}): Promise<Rig> {
    const rig = new Rig(await freshDatabase(), more.address ?? process.env.TEMPORAL_ADDRESS ?? '', more.types ?? [...kinds, errand]);
    const startsAt = at === undefined ? {} : { startsAt: at };
    await rig.system.worlds.create({ id: rig.realm, name: 'spec', jurisdiction: 'demo-county', ...startsAt });
    return rig;
  }

  private readonly log: Log = (level, message, meta = {}) => void this.lines.push({ level, message, meta });

  private assemble(): System {
    return createSystem({
      databaseUrl: this.database.appUrl,
      temporal: {
        address: this.address,
        namespace: process.env.TEMPORAL_NAMESPACE ?? 'goufu',
        taskQueue: this.taskQueue,
      },
      log: this.log,
      kinds: this.types,
      law: law(),
    });
  }

  /** Starts a worker with the given release of the workflows. */
  async work(file = 'errand.workflow.ts'): Promise<void> {
    const { engine, effects } = this.system;
    this.host = new WorkflowHost({
      address: this.address,
      namespace: process.env.TEMPORAL_NAMESPACE ?? 'goufu',
      taskQueue: this.taskQueue,
      workflowBundle: await bundleOf(file),
      caseActivities: caseActivities(engine),
      effectActivities: effectActivities({ engine, effects, outsides: this.outsides }),
      log: this.log,
    });
    this.host.start();
  }
  async rest(): Promise<void> {
    await this.host?.stop();
    this.host = null;
  }

  /** What `npm run recover` does. */
  recover(all: boolean): Promise<Recovered> {
    const { recovery, effects, lifecycles } = this.system;
    return recover({ recovery, effects, lifecycles, log: this.log }, { all, perSecond: 1_000 });
  }
  /** One round of the guard of workflows. */
  sweep(): Promise<Swept> {
    const { recovery, lifecycles } = this.system;
    return sweep({ recovery, lifecycles, log: this.log });
  }
  guard(): DueGuard {
    const applyPassed = (realm: string, caseId: string): Promise<boolean> => this.system.engine.applyPassed(realm, caseId);
    return new DueGuard({ recovery: this.system.recovery, applyPassed, log: this.log });
  }

  /** A second process on the same database, realm and task queue. */
  beside(): Rig {
    return new Rig(this.database, this.address, this.types, this.name);
  }
  /** Ends this process and leaves the database to the other. */
  async leave(): Promise<void> {
    await this.rest();
    await this.system.stop();
    await this.client.connection.close();
  }

  async close(): Promise<void> {
    await this.leave();
    await this.database.drop();
  }

  async give(caseId: CaseId | null, type: string, data: unknown = {}, kind = 'errand'): Promise<Answer> {
    const answer = await this.system.engine.execute({
      realm: this.realm,
      kind: caseId === null ? kind : kindOf(caseId),
      caseId,
      type,
      data,
      acting: 'system',
      key: null,
      requestId: null,
    });
    if (isRefusal(answer)) throw new Error(`${type} was refused: ${answer.refused}`);
    return answer;
  }

  /** What stands in Postgres, asked without telling anybody. */
  async facts(caseId: CaseId): Promise<Facts> {
    return this.system.store.transact(this.realm, async (tx) => {
      const opened = await tx.open({ realm: this.realm, lock: [], read: [caseId], appointment: null, actor: null, key: null, heads: [] });
      const row = opened.cases.get(caseId);
      if (!row) throw new Error(`${caseId} is not there`);
      const { ended } = this.system.registry.ofCase(caseId).progress(JSON.parse(row.state ?? 'null')) as Facts;
      return { version: row.version, open: row.open_stages, ended, closed: row.closed };
    });
  }
  isOpen(caseId: CaseId, stage: string): Promise<Facts> {
    return until(`${stage} of ${caseId} opens`, async () => {
      const facts = await this.facts(caseId);
      return facts.open.includes(stage) && facts;
    });
  }
  isClosed(caseId: CaseId): Promise<Facts> {
    return until(`${caseId} closes`, async () => {
      const facts = await this.facts(caseId);
      return facts.closed && facts;
    });
  }

  handle(caseId: CaseId) {
    return this.client.workflow.getHandle(workflowIdOf({ realm: this.realm, caseId }));
  }
  async status(caseId: CaseId): Promise<string> {
    return (await this.handle(caseId).describe()).status.name;
  }
  hasStatus(caseId: CaseId, status: string): Promise<true> {
    return until(`the workflow of ${caseId} is ${status}`, async () => (await this.status(caseId).catch(() => '')) === status || null);
  }
  async sql<T = Record<string, unknown>>(text: string, values: readonly unknown[] = []): Promise<T[]> {
    const client = await this.system.store.pool.connect();
    try {
      await client.query(`select set_config('app.realms', '*', false)`);
      return (await client.query(text, [...values])).rows as T[];
    } finally {
      client.release(true);
    }
  }
}
