import cookies from '@fastify/cookie';
import { accessRefusals } from '@goufu/access';
import type { Instant, Rules } from '@goufu/domain';
import { engineRefusals, type Engine, type Law, type Registry } from '@goufu/engine';
import type { Reading } from '@goufu/persistence';
import type { HintBus, Log } from '@goufu/relay';
import type { Library } from '@goufu/rules';
import { Module, type DynamicModule, type LoggerService } from '@nestjs/common';
import { NestFactory, Reflector } from '@nestjs/core';
import { StandardSchemaSerializerInterceptor } from '@nestjs/common';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { CalculatorsController } from './calculators/calculators.controller.js';
import { StatementController } from './budget-lines/statement.controller.js';
import { SetAsideController } from './organisations/set-aside.controller.js';
import { serveConsole } from './console/console.js';
import { kindControllers } from './controllers.js';
import { DOOR, viewsOf, type Door } from './door.js';
import { FileStore } from './files/file-store.js';
import { FilesController } from './files/files.controller.js';
import { HintsController } from './hints/hints.controller.js';
import { Streams } from './hints/streams.js';
import { prepareFastify } from './http/fastify.js';
import { Catalogue } from './http/problem.js';
import { ProblemFilter } from './http/problem.filter.js';
import { RateLimit } from './http/rate-limit.js';
import { doorRefusals, fieldRefusals } from './http/refusals.js';
import { Routes } from './http/routes.js';
import { unroutedErrors } from './http/unrouted.js';
import { IdentityGuard } from './identity/identity.guard.js';
import { Tokens } from './identity/tokens.js';
import { ImportsController } from './imports/imports.controller.js';
import { MeController } from './me/me.controller.js';
import { NoticesController } from './notices/notices.controller.js';
import { describe } from './openapi.js';
import { HealthController } from './operations/health.controller.js';
import type { Metrics } from './operations/metrics.js';
import { OperationsController } from './operations/operations.controller.js';
import type { Running } from './operations/running.js';
import { RulesController } from './rules/rules.controller.js';
import { PeopleController } from './people/people.controller.js';
import { SearchController } from './search/search.controller.js';
import { Sessions } from './sessions/sessions.js';
import { SessionsController } from './sessions/sessions.controller.js';
import { SignInController } from './sessions/sign-in.controller.js';
import type { Settings } from './settings.js';
import { TasksController } from './tasks/tasks.controller.js';
import { ValidationPipe } from './wire/validation.pipe.js';
import type { Worlds } from './worlds/worlds.js';
import { WorldsController } from './worlds/worlds.controller.js';

@Module({})
class ApiModule {
  static with(door: Door): DynamicModule {
    return {
      module: ApiModule,
      providers: [{ provide: DOOR, useValue: door }],
      controllers: [
        HealthController,
        MeController,
        SignInController,
        SessionsController,
        TasksController,
        SearchController,
        NoticesController,
        CalculatorsController,
        RulesController,
        HintsController,
        FilesController,
        PeopleController,
        ImportsController,
        WorldsController,
        OperationsController,
        StatementController,
        SetAsideController,
        ...kindControllers,
      ],
    };
  }
}

export interface ApiParts {
  readonly settings: Settings;
  readonly registry: Registry;
  readonly engine: Engine;
  readonly law: Law;
  readonly library: Library;
  readonly hints: HintBus;
  readonly worlds: Worlds;
  readonly reading: Reading;
  readonly metrics: Metrics;
  readonly running: Running;
  readonly log: Log;
}

const doorOf = (parts: ApiParts): Door => {
  const { settings, registry, reading, hints, law } = parts;
  const rules = (jurisdiction: string, at: Instant): Rules => law.rules(jurisdiction, at);
  const views = viewsOf(reading);
  const { sessions: store, directory } = views;
  return {
    ...parts,
    views,
    refusals: new Catalogue([
      fieldRefusals,
      doorRefusals,
      accessRefusals,
      engineRefusals,
      ...registry.kinds.map((kind) => registry.of(kind).refusals),
    ]),
    routes: new Routes(kindControllers.map(({ routes }) => routes)),
    tokens: new Tokens(settings),
    sessions: settings.signIn && new Sessions(settings.signIn, settings.realm, { store, directory, rules }),
    rate: new RateLimit(reading),
    files: new FileStore(settings.filesDir, settings.fileBytes),
    streams: new Streams(hints, views),
  };
};

/** Nest's own words go where all words go. */
const nestLog = (log: Log): LoggerService => ({
  log: (message: unknown) => log('debug', String(message)),
  error: (message: unknown) => log('error', String(message)),
  warn: (message: unknown) => log('warn', String(message)),
  fatal: (message: unknown) => log('error', String(message)),
});

/** The HTTP door, ready to listen. `close` ends the streams first. */
export const createApi = async (parts: ApiParts): Promise<NestFastifyApplication> => {
  const door = doorOf(parts);
  const { settings, log, registry } = parts;
  const adapter = new FastifyAdapter({
    bodyLimit: settings.bodyBytes,
    // The one proxy before us: what stands further left in `X-Forwarded-For` was written by whoever called.
    trustProxy: settings.trustProxy && ((_address: string, hop: number) => hop === 0),
    routerOptions: { maxParamLength: 500 },
    forceCloseConnections: 'idle',
    return503OnClosing: true,
    exposeHeadRoutes: false,
    ...unroutedErrors(door.refusals),
  });
  const app = await NestFactory.create<NestFastifyApplication>(ApiModule.with(door), adapter, {
    bodyParser: false,
    bufferLogs: false,
    abortOnError: false,
    logger: nestLog(log),
  });
  const fastify = adapter.getInstance() as unknown as FastifyInstance;
  await fastify.register(cookies);
  prepareFastify(fastify, log);
  if (settings.consoleDir !== null)
    await serveConsole(
      fastify,
      settings.consoleDir,
      kindControllers.map(({ routes }) => routes.plural),
    );
  fastify.addHook('preClose', (done) => {
    door.streams.close();
    done();
  });
  app.useGlobalFilters(new ProblemFilter(door));
  app.useGlobalGuards(new IdentityGuard(door));
  app.useGlobalPipes(new ValidationPipe());
  app.useGlobalInterceptors(new StandardSchemaSerializerInterceptor(app.get(Reflector)));
  SwaggerModule.setup('docs', app, () => describe(app, registry), { jsonDocumentUrl: 'openapi.json', yamlDocumentUrl: 'openapi.yaml' });
  await app.init();
  await fastify.ready();
  return app;
};
