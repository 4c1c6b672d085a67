import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** As much of a JSON schema as the description of the API uses. */
export interface Schema {
  readonly $ref?: string;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
}
interface Operation {
  readonly operationId: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
}
const api = JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/openapi.json'), 'utf8')) as {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};
const named = ($ref: string): Schema | undefined => api.components.schemas[$ref.slice($ref.lastIndexOf('/') + 1)];

/** A place in what the API takes or answers: its path from the outside in, lists and free keys left out. */
export interface Place {
  readonly path: readonly string[];
  /** What may stand there and nothing else, where the schema says so. */
  readonly words: readonly string[];
}
const placesIn = function* (schema: Schema, path: readonly string[]): Generator<Place> {
  const of = schema.$ref === undefined ? undefined : named(schema.$ref);
  if (of) yield* placesIn(of, path);
  for (const one of [...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])]) yield* placesIn(one, path);
  if (typeof schema.additionalProperties === 'object') yield* placesIn(schema.additionalProperties, path);
  if (schema.items) yield* placesIn(schema.items, path);
  const words = [...(schema.enum ?? []), schema.const].filter((word) => typeof word === 'string');
  if (words.length > 0) yield { path, words };
  for (const [name, one] of Object.entries(schema.properties ?? {})) {
    yield { path: [...path, name], words: [] };
    yield* placesIn(one, [...path, name]);
  }
};

/** Every request that carries a body, with every place in it. */
export const requests: readonly { readonly operation: string; readonly places: readonly Place[] }[] = Object.values(api.paths)
  .flatMap((methods) => Object.values(methods))
  // A calculator is described by its own schema in its own words, on a page of its own: it is no form of a case.
  .filter(({ operationId }) => !operationId.startsWith('calculators.'))
  .flatMap(({ operationId, requestBody }) =>
    Object.values(requestBody?.content ?? {}).map(({ schema }) => ({ operation: operationId, places: [...placesIn(schema, [])] })),
  );
/** Every place in a named answer, its own name first. */
export const answerPlaces = (name: string): readonly Place[] => [...placesIn(named(name) ?? {}, [name])];
