import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { caseOfWorkflow, LIFECYCLE_QUEUE } from '@goufu/messages';
import { poolFor } from '@goufu/persistence';
import { LifecycleClient } from '@goufu/temporal/client';
import type pg from 'pg';
import { Cast } from '../../apps/local/src/scenario/cast.js';
import { JournalDoor } from '../../apps/local/src/scenario/journal-door.js';
import { Acknowledgements } from './acknowledgements.js';
import { checked, type Evidence } from './checks.js';
import { traceIn } from './dates.js';
import { Ground } from './ground.js';
import { client, LOAD, SINCE } from './load.js';
import { type Met, PatientDoor } from './patient-door.js';
import { wholeStatement } from './payments.js';
import type { Report } from './report.js';
import { RunJournal } from './run-journal.js';
import { isKill, pauseOf, strike, strokeOf, wordOf } from './strokes.js';
import { doorsTo, madeWorld, operator, played, type Tale } from './tales.js';

export interface ChaosOptions {
  readonly seed: number;
  readonly kills: number;
  /** Where everything lives; a run that was broken off there goes on. */
  readonly data: string;
  readonly tales: readonly Tale[];
  /** Scenarios at the same time. */
  readonly atOnce: number;
  readonly clients: number;
  /** Least and most milliseconds between two strokes. */
  readonly pace: readonly [number, number];
  readonly progress: (done: number, of: number, what: string) => void;
}

/** What a client bears before it gives up: far more than any outage here lasts. */
const PATIENCE_MS = 300_000;
const REST_WITHIN_MS = 180_000;
/** So many processes may be away when the next stroke falls. */
const AWAY_AT_ONCE = 2;

/** A run of the chaos: see the README beside this file. */
export class ChaosRun {
  private readonly met: Met = { again: 0, serverErrors: [] };
  private readonly began = performance.now();
  private readonly broken: string[] = [];
  private struck = false;

  private constructor(
    readonly ground: Ground,
    readonly acknowledgements: Acknowledgements,
    private readonly journal: RunJournal,
    private readonly options: ChaosOptions,
    readonly pool: pg.Pool,
  ) {}

  static async open(options: ChaosOptions): Promise<ChaosRun> {
    const ground = await Ground.open(join(options.data, 'system'), (line) => options.progress(0, options.kills, line));
    mkdirSync(join(options.data, 'told'), { recursive: true });
    const acknowledgements = await Acknowledgements.open(join(options.data, 'acknowledged.jsonl'));
    const journal = await RunJournal.open(options.data, options.seed);
    return new ChaosRun(ground, acknowledgements, journal, options, poolFor(ground.urls.app, 4, '*'));
  }

  /** Plays, strikes, lets everything come to rest. */
  async play(): Promise<void> {
    await this.quietly();
    const { clients } = this.options;
    const cast = await this.loadStands();
    const over = (): boolean => this.struck;
    const load = Array.from({ length: clients }, (_, n) =>
      client(
        { cast, operator, realm: LOAD, acknowledgements: this.acknowledgements, doors: [this.door(LOAD, n), this.door(LOAD, n + 1)], over },
        n,
      ).catch((error: unknown) => void this.broken.push(`client ${n}: ${String(error)}`)),
    );
    const tellers = Array.from({ length: this.options.atOnce }, () => this.teller());
    try {
      await this.strokes();
    } finally {
      this.struck = true;
    }
    await this.ground.heal();
    this.options.progress(this.options.kills, this.options.kills, 'what is under way comes to its end');
    await Promise.all([...load, ...tellers]);
    await this.rest();
  }

