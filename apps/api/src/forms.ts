import { kindControllers } from './controllers.js';

type Schema = Readonly<Record<string, unknown>>;
interface Operation {
  readonly operationId?: string;
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly parameters?: readonly { readonly name: string; readonly required?: boolean }[];
}
interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

const refsIn = (node: unknown, found: Set<string>): void => {
  if (typeof node !== 'object' || node === null) return;
  const { $ref } = node as { $ref?: string };
  if ($ref) found.add($ref.slice('#/components/schemas/'.length));
  for (const member of Object.values(node)) refsIn(member, found);
};

/** Forms of what concerns no case. */
const BESIDES = ['people.add', 'people.disable', 'people.enable'];

/** Of the interface what a console needs to draw every form by itself: each command's address and body, and where each kind of case stands. */
export const formsOf = ({ paths, components }: Document) => {
  const ids = [
    ...kindControllers.flatMap(({ routes: { kind, commands: known } }) => Object.keys(known).map((name) => `${kind}.${name}`)),
    ...BESIDES,
  ];
  const commands = Object.fromEntries(
    ids.map((id) => {
      const [path, post] =
        Object.entries(paths).flatMap(([at, { post: one }]) => (one?.operationId === id ? [[at, one] as const] : []))[0] ?? [];
      const ifMatch = post?.parameters?.some((one) => one.name === 'If-Match' && one.required) ?? false;
      return [id, { path, ifMatch, schema: post?.requestBody?.content['application/json']?.schema ?? {} }];
    }),
  );
  const schemas: Record<string, Schema> = {};
  const take = (node: unknown): void => {
    const refs = new Set<string>();
    refsIn(node, refs);
    for (const name of refs)
      if (!(name in schemas)) {
        schemas[name] = components.schemas[name] ?? {};
        take(schemas[name]);
      }
  };
  take(commands);
  return { places: Object.fromEntries(kindControllers.map(({ routes: { kind, plural } }) => [kind, plural])), commands, schemas };
};
