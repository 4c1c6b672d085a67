import type { TemporalPlace } from '@goufu/config';
import { effectQueueOf } from '@goufu/messages';
import {
  type ActivityInterceptorsFactory,
  DefaultLogger,
  makeTelemetryFilterString,
  NativeConnection,
  Runtime,
  Worker,
  type WorkerOptions,
} from '@temporalio/worker';

export type HostState = 'connecting' | 'running' | 'stopped';
export interface WorkflowHostOptions {
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  readonly tls?: TemporalPlace['tls'];
  /** The bundle made at build time, by the same version of the worker. */
  readonly workflowBundle: { readonly codePath: string } | { readonly code: string };
  /** Local activities: short calls to the database. */
  readonly caseActivities: object;
  /** Activities that touch the outside. */
  readonly effectActivities: object;
  readonly log: (level: 'debug' | 'info' | 'warn' | 'error', message: string, meta?: Readonly<Record<string, unknown>>) => void;
  /** How long a connection is tried again after it failed. */
  readonly pauseMs?: number;
}

// For 2 cores, fixed: the resource tuner is no better here, and a cache that grows until memory ends kills the process.
const FIGURES: Partial<WorkerOptions> = {
  maxConcurrentWorkflowTaskExecutions: 20,
  maxConcurrentLocalActivityExecutions: 20,
  maxCachedWorkflows: 300,
  stickyQueueScheduleToStartTimeout: '3s',
  shutdownGraceTime: '15s',
};

const BEAT_MS = 1_000;
/** Says while an activity runs that its worker lives: of one that is killed, Temporal hears nothing, and asks another. */
const beating: ActivityInterceptorsFactory = (context) => ({
  inbound: {
    execute: async (input, next) => {
      const beat = setInterval(() => context.heartbeat(), BEAT_MS);
      try {
        return await next(input);
      } finally {
        clearInterval(beat);
      }
    },
  },
});

let installed = false;
/** Once a process, before any worker: signals of the process belong to the process. */
const installRuntime = (log: WorkflowHostOptions['log']): void => {
  if (installed) return;
  installed = true;
  Runtime.install({
    shutdownSignals: [],
    telemetryOptions: { logging: { forward: {}, filter: makeTelemetryFilterString({ core: 'WARN', other: 'ERROR' }) } },
    logger: new DefaultLogger('WARN', ({ level, message, meta }) => {
      // said of the worker for effects, which has none on purpose
      if (message.startsWith('No workflows registered')) return;
      log(level === 'ERROR' ? 'error' : 'warn', message, shown(meta));
    }),
  });
};
const shown = (meta: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => {
  const { workflowId, runId, workflowType, activityType, attempt, error } = meta;
  const cause = error instanceof Error ? error.message : error;
  return { workflowId, runId, workflowType, activityType, attempt, ...(cause === undefined ? {} : { cause }) };
};

/** Runs workflows and activities, and begins again by itself when Temporal was not there or went away. */
export class WorkflowHost {
  state: HostState = 'connecting';
  private stopping = false;
  private workers: readonly Worker[] = [];
  private wake: () => void = () => undefined;
  private ran: Promise<void> | null = null;

  constructor(private readonly options: WorkflowHostOptions) {}

  start(): void {
    installRuntime(this.options.log);
    this.ran ??= this.loop();
  }

  /** Lets work under way come to its end. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    for (const worker of this.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
    await this.ran;
    this.state = 'stopped';
  }

  private async loop(): Promise<void> {
    while (!this.stopping) {
      try {
        await this.session();
      } catch (error) {
        this.options.log('warn', 'the workflow worker begins again', { cause: error instanceof Error ? error.message : String(error) });
      }
      this.state = 'connecting';
      if (!this.stopping) await this.pause();
    }
  }

  private async session(): Promise<void> {
    const { address, namespace, taskQueue, tls, workflowBundle, caseActivities, effectActivities, log } = this.options;
    const connection = await NativeConnection.connect({ address, tls: tls ?? null });
    try {
      const shared = { connection, namespace, ...FIGURES };
      this.workers = await Promise.all([
        Worker.create({ ...shared, taskQueue, workflowBundle, activities: caseActivities, enableNonLocalActivities: false }),
        Worker.create({
          connection,
          namespace,
          taskQueue: effectQueueOf(taskQueue),
          activities: effectActivities,
          interceptors: { activity: [beating] },
          maxConcurrentActivityTaskExecutions: 20,
          shutdownGraceTime: '15s',
        }),
      ]);
      const runs = this.workers.map((worker) => worker.run());
      this.state = 'running';
      log('info', 'the workflow worker runs', { taskQueue });
      if (this.stopping) for (const worker of this.workers) worker.shutdown();
      // One that fails takes the other along: both begin again.
      const ended = await Promise.allSettled(runs.map((run) => run.finally(() => this.endOthers())));
      const failed = ended.find((run) => run.status === 'rejected');
      if (failed) throw failed.reason;
    } finally {
      this.workers = [];
      await connection.close().catch(() => undefined);
    }
  }

  private endOthers(): void {
    for (const worker of this.workers) if (worker.getState() === 'RUNNING') worker.shutdown();
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, this.options.pauseMs ?? 1_000);
      this.wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
