import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { lawOfFolders } from './at-hand.js';
import { calculate, type Calculator, calculators, type LawAtHand } from './index.js';

interface Described {
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Described>>;
  readonly required?: readonly string[];
  readonly items?: Described;
  readonly anyOf?: readonly Described[];
  readonly oneOf?: readonly Described[];
}
const kindOf = (one: Described): string => {
  const variants = one.anyOf ?? one.oneOf;
  if (variants) return variants.map(kindOf).join(' / ');
  if (one.const !== undefined) return `\`${JSON.stringify(one.const)}\``;
  if (one.enum) return one.enum.map((value) => `\`${JSON.stringify(value)}\``).join(', ');
  return one.format ?? [one.type ?? 'any'].flat().join(' / ');
};
/** Every field by its path; of a list the fields of its items. */
const fields = (one: Described, path: string): readonly string[] => {
  const variants = one.anyOf ?? one.oneOf;
  if (variants) return [...new Set(variants.flatMap((variant) => fields(variant, path)))];
  if (one.items) return fields(one.items, `${path}[]`);
  return Object.entries(one.properties ?? {}).flatMap(([name, inner]) => {
    const own = path === '' ? name : `${path}.${name}`;
    const needed = one.required?.includes(name) ? '必填 needed' : '';
    return [`| \`${own}\` | ${kindOf(inner)} | ${needed} |`, ...fields(inner, own)];
  });
};
const json = (value: unknown): string => `\`\`\`json\n${JSON.stringify(value, null, 2)}\n\`\`\``;

const section = (one: Calculator, law: LawAtHand): string => {
  const answer = calculate(one, one.example, law);
  if ('refused' in answer) throw new Error(`the example of ${one.name} is refused: ${JSON.stringify(answer.refused)}`);
  // The hash of the packs is another after each change of any row: here it would only make noise.
  const { pack: _pack, ...told } = answer;
  return [
    `## \`${one.name}\` ${one.title.zh}`,
    `${one.title.en}.`,
    [
      '| 项 field | 类型 type |  |',
      '| --- | --- | --- |',
      ...fields(z.toJSONSchema(one.input, { io: 'input', unrepresentable: 'any' }) as Described, ''),
    ].join('\n'),
    'Asked:',
    json(one.example),
    'Answered:',
    json(told),
  ].join('\n\n');
};

const INTRODUCTION = `# 计算器 Calculators

Written by \`npm run gen\`. One implementation, three doors: \`npm run --silent calc -- NAME < input.json\`, \`POST /v1/calculators/NAME\` (one can try each at \`/docs\`), and the functions by which the deciders themselves reckon. An answer says its steps and the rules with their citation; a refusal (exit 1, HTTP 422) says everything that is wrong with the input, each with a stable code, a pointer and a sentence in both languages.

Amounts are text in yuan (\`"1234.50"\`), per cents, points and rates decimal text or a reduced fraction (\`"10/9"\`), days \`YYYY-MM-DD\` in Asia/Shanghai, instants carry their offset. \`jurisdiction\` and \`on\` say whose law of which day applies; \`parameters\` replaces values of the packs for a what-if, each named in \`overridden\`.`;

const [folder = '.'] = process.argv.slice(2);
const law = lawOfFolders();
mkdirSync(join(folder, 'docs'), { recursive: true });
writeFileSync(join(folder, 'docs/calculators.md'), `${[INTRODUCTION, ...calculators.map((one) => section(one, law))].join('\n\n')}\n`);
