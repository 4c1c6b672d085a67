import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DirectoryViews, Reading } from '@goufu/persistence';
import { type Database, freshDatabase } from '../support/database.js';

const script = join(import.meta.dirname, '../../dist/apps/worker/src/cli.realm.js');

describe('an installation’s realm', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  const opened = (...args: string[]): Promise<{ readonly code: number; readonly said: string }> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, DATABASE_URL: database.appUrl } });
      let said = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()));
      child.once('close', (code) => resolve({ code: code ?? 1, said: said.trim() }));
    });
  const named = ['--id', 'county', '--name', '示范县', '--operator', 'wang-yun', '--jurisdiction'];

  it('is opened with the one person who brings in all others; asked again, nothing changes', async () => {
    const first = await opened(...named, 'demo-county');
    expect(first).toEqual({
      code: 0,
      said: JSON.stringify({ realm: 'county', jurisdiction: 'demo-county', operator: 'wang-yun', kept: false }),
    });
    const again = await opened('--id', 'county', '--name', '示范县', '--operator', 'somebody-else', '--jurisdiction', 'demo-county');
    expect(JSON.parse(again.said)).toMatchObject({ operator: null, kept: true });
    const reading = new Reading(database.appUrl, 1);
    const directory = new DirectoryViews(reading);
    expect(await directory.realm('county')).toMatchObject({ name: '示范县', jurisdiction: 'demo-county', world: false, held: false });
    expect((await directory.standing('county', 'wang-yun'))?.posts.map(({ roles }) => roles)).toEqual([['operator']]);
    expect((await directory.standing('county', 'somebody-else'))?.posts).toEqual([]);
    await reading.close();
  });

  it('is refused under rules that nobody has written, in words', async () => {
    const { code, said } = await opened(...named.with(1, 'other'), 'nowhere');
    expect(code).toBe(2);
    expect(said).toMatch(/There is no pack nowhere; there are .*demo-county/);
  });
});