  /** What there is to look at now, at rest. */
  async evidence(): Promise<Evidence> {
    const stuck = await Promise.all(
      this.ground.processes
        .filter(({ name }) => name.startsWith('worker'))
        .map(async ({ plan }) => {
          const answer = await fetch(`http://127.0.0.1:${plan.env?.OPERATIONS_PORT}/stuck`);
          return ((await answer.json()) as { stuck: readonly { realm: string; caseId: string; what: string; detail: string }[] }).stuck;
        }),
    );
    const ended = [...this.journal.tales.values()].filter(({ problem }) => problem === null);
    return {
      pool: this.pool,
      acknowledged: this.acknowledgements.all,
      statement: await wholeStatement(this.ground.env.TREASURY_URL ?? ''),
      compared: ended.flatMap(({ realm, tale }) => {
        const quiet = this.journal.quiet.get(tale);
        return quiet ? [{ realm, quiet }] : [];
      }),
      load: LOAD,
      running: await this.running(),
      told: [...new Set(stuck.flat().map(({ realm, caseId, what, detail }) => `${realm}/${caseId}: ${what}, ${detail} (/stuck)`))],
    };
  }

  async report(): Promise<Report> {
    const evidence = await this.evidence();
    const { rows } = await this.pool.query<{ cases: number; events: number; payments: number }>(
      `select (select count(*)::int from cases) as cases, (select count(*)::int from event) as events,
         (select count(*)::int from effect where kind = 'payment') as payments`,
    );
    const tales = [...this.journal.tales.values()];
    return {
      seed: this.options.seed,
      kills: this.journal.kills,
      seconds: this.seconds,
      strokes: this.journal.strokes,
      counts: {
        tales: tales.filter(({ problem }) => problem === null).length,
        commands: evidence.acknowledged.length,
        movements: evidence.statement.length,
        askedAgain: this.met.again,
        ...(rows[0] ?? { cases: 0, events: 0, payments: 0 }),
      },
      findings: await checked(evidence),
      tales: [
        ...tales.flatMap(({ realm, tale, problem }) => (problem === null ? [] : [`${realm} (${tale}): ${problem ?? 'not ended'}`])),
        ...this.broken,
      ],
      serverErrors: this.met.serverErrors,
      endedByThemselves: this.ground.processes.flatMap(({ name, endedByItself }) => endedByItself.map((how) => `${name}: ${how}`)),
    };
  }

  /** Ends everything, once. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }
  private closing: Promise<void> | null = null;
  private async end(): Promise<void> {
    this.struck = true;
    await this.journal.write({ t: 'spent', seconds: (performance.now() - this.began) / 1000 });
    await this.pool.end();
    await this.ground.close();
    await this.acknowledgements.close();
    await this.journal.close();
  }

  private get seconds(): number {
    return Math.round(this.journal.spent + (performance.now() - this.began) / 1000);
  }
  private door(realm: string, first = 0): PatientDoor {
    return new PatientDoor(realm, doorsTo(this.ground, realm), this.acknowledgements, this.met, PATIENCE_MS, first);
  }

  /** Every scenario once with nothing broken: its dates are what the others are held to. */
  private async quietly(): Promise<void> {
    const left = this.options.tales.filter(({ name }) => !this.journal.quiet.has(name));
    const one = async (): Promise<void> => {
      for (let tale = left.shift(); tale; tale = left.shift()) {
        this.options.progress(0, this.options.kills, `quietly: ${tale.name}`);
        const realm = `quiet-${tale.name.replace(':', '-')}-${Math.round(performance.timeOrigin)}`;
        const differences = await played(this.ground, realm, tale, this.door(realm), PATIENCE_MS);
        if (differences.length > 0) throw new Error(`${tale.name} is not what it must be, with nothing broken: ${differences.join('; ')}`);
        await this.journal.write({ t: 'quiet', tale: tale.name, trace: await traceIn(this.pool, realm) });
      }
    };
    await Promise.all(Array.from({ length: this.options.atOnce }, one));
  }

  private async loadStands(): Promise<Cast> {
    await madeWorld(this.ground, LOAD, 'demo-county', SINCE);
    const cast = new Cast(this.door(LOAD));
    await cast.stand(operator, SINCE);
    return cast;
  }

