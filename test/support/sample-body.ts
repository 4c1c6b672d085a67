/** A schema of `docs/openapi.json`, as far as bodies of commands use it. */
export interface BodySchema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, BodySchema>>;
  readonly required?: readonly string[];
  readonly items?: BodySchema;
  readonly minItems?: number;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly maximum?: number;
  readonly nullable?: boolean;
  /** Of a whole body alone: what its route answers. */
  readonly example?: unknown;
  readonly allOf?: readonly BodySchema[];
  readonly anyOf?: readonly BodySchema[];
  readonly oneOf?: readonly BodySchema[];
}
export type Named = Readonly<Record<string, BodySchema>>;

/** What may stand where a pattern says what it looks like. */
const OF_PATTERN: readonly (readonly [pattern: RegExp, sample: string])[] = [
  [/^\^\[0-9A-HJ-NPQRTUWXY\]/, '91510132MA00000017'],
  [/^\^purchaser-/, 'purchaser-handler'],
  [/^\^\(person/, 'nobody'],
  [/^\^\[0-9a-f\]\{64\}/, '0'.repeat(64)],
  [/-02-29\|/, '2026-03-02'],
  [/^\^\\d\{4\}-\(0\[1-9\]/, '2026-03'],
  [/\\\.\\d\{2\}\$$/, '1.00'],
  [/^\^-\?\(0\|\[1-9\]\\d\{0,15\}\)\(/, '1'],
  [/^\^\\\+\?\[\\d -\]/, '13900001111'],
  [/@/, 'nobody@example.org'],
  [/^\^\[\\d -\]/, '62220000'],
  [/^\^\[\\w\.\+-\]\+\\\/\[/, 'application/pdf'],
  [/^\^\[(\\w|a-z0-9|A-Za-z0-9)/, 'nobody'],
  [/\\S/, '文字'],
];
/** Case ids, by the kind that the pattern names. */
const OF_CASE = /^\^([a-z-]+)\\\/\[\\w\.-\]/;

/** A body that the schema admits, with the fewest members; `caseOf`: the case to name where one of a kind is asked for. */
export const sampleBody = (schema: BodySchema, named: Named, caseOf: (kind: string) => string): unknown => {
  const sample = (given: BodySchema): unknown => {
    const name = given.$ref?.split('/').at(-1);
    if (name) return sample(named[name] ?? {});
    if (given.allOf) return given.allOf.reduce<unknown>((all, one) => merged(all, sample(one)), undefined);
    const alternatives = given.anyOf ?? given.oneOf;
    if (alternatives) return sample(alternatives[0] ?? {});
    if (given.enum) return given.enum[0];
    if (given.type === 'object' || given.properties)
      return Object.fromEntries((given.required ?? []).map((key) => [key, sample(given.properties?.[key] ?? {})]));
    if (given.type === 'array') return Array.from({ length: given.minItems ?? 0 }, () => sample(given.items ?? {}));
    if (given.type === 'integer' || given.type === 'number') return Math.max(given.minimum ?? 0, given.exclusiveMinimum ? 1 : 0);
    if (given.type === 'boolean') return false;
    return given.type === 'string' ? text(given) : null;
  };
  const text = ({ pattern, format, minLength = 0 }: BodySchema): string => {
    const kind = pattern && OF_CASE.exec(pattern)?.[1];
    if (kind) return caseOf(kind);
    if (format === 'date-time') return '2026-03-02T09:00:00+08:00';
    if (format === 'date') return '2026-03-02';
    if (format === 'uri') return 'https://example.org/';
    const found = pattern ? OF_PATTERN.find(([like]) => like.test(pattern)) : ([/./, '文字'] as const);
    if (!found) throw new Error(`no sample for ${pattern}: add one here`);
    return found[1].padEnd(minLength, '文');
  };
  return typeof schema.example === 'object' ? schema.example : sample(schema);
};

const merged = (one: unknown, other: unknown): unknown =>
  typeof one === 'object' && one !== null && typeof other === 'object' && other !== null ? { ...one, ...other } : (other ?? one);
