import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Children, Ended, endOrphans, type Plan } from './children.js';
import { type DataDirectory, openDataDirectory } from './data-directory.js';
import { eventually } from './eventually.js';
import { type Identity, isAlive } from './identity.js';

/** Writes its name and number into a file when it starts, and again when it is told to end. */
const SCRIPT = `
  const { appendFileSync } = require('node:fs');
  const [file, name] = process.argv.slice(1);
  process.on('SIGTERM', () => { appendFileSync(file, name + ' ended\\n'); process.exit(0); });
  setInterval(() => {}, 1000);
  appendFileSync(file, name + ' up ' + process.pid + '\\n');`;

describe('the children of the launcher', () => {
  let data: DataDirectory;
  let children: Children;
  beforeEach(() => {
    data = openDataDirectory(mkdtempSync(join(tmpdir(), 'goufu-children-')));
    children = new Children(data, () => {});
  });
  afterEach(async () => {
    await children.end();
    rmSync(data.path, { recursive: true, force: true });
  });
  const journal = () => (existsSync(data.inside('journal')) ? readFileSync(data.inside('journal'), 'utf8').trim().split('\n') : []);
  const ups = (name: string) => journal().filter((line) => line.startsWith(`${name} up`));
  const plan = (name: string, order: number, more: Partial<Plan> = {}): Plan => ({
    name,
    order,
    command: process.execPath,
    args: ['-e', SCRIPT, data.inside('journal'), name],
    ready: async () => ups(name).length > 0,
    readyWithinMs: 10_000,
    end: 'SIGTERM',
    endWithinMs: 5_000,
    ...more,
  });
  const markOf = (name: string) => JSON.parse(readFileSync(join(data.run, `child-${name}.json`), 'utf8')) as Identity;

  it('are ended one after the other, what lies lowest last', async () => {
    await children.start(plan('store', 0));
    await Promise.all([children.start(plan('door', 2)), children.start(plan('hands', 1))]);
    await children.end();
    expect(journal().slice(3)).toEqual(['door ended', 'hands ended', 'store ended']);
  });

  it('are started again when they are killed', async () => {
    await children.start(plan('store', 0));
    process.kill(markOf('store').pid, 'SIGKILL');
    expect(await eventually(() => ups('store').length === 2, 5_000)).toBe(true);
    expect(isAlive(markOf('store'))).toBe(true);
  });

  it('are ended by the next start when their launcher was killed', async () => {
    await children.start(plan('store', 0));
    await children.start(plan('door', 1));
    const orphan = markOf('store');
    const next = endOrphans(data);
    // the launcher under test still lives and would start them again: it counts as killed from here
    await Promise.all([next, children.end()]);
    expect(await next).toEqual(['door', 'store']);
    expect(isAlive(orphan)).toBe(false);
    expect(await endOrphans(data)).toEqual([]);
  });

  it('say where their log is when they do not start', async () => {
    const broken = plan('door', 0, { args: ['-e', 'console.error("no such table"); process.exit(3)'], ready: async () => false });
    await expect(children.start(broken)).rejects.toThrow(/door did not start; its log is .*door\.log/);
    await expect(children.start({ ...broken, name: 'gate' })).rejects.toThrow(/no such table/);
  });

  it('are not started any more once everything is being ended', async () => {
    const slow = children.start(plan('store', 0, { ready: async () => false }));
    const outcome = slow.then(
      () => 'started',
      (error: unknown) => error,
    );
    await eventually(() => ups('store').length > 0, 5_000);
    await children.end();
    expect(await outcome).toBeInstanceOf(Ended);
    await expect(children.start(plan('door', 1))).rejects.toThrow(Ended);
  });
});
