import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sourceFiles } from './source-tree.js';

interface Project {
  readonly displayName: string;
  readonly testMatch: readonly string[];
}
const { default: config } = (await import(join(root, 'jest.config.js'))) as { default: { projects: readonly Project[] } };
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** The few forms of a glob that the projects use. */
const matcher = (glob: string): RegExp =>
  new RegExp(
    `^${glob
      .replace('<rootDir>/', '')
      .replace(/[.]/g, '\\.')
      .replace(/\{([^}]*)\}/g, (_, names: string) => `(${names.replaceAll(',', '|')})`)
      .replace(/\*\*\/|\*/g, (stars) => (stars === '*' ? '[^/]*' : '(.*/)?'))}$`,
  );

describe('the commands and the tiers', () => {
  const specs = sourceFiles().filter(({ path }) => /spec\.tsx?$/.test(path));

  it('gives every spec file exactly one test project', () => {
    const owners = specs.map(({ path }) => ({
      path,
      projects: config.projects
        .filter(({ testMatch }) => testMatch.some((glob) => matcher(glob).test(path)))
        .map(({ displayName }) => displayName),
    }));
    expect(owners.filter(({ projects }) => projects.length !== 1)).toEqual([]);
  });

  it('runs every tier in npm test, chaos and bench aside, which have scripts of their own', () => {
    const runner = readFileSync(join(root, 'tools/test.mjs'), 'utf8');
    const unnamed = config.projects.filter(({ displayName }) => !runner.includes(`'${displayName}'`)).map(({ displayName }) => displayName);
    expect(unnamed).toEqual(['chaos', 'bench']);
  });

  it('names only files that exist in the scripts of package.json', () => {
    const named = Object.values(manifest.scripts).flatMap((script) => script.match(/\btools\/[\w.-]+/g) ?? []);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });

  it('lands nothing that npm test has not seen', () => {
    expect(readFileSync(join(root, '.ci/run'), 'utf8')).toMatch(/^exec npm test\b/m);
  });
});
