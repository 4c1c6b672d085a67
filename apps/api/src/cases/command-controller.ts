import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res, type Type } from '@nestjs/common';
import { ApiBearerAuth, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { DOOR, type Door } from '../door.js';
import { ACTING, IDEMPOTENCY, ifMatch } from '../http/headers.js';
import { caseIdOf, kebab, type Place } from '../http/routes.js';
import type { Reply, Request } from '../http/request.js';
import { Anonymous } from '../identity/anonymous.js';
import { Returns } from '../returns.decorator.js';
import { draftRoutes } from '../drafts/draft-routes.js';
import { answerSchema, actionSchema, caseSummarySchema, pageQuery, pageSchema, timelineSchema } from './answers.js';
import { give, list, show, timeline } from './case-door.js';
import { why, whyQuery, whySchema } from './why.js';
import { routesOf, type RouteOf } from './route-class.js';

/** A command of a person as its route is documented: what it takes, and what it does in both languages. */
export interface CommandRoute {
  readonly schema: z.ZodType;
  readonly summary: { readonly zh: string; readonly en: string };
  /** The command begins a case: POST /v1/<plural>. */
  readonly creates?: true;
  /** A person edits what was read before: If-Match is demanded. */
  readonly ifMatch?: true;
}
export interface KindRoutes extends Place {
  readonly tag: { readonly name: string; readonly zh: string };
  readonly commands: Readonly<Record<string, CommandRoute>>;
  /** What GET answers of a case, documentation and check; default: an object. */
  readonly view?: z.ZodType;
  /** New cases are made under another: POST /v1/<plural>/:id/<this plural>, and the parent's case id stands in this field of the command. */
  readonly under?: Place & { readonly field: string };
}
/** A kind's controller, with what it was made from: for the architecture test and for OpenAPI. */
export type KindController = Type<unknown> & { readonly routes: KindRoutes };

const idSchema = z.string().regex(/^[\w.~-]{1,200}$/, { error: 'input.wrong_format' });
const listQuery = pageQuery.extend({
  stage: z.string().max(100).optional(),
  state: z.string().max(100).optional(),
  organisation: z.string().max(200).optional(),
});
const viewSchema = z.looseObject({});

/** Problems of a kind's routes: their codes are gathered by kind and status in `components` (`../openapi.ts`). */
const problems = (kind: string) => ApiResponse({ status: 'default', description: `problems of ${kind}` });

interface Instance {
  readonly door: Door;
}

const commandRoute = (routes: KindRoutes, type: string, command: CommandRoute): RouteOf<Instance> => {
  const { kind, plural, under } = routes;
  const creates = command.creates === true;
  const path = creates ? (under ? `${under.plural}/:id/${plural}` : plural) : `${plural}/:id/${kebab(type)}`;
  const hasId = !creates || under !== undefined;
  const handler = async function (this: Instance, request: Request, reply: Reply, data: object, id: string): Promise<unknown> {
    const parent = creates && under ? { [under.field]: caseIdOf(under.kind, id) } : {};
    return give(this.door, request, reply, {
      kind,
      type,
      caseId: creates ? null : caseIdOf(kind, id),
      data: { ...data, ...parent },
      ifMatch: command.ifMatch === true,
    });
  };
  return {
    name: type,
    handler,
    parameters: [
      Req(),
      Res({ passthrough: true }),
      Body({ schema: command.schema }),
      ...(hasId ? [Param('id', { schema: idSchema })] : []),
    ],
    decorators: [
      Post(path),
      ApiOperation({ operationId: `${kind}.${type}`, summary: `${command.summary.zh} ${command.summary.en}` }),
      IDEMPOTENCY,
      ACTING,
      ifMatch(command.ifMatch === true),
      problems(kind),
      Returns(creates ? 201 : 200, answerSchema),
      statusIs(creates ? 201 : 200),
    ],
  };
};

/** Nest answers a POST with 201 unless told otherwise. */
const statusIs =
  (status: number): MethodDecorator =>
  (_target, _key, descriptor) => {
    Reflect.defineMetadata('__httpCode__', status, descriptor.value as object);
  };

const reading = (routes: KindRoutes): RouteOf<Instance>[] => {
  const { kind, plural, tag } = routes;
  const shown = z
    .object({
      id: z.string(),
      kind: z.literal(kind),
      href: z.string().nullable(),
      version: z.int(),
      view: routes.view ?? viewSchema,
      actions: z.array(actionSchema),
    })
    .meta({ id: `${kind}.case` });
  return [
    {
      name: 'list',
      handler: async function (this: Instance, request: Request, query: z.output<typeof listQuery>) {
        return list(this.door, request, kind, query);
      },
      parameters: [Req(), Query({ schema: listQuery })],
      decorators: [
        Get(plural),
        Anonymous(),
        ApiOperation({ operationId: `${kind}.list`, summary: `${tag.zh}列表 ${tag.name}: list` }),
        ACTING,
        problems(kind),
        Returns(200, pageSchema(caseSummarySchema)),
      ],
    },
    {
      name: 'show',
      handler: async function (this: Instance, request: Request, reply: Reply, id: string) {
        return show(this.door, request, reply, kind, caseIdOf(kind, id));
      },
      parameters: [Req(), Res({ passthrough: true }), Param('id', { schema: idSchema })],
      decorators: [
        Get(`${plural}/:id`),
        Anonymous(),
        ApiOperation({ operationId: `${kind}.show`, summary: `${tag.zh}：查看及可办事项 ${tag.name}: one, with what may be done` }),
        ACTING,
        problems(kind),
        Returns(200, shown),
      ],
    },
    {
      name: 'why',
      handler: async function (this: Instance, request: Request, id: string, command: string, query: z.output<typeof whyQuery>) {
        return why(this.door, request, caseIdOf(kind, id), command, query.person);
      },
      parameters: [
        Req(),
        Param('id', { schema: idSchema }),
        Param('command', { schema: z.string().regex(/^[a-z][A-Za-z]{1,59}$/, { error: 'input.wrong_format' }) }),
        Query({ schema: whyQuery }),
      ],
      decorators: [
        Get(`${plural}/:id/why/:command`),
        ApiOperation({ operationId: `${kind}.why`, summary: `${tag.zh}：为何可办或不可办 ${tag.name}: why a command may be given or not` }),
        ACTING,
        problems(kind),
        Returns(200, whySchema),
      ],
    },
    {
      name: 'timeline',
      handler: async function (this: Instance, request: Request, id: string, query: z.output<typeof pageQuery>) {
        return timeline(this.door, request, caseIdOf(kind, id), query);
      },
      parameters: [Req(), Param('id', { schema: idSchema }), Query({ schema: pageQuery })],
      decorators: [
        Get(`${plural}/:id/timeline`),
        Anonymous(),
        ApiOperation({ operationId: `${kind}.timeline`, summary: `${tag.zh}：经过 ${tag.name}: what happened` }),
        ACTING,
        problems(kind),
        Returns(200, timelineSchema),
      ],
    },
  ];
};

/** The controller of a kind: one documented route a command, list, view, timeline and drafts, under /v1. */
export const commandController = (routes: KindRoutes): KindController => {
  const made = routesOf<Instance>(
    `${routes.kind.replace(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase())}Controller`,
    [
      ...Object.entries(routes.commands).map(([type, command]) => commandRoute(routes, type, command)),
      ...reading(routes),
      ...draftRoutes(routes, idSchema),
    ],
    [Controller('v1'), ApiTags(`${routes.tag.name} ${routes.tag.zh}`), ApiBearerAuth()],
    [Inject(DOOR)],
  );
  return Object.assign(made, { routes });
};
