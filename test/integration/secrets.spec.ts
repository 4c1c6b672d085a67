import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { openDataDirectory } from '../../apps/local/src/data-directory.js';
import { root, sourceFiles } from '../architecture/source-tree.js';

/** A process as it is run in production, told nothing but what is given. */
const ended = (app: string, env: Readonly<Record<string, string>>): Promise<{ code: number | null; said: string }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, `dist/apps/${app}/src/main.js`)], { env: { PATH: process.env.PATH ?? '', ...env } });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('close', (code) => resolve({ code, said }));
  });
const database = { DATABASE_URL: 'postgres://app@127.0.0.1:1/goufu' };
const issuer = { ...database, JWKS_URL: 'http://127.0.0.1:1/jwks', TOKEN_ISSUER: 'https://issuer.example.org' };

describe('a secret', () => {
  const folders: string[] = [];
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

  it.each([
    ['the API', 'api', {}, 'DATABASE_URL'],
    ['the API', 'api', database, 'JWKS_URL'],
    ['the API', 'api', { ...database, JWKS_URL: issuer.JWKS_URL }, 'TOKEN_ISSUER'],
    ['the API', 'api', issuer, 'FILES_DIR'],
    ['the worker', 'worker', {}, 'DATABASE_URL'],
    ['the treasury simulator', 'treasury', {}, 'TREASURY_DATA'],
  ])(
    'and where it is looked for have no default: %s (%s, %j) ends, and names %s',
    async (_title, app, env, missing) => {
      const { code, said } = await ended(app, env);
      expect([code === 0, said]).toEqual([false, expect.stringContaining(missing)]);
    },
    60_000,
  );

  it('stands in no source: no password, no key, no connection string that holds one', () => {
    const SECRET = [
      /postgres(ql)?:\/\/[^\s'"`$/@]+:[^\s'"`$@]+@/,
      /-----BEGIN [A-Z ]*PRIVATE KEY/,
      /\beyJ[\w-]{10,}\.[\w-]{10,}\./,
      /password: '(?!')[^']/,
    ];
    // What a test run throws away with its servers is no secret.
    const known = ['apps/local/src/test-servers.ts'];
    const code = sourceFiles().filter(
      ({ path }) => /^(apps|libs|workflows|activities|tools)\//.test(path) && !path.includes('.spec.') && !known.includes(path),
    );
    expect(code.length).toBeGreaterThan(200);
    expect(code.filter(({ text }) => SECRET.some((pattern) => pattern.test(text))).map(({ path }) => path)).toEqual([]);
  });

  it('is read from the environment in one place, and elsewhere only where everything runs on one machine', () => {
    const readers = sourceFiles().filter(
      ({ path, text }) =>
        /^(libs|activities|workflows)\/|^apps\/(api|worker)\//.test(path) && !path.includes('.spec.') && /process\.env/.test(text),
    );
    const scripts = readers.filter(
      ({ path, text }) => !/\/(cli\.[a-z]+|main)\.ts$/.test(path) && !/readEnvironment\(process\.env\)/.test(text),
    );
    expect(scripts.map(({ path }) => path)).toEqual([]);
  });

  it('of a system on one machine is drawn for it alone, and read by its owner alone', () => {
    const drawn = [1, 2].map(() => {
      const folder = mkdtempSync(join(tmpdir(), 'goufu-secrets-'));
      folders.push(folder);
      const data = openDataDirectory(join(folder, 'data'));
      const passwords = data.passwords();
      expect(statSync(data.inside('secrets.json')).mode & 0o077).toBe(0);
      expect(JSON.parse(readFileSync(data.inside('secrets.json'), 'utf8'))).toEqual(passwords);
      expect(readdirSync(data.path)).toContain('secrets.json');
      return Object.values(passwords);
    });
    const all = drawn.flat();
    expect(new Set(all).size).toBe(6);
    for (const one of all) expect(one).toMatch(/^[0-9a-f]{48}$/);
  });
});
