import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { kinds } from '@goufu/subjects';

interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly format?: string;
  readonly pattern?: string;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
const api = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

/** A text in which anything may be written: several words, or whatever fits on a line. */
const isFree = ({ type, enum: among, const: only, format, pattern }: Schema): boolean =>
  type === 'string' &&
  among === undefined &&
  only === undefined &&
  format === undefined &&
  (pattern === undefined || pattern === '\\S' || pattern.startsWith('^[^\\u0000-'));
const freeIn = function* (schema: Schema, pointer: string): Generator<string> {
  const named = schema.$ref === undefined ? undefined : api.components.schemas[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
  if (named) yield* freeIn(named, pointer);
  for (const one of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) yield* freeIn(one, pointer);
  for (const [key, one] of Object.entries(schema.properties ?? {})) yield* freeIn(one, `${pointer}/${key}`);
  if (typeof schema.additionalProperties === 'object') yield* freeIn(schema.additionalProperties, `${pointer}/*`);
  if (schema.items) yield* freeIn(schema.items, `${pointer}/-`);
  if (isFree(schema)) yield pointer;
};

const commands = Object.values(api.paths)
  .flatMap((methods) => Object.values(methods))
  .flatMap(({ operationId, requestBody }) => {
    const [kind = '', type = ''] = operationId.split('.');
    const schema = requestBody?.content['application/json']?.schema;
    const shape = (kinds.find((one) => one.kind === kind)?.commands as Record<string, { contents?: readonly string[] }> | undefined)?.[
      type
    ];
    return schema && shape ? [{ name: operationId, contents: shape.contents ?? [], free: [...new Set(freeIn(schema, ''))] }] : [];
  });
const isApart = (pointer: string, contents: readonly string[]): boolean =>
  contents.some((pattern) => pointer === pattern || pointer.startsWith(`${pattern}/`));

/** What people write that the record holds in words, by reason: none of it says anything of a person. */
const open: Readonly<Record<string, readonly string[]>> = {
  'what a thing is called that is published, searched and judged by that name': [
    ...['expert-pool.open', 'purchase.open', 'budget.approveLine'].map((command) => `${command} /title`),
    ...['catalogue.propose', 'catalogue.resubmit', 'catalogue.revise'].flatMap((command) =>
      ['/title', '/unit', '/indicators/-/name', '/indicators/-/unit'].map((pointer) => `${command} ${pointer}`),
    ),
    ...['/title', '/template/parts/-/name', '/template/parts/-/items/-/name', '/template/parts/-/items/-/basis'].map(
      (pointer) => `purchase.submitPlan /plan${pointer}`,
    ),
    ...['/indicators/-/name', '/milestones/-/name', '/targets/-/name', '/targets/-/target'].map(
      (pointer) => `purchase.submitPlan /plan${pointer}`,
    ),
    'purchase.submitSelfAppraisal /indicators/-/name',
    'purchase.submitKeyAppraisal /indicators/-/name',
    'budget.approveLine /fundsKind',
  ],
  'numbers of documents': [
    'organisation.entrust /agreement',
    'purchase.fileContract /receipt',
    'purchase.fileSupplement /receipt',
    'budget.approveLine /number',
    'budget.adjustLine /number',
    'disbursement.requestPayment /invoice/number',
    'disbursement.resubmitRequest /invoice/number',
  ],
  'words that must be known already: of a hand-over, of a pack, of a pool, of the plan, of the contract': [
    'organisation.noteHandOver /note',
    'expert-pool.enrol /fields/-',
    'purchase.submitPlan /plan/method',
    'purchase.publishTenderNotice /media/-',
    'purchase.amendDocuments /media/-',
    'purchase.publishResult /media/-',
    'purchase.drawPanel /fields/-',
    'purchase.supplementPanel /fields/-',
    'purchase.checkAcceptanceItems /items/-/id',
    'purchase.signAsSupplier /hash',
    'purchase.signAsPurchaser /hash',
  ],
};

describe('what people may write into a command', () => {
  it('is read whole', () => {
    expect(commands.length).toBeGreaterThan(80);
    expect(commands.flatMap(({ free }) => free).length).toBeGreaterThan(150);
  });

  // Whoever adds a text here declares it in the command's `contents`, or says below why no person can be meant by it.
  it('goes into content, apart from names, numbers and words that mean no person', () => {
    const told = new Set(Object.values(open).flat());
    const undeclared = commands.flatMap(({ name, contents, free }) =>
      free.filter((pointer) => !isApart(pointer, contents)).map((pointer) => `${name} ${pointer}`),
    );
    expect(undeclared.filter((one) => !told.has(one))).toEqual([]);
    expect([...told].filter((one) => !undeclared.includes(one))).toEqual([]);
  });
});
