import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DirectoryViews, logRefusals, Reading } from '@goufu/persistence';
import type { ActingPerson } from '@goufu/engine';
import { createSystem, logTo, loggerOf, type System } from '@goufu/system';
import { createApi } from '../../../apps/api/src/app.js';
import { Metrics } from '../../../apps/api/src/operations/metrics.js';
import { startOperations } from '../../../apps/api/src/operations/operations-server.js';
import { runningOf } from '../../../apps/api/src/operations/running.js';
import { RefusalWriter } from '../../../apps/api/src/operations/refusal-writer.js';
import type { Settings } from '../../../apps/api/src/settings.js';
import { worldsOf } from '../../../apps/api/src/worlds/worlds.js';
import { type Database, freshDatabase } from '../../support/database.js';
import { county, type County, Realm } from '../../support/engine.js';
import { type Issuer, startIssuer } from './issuer.js';

export interface Answered<T = Record<string, unknown>> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
  readonly text: string;
}
export interface Asked {
  readonly body?: unknown;
  readonly raw?: string | Uint8Array;
  readonly headers?: Record<string, string>;
  readonly as?: ActingPerson | string | null;
  readonly key?: string | null;
  readonly realm?: string;
}

/** One API process in this process, on a database of its own, in a realm with people; Temporal is down throughout. */
export class Api {
  private constructor(
    /** What the process has logged. */
    readonly lines: readonly string[],
    readonly url: string,
    readonly operationsUrl: string,
    readonly realm: Realm,
    readonly people: County,
    readonly database: Database,
    readonly issuer: Issuer,
    readonly system: System,
    private readonly ending: () => Promise<void>,
  ) {}

  static async start(more: Partial<Settings> = {}, beside?: Api, through?: string): Promise<Api> {
    const issuer = beside?.issuer ?? (await startIssuer());
    const database = beside?.database ?? (await freshDatabase());
    const realm = beside?.realm ?? (await Realm.open(database.appUrl));
    const people = beside?.people ?? (await county(realm));
    const folder = mkdtempSync(join(tmpdir(), 'goufu-files-'));
    const databaseUrl = through ?? database.appUrl;
    const reading = new Reading(databaseUrl);
    const metrics = new Metrics();
    const refusals = new RefusalWriter((batch) => logRefusals(reading, batch));
    const lines: string[] = [];
    const log = logTo(loggerOf('api', 'info', { write: (line: string) => void lines.push(line) }));
    const system = createSystem({
      databaseUrl,
      temporal: { address: '127.0.0.1:1', namespace: 'none' },
      log,
      hooks: {
        ...metrics.hooks,
        refused: (request, refusal) => {
          metrics.hooks.refused?.(request, refusal);
          refusals.refused(request, refusal);
        },
      },
    });
    const { registry, engine, hints } = system;
    const settings: Settings = {
      realm: realm.id,
      jwksUrl: issuer.jwksUrl,
      tokenIssuer: issuer.url,
      tokenAudience: 'goufu',
      tokenToleranceSeconds: 5,
      filesDir: folder,
      fileBytes: 100_000,
      fileTypes: ['application/pdf', 'text/plain'],
      bodyBytes: 50_000,
      requestsPerMinute: 100_000,
      anonymousRequestsPerMinute: 100_000,
      trustProxy: false,
      signIn: null,
      consoleDir: null,
      ...more,
    };
    const running = runningOf(system, { release: '0.0.0', namespace: 'none' });
    const worlds = worldsOf(system, new DirectoryViews(reading));
    const app = await createApi({
      settings,
      registry,
      engine,
      law: system.law,
      library: system.library,
      hints,
      worlds,
      reading,
      metrics,
      running,
      log,
    });
    hints.start();
    const operations = await startOperations({ host: '127.0.0.1', port: 0, metrics, reading });
    // a browser is led back to an address that the identity provider knows beforehand
    await app.listen({ host: '127.0.0.1', port: settings.signIn ? Number(new URL(settings.signIn.publicUrl).port) : 0 });
    return new Api(lines, await app.getUrl(), `http://127.0.0.1:${operations.port}`, realm, people, database, issuer, system, async () => {
      await app.close();
      await refusals.flush();
      await operations.close();
      await system.stop();
      await reading.close();
      rmSync(folder, { recursive: true, force: true });
    });
  }

  async stop(withAll = true): Promise<void> {
    await this.ending();
    if (!withAll) return;
    await Realm.closeAll();
    await this.issuer.close();
    await this.database.drop();
  }

  /** Sends a request; whoever asks does so in the post given, with a new key for a change. */
  async ask<T = Record<string, unknown>>(method: string, path: string, asked: Asked = {}): Promise<Answered<T>> {
    const headers: Record<string, string> = { ...asked.headers };
    if (asked.as) {
      const person = typeof asked.as === 'string' ? asked.as : asked.as.person;
      headers.authorization ??= `Bearer ${await this.issuer.token(person, asked.realm ? { realm: asked.realm } : {})}`;
      if (typeof asked.as !== 'string' && asked.as.appointment !== null) headers['acting-post'] ??= asked.as.appointment;
    }
    if (method !== 'GET' && asked.key !== null) headers['idempotency-key'] ??= asked.key ?? randomUUID();
    if (asked.body !== undefined) headers['content-type'] ??= 'application/json';
    const body = asked.raw ?? (asked.body === undefined ? undefined : JSON.stringify(asked.body));
    const response = await fetch(`${this.url}${path}`, { method, headers, ...(body === undefined ? {} : { body: body as never }) });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    return { status: response.status, headers: response.headers, body: (isJson ? JSON.parse(text) : {}) as T, text };
  }
  get = <T = Record<string, unknown>>(path: string, asked: Asked = {}) => this.ask<T>('GET', path, asked);
  post = <T = Record<string, unknown>>(path: string, body: unknown, asked: Asked = {}) => this.ask<T>('POST', path, { ...asked, body });
}

/** What a problem holds, as tests read it. */
export interface ProblemBody {
  readonly code: string;
  readonly status: number;
  readonly detail: string;
  readonly details: { readonly zh: string; readonly en: string };
  readonly requestId: string;
  readonly rule?: { readonly citation: string; readonly verified: boolean };
  readonly errors: readonly { readonly pointer: string; readonly code: string; readonly detail: string }[];
}
