import { AsyncLocalStorage } from 'node:async_hooks';
import type { EngineHooks } from '@goufu/engine';
import { lagOf, type Outage, outages, type Reading } from '@goufu/persistence';
import { isRefusal } from '@goufu/domain';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Nothing here may let anybody count bids before the opening, so nothing counts them at all. */
export const UNCOUNTED: readonly string[] = ['bid'];
const SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 3, 10];

/** What this process measures, for its operators. */
export class Metrics {
  readonly registry = new Registry();
  private readonly running = new AsyncLocalStorage<string>();
  private readonly commands: Histogram;
  private readonly lockWait: Histogram;
  private readonly roundTrips: Histogram;
  private readonly refusals: Counter;
  private readonly faults: Counter;
  private readonly outages: Counter;
  private readonly keysReused: Counter;
  private readonly lag: Readonly<Record<string, Gauge>>;

  constructor() {
    const registers = [this.registry];
    this.commands = new Histogram({
      name: 'goufu_command_seconds',
      help: 'Time of a command by kind, command and outcome (bids are not counted)',
      labelNames: ['kind', 'command', 'outcome'],
      buckets: SECONDS,
      registers,
    });
    this.lockWait = new Histogram({
      name: 'goufu_lock_wait_seconds',
      help: 'Time until the locks of a transaction were held (bids are not counted)',
      buckets: SECONDS,
      registers,
    });
    this.roundTrips = new Histogram({
      name: 'goufu_round_trips',
      help: 'Round trips of a transaction that wrote something (bids are not counted)',
      buckets: [2, 3, 4, 5, 6, 8, 12],
      registers,
    });
    this.refusals = new Counter({
      name: 'goufu_refusals_total',
      help: 'Commands refused, by code',
      labelNames: ['kind', 'code'],
      registers,
    });
    this.faults = new Counter({ name: 'goufu_faults_total', help: 'Answers of 500 and above', labelNames: ['status'], registers });
    this.outages = new Counter({
      name: 'goufu_database_outages_total',
      help: 'Requests that the database could not serve, by what was in the way',
      labelNames: ['outage'],
      registers,
    });
    for (const outage of outages) this.outages.inc({ outage }, 0);
    // A series that begins at one is no rise to Prometheus: what is alarmed on stands there from the start.
    for (const status of [500, 503]) this.faults.inc({ status }, 0);
    this.keysReused = new Counter({
      name: 'goufu_effect_keys_reused_total',
      help: 'Transactions taken back because they asked for an effect under the key of another: a fault of this release',
      registers,
    });
    const gauge = (name: string, help: string) => new Gauge({ name, help, registers });
    this.lag = {
      dueSeconds: gauge('goufu_due_lateness_seconds', 'How long the most overdue due instant waits to be applied'),
      overdueCases: gauge('goufu_due_overdue', 'Cases whose due instant has passed'),
      outboxSeconds: gauge('goufu_outbox_age_seconds', 'Age of the oldest message to the lifecycles that waits'),
      outboxWaiting: gauge('goufu_outbox_waiting', 'Messages to the lifecycles that wait'),
      effectSeconds: gauge('goufu_effect_age_seconds', 'Age of the oldest effect without a definite end'),
      effectsOpen: gauge('goufu_effects_open', 'Effects without a definite end'),
    };
    collectDefaultMetrics({ register: this.registry, prefix: 'goufu_process_' });
  }

  /** Times one command and counts how it ended. */
  async timed<T>(kind: string, command: string, work: () => Promise<T>): Promise<T> {
    return this.running.run(kind, async () => {
      if (UNCOUNTED.includes(kind)) return work();
      const stop = this.commands.startTimer({ kind, command });
      try {
        const outcome = await work();
        stop({ outcome: isRefusal(outcome) ? 'refused' : 'done' });
        return outcome;
      } catch (error) {
        stop({ outcome: 'failed' });
        throw error;
      }
    });
  }

  /** What the engine tells of its transactions. */
  readonly hooks: EngineHooks = {
    measured: (lockMs, roundTrips) => {
      const kind = this.running.getStore();
      if (kind === undefined || UNCOUNTED.includes(kind)) return;
      this.lockWait.observe(lockMs / 1000);
      this.roundTrips.observe(roundTrips);
    },
    refused: (request, refusal) => {
      if (!UNCOUNTED.includes(request.kind)) this.refusals.inc({ kind: request.kind, code: refusal.refused });
    },
    keyReused: () => this.keysReused.inc(),
  };

  outage(outage: Outage): void {
    this.outages.inc({ outage });
  }

  fault(status: number): void {
    this.faults.inc({ status });
  }

  /** The text that Prometheus reads. How far the system lags is looked up for it; while the database is away those gauges keep their last value. */
  async text(reading: Reading): Promise<string> {
    const lag = await lagOf(reading, UNCOUNTED).catch(() => null);
    if (lag) for (const [name, value] of Object.entries(lag)) this.lag[name]?.set(Number(value));
    return this.registry.metrics();
  }
}
