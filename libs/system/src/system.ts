import type { TemporalPlace } from '@goufu/config';
import { copyOf, Engine, Registry, type EngineHooks, type Law } from '@goufu/engine';
import {
  EffectStore,
  EngineStore,
  HousekeepingStore,
  OutboxStore,
  PackStore,
  poolFor,
  PositionStore,
  ReconciliationStore,
  RecordStore,
  RecoveryStore,
  WorldCopyStore,
  WorldStore,
  type WorldToMake,
} from '@goufu/persistence';
import { advance, createWorld, HintBus, publishedHere, Relay, Rounds, saying, webhook } from '@goufu/relay';
import type { Advanced, AdvanceOptions, Log, NewWorld, Sender } from '@goufu/relay';
import type { Library } from '@goufu/rules';
import { kinds } from '@goufu/subjects';
import { LifecycleClient } from '@goufu/temporal/client';
import { LIFECYCLE_QUEUE } from '@goufu/messages';
import type { Instant } from '@goufu/domain';
import { InstalledLaw, packsOf } from './law.js';

/** Kinds of effects that a workflow each carries; all others leave through the relay. */
export const WORKFLOW_EFFECTS = ['payment'] as const;

export interface SystemOptions {
  readonly databaseUrl: string;
  readonly databasePool?: number;
  readonly temporal: Omit<TemporalPlace, 'taskQueue'> & { readonly taskQueue?: string | undefined };
  readonly packsDir?: string | undefined;
  readonly calendarsDir?: string | undefined;
  readonly noticeWebhookUrl?: string | undefined;
  readonly log: Log;
  /** What this process measures and logs; poking the relay and telling hints is the system's own business. */
  readonly hooks?: EngineHooks;
  /** For tests: other kinds, other law. */
  readonly kinds?: readonly unknown[];
  readonly law?: Law;
  readonly senders?: Readonly<Record<string, Sender>>;
}

const SYSTEM_POOL = 10;
const EXCHANGE_EVERY_MS = 60_000;

/** Everything that decides, records and tells, put together once: for API, worker and scripts. Nothing connects before it is used. */
export class System {
  readonly registry: Registry;
  readonly law: Law;
  /** The packs as people read them. */
  readonly library: Library;
  /** Under which rules new cases begin, by jurisdiction; none where a test brings its own law. */
  readonly packs: () => InstalledLaw['packs'];
  readonly engine: Engine;
  readonly store: EngineStore;
  readonly outbox: OutboxStore;
  readonly effects: EffectStore;
  readonly recovery: RecoveryStore;
  readonly worlds: WorldStore;
  readonly copies: WorldCopyStore;
  readonly positions: PositionStore;
  readonly record: RecordStore;
  readonly reconciliations: ReconciliationStore;
  readonly house: HousekeepingStore;
  readonly lifecycles: LifecycleClient;
  readonly relay: Relay;
  readonly hints: HintBus;
  readonly taskQueue: string;
  private readonly everyRealm: ReturnType<typeof poolFor>;
  private readonly exchange: Rounds | null;

  constructor(options: SystemOptions) {
    const { log } = options;
    this.taskQueue = options.temporal.taskQueue ?? LIFECYCLE_QUEUE;
    this.registry = new Registry(options.kinds ?? kinds);
    this.store = new EngineStore(poolFor(options.databaseUrl, options.databasePool));
    this.everyRealm = poolFor(options.databaseUrl, SYSTEM_POOL, '*');
    this.outbox = new OutboxStore(this.everyRealm);
    this.effects = new EffectStore(this.everyRealm);
    this.recovery = new RecoveryStore(this.everyRealm);
    this.worlds = new WorldStore(this.everyRealm);
    this.copies = new WorldCopyStore(this.everyRealm);
    this.positions = new PositionStore(this.everyRealm);
    this.record = new RecordStore(this.everyRealm);
    this.house = new HousekeepingStore(this.everyRealm);
    this.reconciliations = new ReconciliationStore(this.everyRealm);
    this.lifecycles = new LifecycleClient({ ...options.temporal, taskQueue: this.taskQueue });
    this.hints = new HintBus(options.databaseUrl, log);
    const notice = options.noticeWebhookUrl ? webhook(options.noticeWebhookUrl) : publishedHere;
    this.relay = new Relay({
      outbox: this.outbox,
      effects: this.effects,
      lifecycles: this.lifecycles,
      senders: options.senders ?? { notice },
      workflowKinds: WORKFLOW_EFFECTS,
      log,
    });
    const folders = { packs: options.packsDir, calendars: options.calendarsDir };
    const installed = options.law ? null : new InstalledLaw(new PackStore(this.everyRealm), folders);
    this.law = options.law ?? (installed as Law);
    this.library = installed?.library ?? packsOf(options.packsDir).library;
    this.packs = () => installed?.packs ?? [];
    this.exchange = installed
      ? new Rounds(
          () => installed.learn().then(() => false),
          EXCHANGE_EVERY_MS,
          (error) => log('warn', 'packs were not exchanged', { cause: saying(error) }),
        )
      : null;
    this.engine = new Engine(this.registry, this.store, this.law, {
      ...options.hooks,
      committed: (realm, cases) => {
        this.relay.poke();
        this.hints.publish(realm, cases);
        options.hooks?.committed?.(realm, cases);
      },
    });
  }

  /** Begins to relay and to listen. Servers that are down are waited for. */
  start(): void {
    this.exchange?.start();
    this.relay.start();
    this.hints.start();
  }

  /** Lets what is under way come to its end, then lets go of every connection. */
  async stop(): Promise<void> {
    await Promise.all([this.relay.stop(), this.hints.stop(), this.exchange?.stop()]);
    await Promise.all([this.store.pool.end(), this.everyRealm.end(), this.lifecycles.close().catch(() => undefined)]);
  }

  /** Makes an empty world, without anybody in it. */
  createWorld(world: NewWorld): Promise<void> {
    return createWorld(this.worlds, world);
  }

  /** Makes a world that begins with what a realm has, all of it or nothing; one of that name is left as it is. Throws `CopyTooLarge`. */
  async copyWorld(world: WorldToMake, requestId: string | null): Promise<void> {
    const { registry } = this;
    const isMade = await this.copies.create(world, (source, recordedAt) =>
      copyOf(registry, source, { realm: world.id, requestId, recordedAt }),
    );
    if (isMade) this.relay.poke();
  }

  /** Moves the clock of a world, from due to due, as `libs/relay` says. */
  advance(realm: string, goal: { readonly to: Instant } | { readonly byMs: number }, options?: AdvanceOptions): Promise<Advanced> {
    const applyPassed = (of: string, caseId: string): Promise<boolean> => this.engine.applyPassed(of, caseId);
    return advance({ worlds: this.worlds, applyPassed }, realm, goal, options);
  }
}

export const createSystem = (options: SystemOptions): System => new System(options);
