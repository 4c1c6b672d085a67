import forms from './forms.gen.json';
import type { Json } from './types';

/** A JSON Schema as the API publishes it for a command's body. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly nullable?: boolean;
  readonly format?: string;
  readonly pattern?: string;
  readonly description?: string;
  readonly enum?: readonly Json[];
  readonly default?: Json;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly allOf?: readonly Schema[];
}
export interface CommandForm {
  readonly path: string;
  readonly ifMatch: boolean;
  readonly schema: Schema;
}
const { places, commands, schemas } = forms as unknown as {
  readonly places: Readonly<Record<string, string>>;
  readonly commands: Readonly<Record<string, CommandForm>>;
  readonly schemas: Readonly<Record<string, Schema>>;
};

export const pluralOf = (kind: string): string | null => places[kind] ?? null;
export const kindOf = (plural: string): string | null => Object.entries(places).find(([, one]) => one === plural)?.[0] ?? null;
export const kinds: readonly string[] = Object.keys(places);
export const formOf = (kind: string, command: string): CommandForm | null => commands[`${kind}.${command}`] ?? null;
export const caseIdOf = (kind: string, inAddress: string): string => `${kind}/${inAddress.replaceAll('~', '/')}`;

/** The schema that is meant, with what it refers to and what it adds in one. */
export const meant = (schema: Schema): Schema => {
  const { $ref, ...rest } = schema;
  if ($ref) return meant({ ...schemas[$ref.slice('#/components/schemas/'.length)], ...rest });
  if (schema.allOf?.length === 1 && schema.allOf[0]) {
    const { allOf, ...own } = schema;
    return meant({ ...meant(allOf[0] as Schema), ...own });
  }
  return schema;
};

/** Where in the browser a case of the API stands. */
export const placeOf = (href: string | null): string | null => href?.replace(/^\/v1/, '') ?? null;
