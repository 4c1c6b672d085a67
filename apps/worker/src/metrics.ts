import { type Stuck, stuckKinds } from '@goufu/persistence';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

/** What the worker measures. */
export const workerMetrics = (
  outbox: () => Promise<{ rows: number; oldestMs: number }>,
  stuck: () => Promise<readonly Pick<Stuck, 'what'>[]>,
) => {
  const registry = new Registry();
  const registers = [registry];
  const age = new Gauge({ name: 'goufu_outbox_age_seconds', help: 'Age of the oldest message that waits', registers });
  const waiting = new Gauge({ name: 'goufu_outbox_waiting', help: 'Messages that wait', registers });
  const still = new Gauge({
    name: 'goufu_stuck',
    help: 'What does not move by itself, as /stuck lists it',
    labelNames: ['what'],
    registers,
  });
  const troubles = new Counter({ name: 'goufu_worker_troubles_total', help: 'Warnings and errors', labelNames: ['level'], registers });
  // A series that begins at one is no rise to Prometheus: what is alarmed on stands there from the start.
  for (const level of ['warn', 'error']) troubles.inc({ level }, 0);
  collectDefaultMetrics({ register: registry, prefix: 'goufu_process_' });
  return {
    registry,
    lateness: new Histogram({
      name: 'goufu_due_lateness_seconds',
      help: 'How late a due was when the guard applied it',
      buckets: [0.5, 1, 2, 5, 10, 60, 600, 3600, 86_400],
      registers,
    }),
    lockWait: new Histogram({
      name: 'goufu_lock_wait_seconds',
      help: 'Wait for the locks of one transaction',
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3],
      registers,
    }),
    keysReused: new Counter({
      name: 'goufu_effect_keys_reused_total',
      help: 'Transactions taken back because they asked for an effect under the key of another: a fault of this release',
      registers,
    }),
    troubles,
    /** All of it as Prometheus reads it. */
    async text(): Promise<{ type: string; text: string }> {
      const { rows, oldestMs } = await outbox().catch(() => ({ rows: Number.NaN, oldestMs: Number.NaN }));
      waiting.set(rows);
      age.set(oldestMs / 1000);
      const list = await stuck().catch(() => null);
      for (const what of stuckKinds) still.set({ what }, list?.filter((one) => one.what === what).length ?? Number.NaN);
      return { type: registry.contentType, text: await registry.metrics() };
    },
  };
};