  /** Plays one scenario after the other, in worlds of their own, those first that an earlier start left unfinished. */
  private async teller(): Promise<void> {
    while (!this.struck) await this.tell(await this.nextTale());
  }
  private readonly taken = new Set<number>();
  private async nextTale(): Promise<{ readonly n: number; readonly realm: string; readonly tale: string }> {
    const left = [...this.journal.tales.values()].find(({ n, problem }) => problem === undefined && !this.taken.has(n));
    const n = left?.n ?? Math.max(0, ...this.journal.tales.keys(), ...this.taken) + 1;
    this.taken.add(n);
    const tale = this.options.tales[(n - 1) % this.options.tales.length] as Tale;
    const told = left ?? { n, realm: `chaos-${n}`, tale: tale.name };
    if (!left) await this.journal.write({ t: 'tale', ...told });
    return told;
  }
  private async tell({ n, realm, tale: name }: { readonly n: number; readonly realm: string; readonly tale: string }): Promise<void> {
    const tale = this.options.tales.find((one) => one.name === name);
    if (!tale) throw new Error(`the run in this directory plays ${name}, which this one does not know`);
    const door = new JournalDoor(this.door(realm, n), join(this.options.data, 'told', `${realm}.jsonl`));
    try {
      const differences = await played(this.ground, realm, tale, door, PATIENCE_MS);
      await this.journal.write({ t: 'ended', n, problem: differences.length === 0 ? null : differences.join('; ') });
    } catch (error) {
      await this.journal.write({ t: 'ended', n, problem: error instanceof Error ? error.message : String(error) });
    }
  }

  private async strokes(): Promise<void> {
    const { seed, kills, pace, progress } = this.options;
    const under = new Set<Promise<unknown>>();
    let wiping = false;
    while (this.journal.kills < kills) {
      const n = this.journal.next;
      await sleep(pauseOf(seed, n, pace));
      // On a slow machine a process takes long to come back: a system that is never there shows nothing.
      while (this.ground.processes.filter(({ state }) => state !== 'up').length > AWAY_AT_ONCE) await sleep(50);
      const stroke = strokeOf(seed, n);
      if (stroke.what === 'wipe' && wiping) {
        await sleep(50);
        continue;
      }
      const struck = await strike(this.ground, stroke);
      const word = wordOf(stroke);
      await this.journal.write({ t: 'stroke', n, word: struck ? word : 'nothing to strike', kill: struck !== null && isKill(stroke) });
      progress(this.journal.kills, kills, `${this.seconds} s, ${this.acknowledgements.all.length} commands; ${word}`);
      if (!struck) continue;
      if (stroke.what === 'wipe') wiping = true;
      const done = struck.done
        .catch((error: unknown) => void this.broken.push(`${word}: ${String(error)}`))
        .finally(() => {
          under.delete(done);
          if (stroke.what === 'wipe') wiping = false;
        });
      under.add(done);
    }
    await Promise.all(under);
  }

  /** Workflows that Temporal says run, by case. */
  private async running(): Promise<ReadonlySet<string>> {
    const { TEMPORAL_ADDRESS: address = '', TEMPORAL_NAMESPACE: namespace = '' } = this.ground.env;
    const lifecycles = new LifecycleClient({ address, namespace, taskQueue: LIFECYCLE_QUEUE });
    const running = new Set<string>();
    try {
      for await (const page of lifecycles.running())
        for (const id of page) {
          const of = caseOfWorkflow(id);
          if (of) running.add(`${of.realm}/${of.caseId}`);
        }
    } finally {
      await lifecycles.close();
    }
    return running;
  }

  /** Waits until nothing is under way any more; what still is after a long while is what the checks find. */
  private async rest(): Promise<void> {
    for (const until = performance.now() + REST_WITHIN_MS; performance.now() < until; await sleep(250)) {
      const { rows } = await this.pool.query<{ n: number }>(
        `select (select count(*) from outbox where done_at is null) + (select count(*) from effect where state in ('wanted', 'sending', 'unknown'))
           + (select count(*) from cases where not closed and lifecycle is not null and open_stages = '{}') as n`,
      );
      const [{ n } = { n: 1 }] = rows;
      if (Number(n) > 0) continue;
      const running = await this.running().catch(() => null);
      const { rows: open } = await this.pool.query<{ id: string }>(
        `select realm_id || '/' || id as id from cases where not closed and lifecycle is not null`,
      );
      if (running && open.every(({ id }) => running.has(id))) return;
    }
  }
}
