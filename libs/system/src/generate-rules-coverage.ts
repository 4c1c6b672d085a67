// Writes docs/rules-coverage.md: what becomes here of every row of the law, from libs/rules/coverage.yaml, the packs and the sources.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { folderOfTree, readPack } from '@goufu/config';
import { COVERAGE_KINDS, type CoveredRow, coverageOf, type NamingFile, type RulePlaces, rulePlaces } from '@goufu/rules';
import { packsOf } from './law.js';

const list = folderOfTree('libs/rules/coverage.yaml');
const root = dirname(dirname(dirname(list)));

const sources = (folder: string): readonly NamingFile[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !/\/(node_modules|dist)\//.test(path))
    .toSorted()
    .map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));
const uncommented = ({ path, text }: NamingFile): NamingFile => ({ path, text: text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, '') });

const all = ['apps', 'libs', 'workflows', 'activities', 'test'].flatMap(sources);
const isTest = ({ path }: NamingFile): boolean => path.endsWith('.spec.ts');
// A spec of the packs as such, or of the ways to read them, proves no rule of them.
const specs = all.filter(
  (file) => isTest(file) && !/^test\/architecture\/|^libs\/rules\/|^libs\/system\/|^test\/e2e\/http\/rules\./.test(file.path),
);
// What only stands ready for specs asks for nothing, and what looks at every rule decides by none.
const code = all.filter((file) => !isTest(file) && !/^test\/|\/testing\/|\/sample\.ts$|^apps\/local\//.test(file.path)).map(uncommented);

const { library } = packsOf();
const { rows, faults } = coverageOf(readPack('coverage.yaml', readFileSync(list, 'utf8')).data, library);
if (faults.length > 0) throw new Error(faults.join('\n'));

const SHOWN = 2;
const shown = (paths: readonly string[]): string => {
  const some = [...new Set(paths)];
  const rest = some.length - SHOWN;
  return [...some.slice(0, SHOWN).map((path) => `\`${path}\``), ...(rest > 0 ? [`+${rest}`] : [])].join('<br>');
};
const statusOf = ({ kind }: CoveredRow, places: readonly RulePlaces[], tests: readonly string[]): string => {
  if (kind === 'manual') return '人工 by a person';
  if (kind === 'not yet') return '尚未 not yet';
  const silent = kind === 'value' && places.every(({ asked, namedBy }) => asked.length === 0 && namedBy.length === 0);
  const state = silent ? '已载明，无代码引用 stated, nothing asks it' : '执行 decided by';
  return tests.length === 0 ? `${state}；无测试点名 no test names it` : state;
};

const line = (row: CoveredRow): { readonly text: string; readonly status: string } => {
  const places = row.rules.map((id) => rulePlaces(id, library, code, specs));
  const tests = [...row.tests, ...places.flatMap((one) => one.tests)];
  const asked = [...row.where, ...places.flatMap((one) => one.asked)];
  const named = places.flatMap(({ asked: own, namedBy }) => (own.length === 0 ? namedBy : []));
  const status = statusOf(row, places, tests);
  const ids = row.rules.length === 1 && row.rules[0] === row.row ? '' : row.rules.map((id) => `\`${id}\``).join(' ');
  const cells = [
    `\`${row.row}\`${ids === '' ? '' : `<br>${ids}`}`,
    row.kind,
    shown(places.flatMap((one) => one.packs)),
    [shown(asked), ...(named.length > 0 ? [`by ${[...new Set(named)].map((id) => `\`${id}\``).join(' ')}`] : [])]
      .filter((part) => part !== '')
      .join('<br>'),
    shown(tests),
    status,
    row.notes ?? '',
  ];
  return { text: `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`, status };
};

const HEAD = [
  '| 规则 row | 类别 kind | 规则包 packs | 何处引用 asked by | 测试 test | 状态 status | 说明 notes |',
  `|${' --- |'.repeat(7)}`,
].join('\n');
const lines = rows.map((row) => ({ ...row, ...line(row) }));
const counted = (of: readonly string[]): string =>
  [...new Set(of)]
    .toSorted()
    .map((one) => `| ${one} | ${of.filter((other) => other === one).length} |`)
    .join('\n');
const sections = [...new Set(rows.map(({ section }) => section))].map((section) =>
  [`## ${section}`, [HEAD, ...lines.filter((one) => one.section === section).map(({ text }) => text)].join('\n')].join('\n\n'),
);
const listed = new Set(rows.flatMap((row) => row.rules));
const own = [...new Set(library.jurisdictions.flatMap((one) => Object.keys(library.stack(one).rows)))]
  .filter((id) => !listed.has(id))
  .toSorted();

const page = [
  '# 规则覆盖 What becomes of every rule of the law',
  'Written by `npm run gen` from `libs/rules/coverage.yaml`, the packs and the sources. `value`: its figures stand in a pack; `check`: a decider checks it without a figure; `manual`: its facts never enter the system, a person looks; `not yet`: nothing does it. A file asks for a row when it names the id; a row may be asked for by another row that names it. Sections are those of the list of the law.',
  [
    '| 类别 kind | 条 rows |',
    '| --- | --- |',
    ...COVERAGE_KINDS.map((kind) => `| ${kind} | ${rows.filter((row) => row.kind === kind).length} |`),
  ].join('\n'),
  ['| 状态 status | 条 rows |', '| --- | --- |', counted(lines.map(({ status }) => status))].join('\n'),
  ...sections,
  '## 规则包自有 Rows of the packs beyond that list',
  own.map((id) => `\`${id}\``).join(' '),
].join('\n\n');

const [folder = '.'] = process.argv.slice(2);
mkdirSync(join(folder, 'docs'), { recursive: true });
writeFileSync(join(folder, 'docs/rules-coverage.md'), `${page}\n`);
