import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { places, root, sourceFiles } from './source-tree.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/security.md');

interface Row {
  readonly number: string;
  readonly verdict: string;
  readonly how: string;
  readonly shown: readonly { readonly file: string; readonly title: string }[];
}
/** What a page says, row by row. */
const rowsOf = (text: string): readonly Row[] =>
  text
    .split('\n')
    .filter((line) => /^\| \d/.test(line))
    .map((line) => {
      const [, number = '', , verdict = '', how = '', tests = ''] = line.split('|').map((cell) => cell.trim());
      const shown = [...tests.matchAll(/`([^`]+)`: “(.+?)”(?=<br>|$)/g)].map(([, file = '', title = '']) => ({ file, title }));
      return { number, verdict, how, shown };
    });
const rows = rowsOf(page);

/** The requirements of ASVS 4.0.3 that hold at level 2, by section; chapter 1, 10.1 and 10.2 ask for reviews, which no test can show. */
const ASKED = `2.1: 1-12, 2.2: 1-3, 2.3: 1-3, 2.4: 1-5, 2.5: 1-7, 2.6: 1-3, 2.7: 1-6, 2.8: 1-7, 2.9: 1-3, 2.10: 1-4, 3.1: 1, 3.2: 1-4,
  3.3: 1-4, 3.4: 1-5, 3.5: 1-3, 3.7: 1, 4.1: 1-3 5, 4.2: 1-2, 4.3: 1-3, 5.1: 1-5, 5.2: 1-8, 5.3: 1-10, 5.4: 1-3, 5.5: 1-4, 6.1: 1-3,
  6.2: 1-6, 6.3: 1-2, 6.4: 1-2, 7.1: 1-4, 7.2: 1-2, 7.3: 1 3-4, 7.4: 1-3, 8.1: 1-4, 8.2: 1-3, 8.3: 1-8, 9.1: 1-3, 9.2: 1-4, 10.3: 1-3,
  11.1: 1-8, 12.1: 1-3, 12.2: 1, 12.3: 1-6, 12.4: 1-2, 12.5: 1-2, 12.6: 1, 13.1: 1 3-5, 13.2: 1-3 5-6, 13.3: 1-2, 13.4: 1-2, 14.1: 1-4,
  14.2: 1-6, 14.3: 2-3, 14.4: 1-7, 14.5: 1-4`;
const asked = ASKED.split(',').flatMap((section) => {
  const [name = '', spans = ''] = section.trim().split(': ');
  return spans.split(' ').flatMap((span) => {
    const [from = 0, to = from] = span.split('-').map(Number);
    return Array.from({ length: to - from + 1 }, (_, at) => `${name}.${from + at}`);
  });
});
/** `2.4.1–2.4.5` as the numbers that it stands for. */
const numbersOf = (cell: string): readonly string[] => {
  const [from = '', to = from] = cell.split('–');
  return asked.slice(asked.indexOf(from), asked.indexOf(to) + 1);
};

/** Whether a file has a test of this title, or a row of a table of tests. */
const hasTest = (file: string, title: string): boolean => {
  const literal = title.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return existsSync(join(root, file)) && new RegExp(`(\\bit\\(|\\)\\(|\\btitle: |\\[)\\s*(['"\`])${literal}\\2`).test(read(file));
};
const faultsOf = ({ number, verdict, how, shown }: Row): readonly string[] => [
  ...(/^(met|not met|outside: .+)$/.test(verdict) ? [] : [`${number}: no verdict`]),
  ...(verdict === 'met' && shown.length === 0 ? [`${number}: met, and no test shows it`] : []),
  ...(verdict === 'not met' && how === '' ? [`${number}: not met, and what is missing is not said`] : []),
  ...shown.filter(({ file, title }) => !hasTest(file, title)).map(({ file, title }) => `${number}: ${file} has no test “${title}”`),
];

describe('the page on security', () => {
  it('names for every requirement a verdict, and for what is met tests that are there', () => {
    expect(rows.flatMap(faultsOf)).toEqual([]);
  });

  it('answers every requirement of level 2 once, in their order', () => {
    expect(rows.flatMap(({ number }) => numbersOf(number))).toEqual(asked);
  });

  it('would not pass with a verdict, a test or a reason missing', () => {
    const own = '`test/architecture/security.spec.ts`';
    const told = rowsOf(
      [
        '| 3.1.1 | asks | met | how | |',
        '| 3.2.1 | asks | perhaps | how | |',
        '| 3.2.2 | asks | not met | | |',
        `| 3.2.3 | asks | met | how | ${own}: “nothing of the kind” |`,
        `| 3.2.4 | asks | met | how | ${own}: “%s stands nowhere”<br>\`test/nowhere.spec.ts\`: “a test” |`,
      ].join('\n'),
    ).flatMap(faultsOf);
    expect(told.map((fault) => fault.slice(0, 5))).toEqual(['3.1.1', '3.2.1', '3.2.2', '3.2.3', '3.2.4']);
  });

  it.each(['README.md', 'docs/operations.md'])('is found from %s', (path) => {
    expect(read(path)).toContain(path === 'README.md' ? '(docs/security.md)' : '(security.md)');
  });
});

describe('what runs', () => {
  const running = sourceFiles().filter(
    ({ path }) => /^(apps|libs|workflows|activities)\/.*\.(ts|tsx)$/.test(path) && !/\.spec\.tsx?$/.test(path),
  );

  it.each([
    ['code made from text', /\beval\(|\bnew Function\(|['"]node:vm['"]/],
    ['markup that nobody escaped', /dangerouslySetInnerHTML|\.(inner|outer)HTML\b|insertAdjacentHTML|document\.write\(/],
    ['a hash that is broken', /createHash\(\s*['"`](md5|sha1|ripemd)/i],
    ['a cipher of our own', /createCipher|createDecipher/],
    ['chance that can be foretold', /Math\.random\(/],
  ])('%s stands nowhere', (_what, pattern) => {
    expect(running.flatMap((file) => places(file, pattern))).toEqual([]);
  });

  it('starts no other program in what answers people', () => {
    const answering = running.filter(({ path }) => /^(apps\/(api|worker|web)|libs|workflows|activities)\//.test(path));
    expect(answering.flatMap((file) => places(file, /child_process/))).toEqual([]);
  });

  it('keeps in the browser nothing but language, look and post', () => {
    const keeping = running.filter(({ text }) => /\b(localStorage|sessionStorage|indexedDB|caches)\b|document\.cookie/.test(text));
    expect(keeping.map(({ path }) => path)).toEqual([
      'apps/web/src/app/language.ts',
      'apps/web/src/app/look.tsx',
      'apps/web/src/app/me.tsx',
    ]);
  });
});
