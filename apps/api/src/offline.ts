import { Registry, type Engine, type Law } from '@goufu/engine';
import { Reading } from '@goufu/persistence';
import type { HintBus } from '@goufu/relay';
import type { Library } from '@goufu/rules';
import { kinds } from '@goufu/subjects';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApi } from './app.js';
import { describe } from './openapi.js';
import { Metrics } from './operations/metrics.js';
import type { Running } from './operations/running.js';
import type { Worlds } from './worlds/worlds.js';

/** The API with its routes and nothing behind them: to describe itself. No server is reached. */
export const offlineApi = async (): Promise<{ app: NestFastifyApplication; registry: Registry }> => {
  const registry = new Registry(kinds);
  const nothing = new Proxy({}, { get: () => () => undefined });
  const app = await createApi({
    settings: {
      realm: 'demo',
      jwksUrl: 'http://localhost/jwks',
      tokenIssuer: '',
      tokenAudience: '',
      tokenToleranceSeconds: 0,
      filesDir: '.',
      fileBytes: 1,
      fileTypes: [],
      bodyBytes: 1_000_000,
      requestsPerMinute: 1,
      anonymousRequestsPerMinute: 1,
      trustProxy: false,
      signIn: null,
      consoleDir: null,
    },
    registry,
    engine: nothing as Engine,
    law: nothing as Law,
    library: nothing as Library,
    hints: { subscribe: () => () => false } as unknown as HintBus,
    worlds: nothing as Worlds,
    reading: new Reading('postgres://localhost/none'),
    metrics: new Metrics(),
    running: nothing as Running,
    log: () => undefined,
  });
  return { app, registry };
};

/** The text of docs/openapi.json: the same for the same code. */
export const writeOpenApi = async (): Promise<string> => {
  const { app, registry } = await offlineApi();
  const text = `${JSON.stringify(describe(app, registry), null, 2)}\n`;
  await app.close();
  return text;
};
