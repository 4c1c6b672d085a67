import type { Registry } from '@goufu/engine';
import { engineRefusals } from '@goufu/engine';
import { accessRefusals } from '@goufu/access';
import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, SwaggerModule, type OpenAPIObject } from '@nestjs/swagger';
import type { DoorEntry } from './http/refusals.js';
import { doorRefusals, fieldRefusals } from './http/refusals.js';

const METHODS = ['get', 'post', 'put', 'delete', 'patch'] as const;
interface Operation {
  operationId?: string;
  responses: Record<string, unknown>;
}

const general: readonly DoorEntry[] = [...doorRefusals, ...engineRefusals, ...accessRefusals];
/** What only some routes refuse with; every other code of the door may come from anywhere. */
const topics = ['draft', 'file', 'import', 'notice', 'person', 'rule', 'session', 'world'] as const;
const particular = new RegExp(`^(${topics.join('|')})\\.`);
const topicOf = (operationId: string): (typeof topics)[number] | null =>
  /draft/i.test(operationId)
    ? 'draft'
    : ((
        {
          files: 'file',
          imports: 'import',
          notices: 'notice',
          people: 'person',
          rules: 'rule',
          sessions: 'session',
          worlds: 'world',
        } as const
      )[operationId.split('.')[0] ?? ''] ?? null);

const problemSchema = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'detail', 'details', 'requestId', 'errors'],
  properties: {
    type: { type: 'string', format: 'uri' },
    title: { type: 'string' },
    status: { type: 'integer' },
    code: { type: 'string', description: '稳定不变的拒绝代码 stable for ever' },
    detail: { type: 'string', description: '按Accept-Language in the language of Accept-Language' },
    details: { type: 'object', properties: { zh: { type: 'string' }, en: { type: 'string' } } },
    meta: { type: 'object', additionalProperties: true },
    rule: { $ref: '#/components/schemas/RuleCitation' },
    requestId: { type: 'string' },
    errors: { type: 'array', items: { $ref: '#/components/schemas/Reason' } },
  },
};
const citationSchema = {
  type: 'object',
  properties: {
    id: { type: 'string' },
    citation: { type: 'string' },
    verified: { type: 'boolean', description: '条文是否已核对 whether our wording was checked against the text' },
    jurisdiction: { type: 'string' },
  },
};

/** The codes of a catalogue by status, each as a schema of its own: operations refer to them, so that the document stays small. */
const byStatus = (entries: readonly DoorEntry[]): ReadonlyMap<number, readonly string[]> => {
  const found = new Map<number, string[]>();
  for (const { code, status } of entries) found.set(status, [...new Set([...(found.get(status) ?? []), code])]);
  return found;
};

const nameOf = (owner: string, status: number): string => `Problem.${owner}.${status}`;

const addProblems = (schemas: Record<string, unknown>, owner: string, entries: readonly DoorEntry[]): readonly number[] => {
  const codes = byStatus(entries);
  for (const [status, names] of codes)
    schemas[nameOf(owner, status)] = {
      allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code: { type: 'string', enum: names } } }],
    };
  return [...codes.keys()];
};

interface Documented {
  readonly description: string;
  readonly content?: Readonly<Record<string, unknown>>;
}
/** A status that the operation documents itself keeps its own body beside a problem. */
const beside = (own: unknown, general: unknown): Documented | null => {
  const documented = own as Documented | undefined;
  return documented?.content ? { ...documented, content: { ...documented.content, ...(general as Documented).content } } : null;
};

/** The whole interface as OpenAPI: routes from the controllers, and at every route each code that it may refuse with. */
export const describe = (app: INestApplication, registry: Registry): OpenAPIObject => {
  const config = new DocumentBuilder()
    .setTitle('Goufu 购服')
    .setDescription(
      '政府购买服务与项目资助的流程和审批。金额为元的文本，两位小数；时刻为东八区ISO文本。每次变更须带Idempotency-Key。\n\n' +
        'Workflow and approval for government-purchased services. Amounts are text in yuan with two decimals; instants are ISO text in +08:00. Every change needs an Idempotency-Key.',
    )
    .setVersion('1')
    .addBearerAuth()
    .addCookieAuth('goufu-session', {
      type: 'apiKey',
      in: 'cookie',
      description: 'a person at a browser; a change also needs X-CSRF-Token',
    })
    .build();
  const document = SwaggerModule.createDocument(app, config, { autoTagControllers: false });
  const schemas = (((document.components ??= {}) as { schemas?: Record<string, unknown> }).schemas ??= {});
  schemas.Problem = problemSchema;
  schemas.RuleCitation = citationSchema;
  const shared = addProblems(
    schemas,
    'general',
    general.filter(({ code }) => !particular.test(code)),
  );
  const kindStatuses = new Map(registry.kinds.map((kind) => [kind, addProblems(schemas, kind, registry.of(kind).refusals)]));
  const topicStatuses = new Map(
    topics.map((topic) => [
      topic,
      addProblems(
        schemas,
        topic,
        doorRefusals.filter(({ code }) => code.startsWith(`${topic}.`)),
      ),
    ]),
  );
  const responses = ((document.components as { responses?: Record<string, unknown> }).responses ??= {});
  for (const path of Object.values(document.paths))
    for (const method of METHODS) {
      const operation = (path as Record<string, Operation | undefined>)[method];
      if (!operation?.operationId) continue;
      delete operation.responses.default;
      const [kind = ''] = operation.operationId.split('.');
      const topic = topicOf(operation.operationId);
      const owners: [string, readonly number[]][] = [
        ['general', shared],
        [kind, kindStatuses.get(kind) ?? []],
        ...(topic === null ? [] : [[topic, topicStatuses.get(topic) ?? []] satisfies [string, readonly number[]]]),
      ];
      for (const status of [...new Set(owners.flatMap(([, statuses]) => statuses))].sort((a, b) => a - b)) {
        const from = owners.filter(([, statuses]) => statuses.includes(status)).map(([owner]) => owner);
        const name = `${from.join('_')}.${status}`;
        const references = from.map((owner) => ({ $ref: `#/components/schemas/${nameOf(owner, status)}` }));
        responses[name] ??= {
          description: 'problem',
          content: { 'application/problem+json': { schema: references.length === 1 ? references[0] : { anyOf: references } } },
        };
        operation.responses[String(status)] = beside(operation.responses[String(status)], responses[name]) ?? {
          $ref: `#/components/responses/${name}`,
        };
      }
    }
  schemas.FieldFaultCode = { type: 'string', enum: fieldRefusals.map(({ code }) => code) };
  return document;
};
