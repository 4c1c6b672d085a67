import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Registry } from '@goufu/engine';
import { kinds } from '@goufu/subjects';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { OpenAPIObject } from '@nestjs/swagger';
import { kindControllers } from './controllers.js';
import { doorRefusals, fieldRefusals } from './http/refusals.js';
import { kebab } from './http/routes.js';
import { offlineApi } from './offline.js';
import { describe as describeApi } from './openapi.js';

interface Response {
  readonly $ref?: string;
  readonly content?: Record<string, { schema: unknown }>;
}
interface Operation {
  readonly operationId: string;
  readonly responses: Record<string, Response>;
}

describe('the interface', () => {
  let document: OpenAPIObject;
  let registry: Registry;
  let app: NestFastifyApplication;
  beforeAll(async () => {
    ({ app, registry } = await offlineApi());
    document = describeApi(app, registry);
  }, 60_000);
  afterAll(() => app.close());

  const operations = (): readonly Operation[] =>
    Object.values(document.paths).flatMap((path) =>
      Object.values(path as object).filter((one): one is Operation => 'operationId' in (one as object)),
    );
  const resolve = (ref: string): unknown =>
    ref
      .slice(2)
      .split('/')
      .reduce<unknown>((place, step) => (place as Record<string, unknown>)[step], document);
  /** Every code that an operation may refuse with. */
  const codesOf = (operation: Operation): ReadonlySet<string> => {
    const codes = new Set<string>();
    const walk = (node: unknown): void => {
      if (typeof node !== 'object' || node === null) return;
      const { $ref, properties } = node as { $ref?: string; properties?: { code?: { enum?: string[] } } };
      if ($ref?.startsWith('#/components/responses/') || $ref?.startsWith('#/components/schemas/Problem')) walk(resolve($ref));
      for (const code of properties?.code?.enum ?? []) codes.add(code);
      for (const [name, member] of Object.entries(node)) if (name !== 'properties') walk(member);
    };
    walk(operation.responses);
    return codes;
  };

  it('has a controller for every kind of case, and none for a kind that is not registered', () => {
    expect(kindControllers.map(({ routes }) => routes.kind).toSorted()).toEqual(kinds.map(({ kind }) => kind).toSorted());
  });

  it.each(kindControllers.map((controller) => [controller.routes.kind, controller] as const))(
    '%s: every command of a person has a route, and every route a command of a person',
    (kind, { routes }) => {
      const commands = Object.entries(registry.of(kind).commands).filter(([, { by }]) => by === 'person');
      expect(Object.keys(routes.commands).toSorted()).toEqual(commands.map(([name]) => name).toSorted());
      for (const [name, shape] of commands) {
        expect([name, routes.commands[name]?.creates === true]).toEqual([name, shape.creates === true]);
        const collection = routes.under ? `/v1/${routes.under.plural}/{id}/${routes.plural}` : `/v1/${routes.plural}`;
        const path = shape.creates ? collection : `/v1/${routes.plural}/{id}/${kebab(name)}`;
        expect(document.paths[path]?.post?.operationId).toBe(`${kind}.${name}`);
      }
    },
  );

  it.each(kindControllers.map(({ routes }) => [routes.kind]))('%s: every code of its catalogue stands at its routes', (kind) => {
    const codes = registry.of(kind).refusals.map(({ code }) => code);
    for (const operation of operations().filter(({ operationId }) => operationId.startsWith(`${kind}.`))) {
      const documented = codesOf(operation);
      expect([operation.operationId, codes.filter((code) => !documented.has(code))]).toEqual([operation.operationId, []]);
    }
  });

  it('words every code of the door in both languages, once, and documents each', () => {
    const codes = [...doorRefusals, ...fieldRefusals].map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    for (const { zh, en } of [...doorRefusals, ...fieldRefusals]) expect([zh.length > 0, en.length > 0]).toEqual([true, true]);
    const documented = new Set(operations().flatMap((operation) => [...codesOf(operation)]));
    expect(doorRefusals.map(({ code }) => code).filter((code) => !documented.has(code))).toEqual([]);
  });

  it('documents the body of every command and every parameter in its address', () => {
    const undocumented = Object.entries(document.paths).flatMap(([path, methods]) =>
      Object.entries(methods as Record<string, { requestBody?: unknown; parameters?: readonly { name: string; in: string }[] }>).flatMap(
        ([method, one]) => {
          const named = new Set((one.parameters ?? []).filter((parameter) => parameter.in === 'path').map(({ name }) => name));
          const missing = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).filter((name) => !named.has(name));
          return [
            ...(method === 'post' && !one.requestBody ? [`${method} ${path}: body`] : []),
            ...missing.map((name) => `${method} ${path}: ${name}`),
          ];
        },
      ),
    );
    expect(undocumented).toEqual([]);
  });

  it('gives every operation an id of its own and refers to nothing that is missing', () => {
    const ids = operations().map(({ operationId }) => operationId);
    expect(new Set(ids).size).toBe(ids.length);
    const refs = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map((match) => match[1] ?? '');
    expect([...new Set(refs)].filter((ref) => resolve(ref) === undefined)).toEqual([]);
  });
});
