import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readEnvironment } from '@goufu/config';
import { root, sourceFiles } from './source-tree.js';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const manual = read('docs/operations.md');
const chapter = (title: string): string => manual.split(/^## /m).find((part) => part.startsWith(title)) ?? '';
/** First two columns of every row of a chapter's tables whose first column is code. */
const rowsOf = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(/^\| `([^`]+)` \| ([^|]*) \|/gm)].map(([, name, second]) => [name ?? '', (second ?? '').trim()]));

describe('the manual for operators', () => {
  const variables = [...read('libs/config/src/environment.ts').matchAll(/^ {2}(\w+): \[\s*'([A-Z_]+)'/gm)].map(
    ([, property, variable]) => [variable ?? '', property ?? ''] as const,
  );

  it('documents every variable of the environment and no other, with what holds without it', () => {
    const without = readEnvironment({ DATABASE_URL: 'postgres://app@localhost/goufu' }) as unknown as Record<string, unknown>;
    const known = variables.map(([variable, property]) => {
      const value = without[property] as string | number | boolean | undefined;
      return [variable, variable === 'DATABASE_URL' ? 'must' : value === undefined ? '—' : String(value)];
    });
    expect(known.length).toBeGreaterThan(20);
    expect(Object.fromEntries(rowsOf(chapter('2. Configuration')))).toEqual(Object.fromEntries(known));
  });

  it('names every metric, and none that is not measured', () => {
    const measured = new Set(
      sourceFiles()
        .filter(({ path }) => /^apps\/(api|worker)\/.*metrics\.ts$/.test(path))
        .flatMap(({ text }) => [...text.matchAll(/'(goufu_[a-z_]+)'/g)].map(([, name]) => (name ?? '').replace(/_$/, '_*'))),
    );
    const named = [...rowsOf(chapter('3. Health')).keys()].filter((name) => name.startsWith('goufu_'));
    expect(named.toSorted()).toEqual([...measured].toSorted());
  });

  it('names only commands that are there', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...manual.matchAll(/npm run ([a-z:-]+)/g)].map(([, name]) => name ?? '');
    expect([...new Set(named)].filter((name) => !(name in scripts))).toEqual([]);
  });

  it('quotes the log as it is written', () => {
    const code = sourceFiles().filter(({ path }) => /^(apps|libs|activities)\/.*\.ts$/.test(path));
    const quoted = [...chapter('3. Health').matchAll(/^\| `(an? [^`]+)` \|/gm)].map(([, line]) => line ?? '');
    expect(quoted.length).toBeGreaterThan(3);
    expect(quoted.filter((line) => !code.some(({ text }) => text.includes(`'${line}'`)))).toEqual([]);
  });

  it('points only at chapters that it has', () => {
    const anchors = new Set(
      [...manual.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
        (title ?? '')
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} -]/gu, '')
          .replaceAll(' ', '-'),
      ),
    );
    expect([...manual.matchAll(/\]\(#([^)]+)\)/g)].map(([, anchor]) => anchor ?? '').filter((anchor) => !anchors.has(anchor))).toEqual([]);
  });
});
