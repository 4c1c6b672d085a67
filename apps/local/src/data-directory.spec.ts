import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Complaint } from './complaint.js';
import { openDataDirectory } from './data-directory.js';
import { identify } from './identity.js';

describe('the data directory', () => {
  let path: string;
  beforeEach(() => {
    path = mkdtempSync(join(tmpdir(), 'goufu-data-'));
  });
  afterEach(() => rmSync(path, { recursive: true, force: true }));
  const launcher = () => join(path, 'run', 'launcher.json');

  it('makes its passwords once and shows them to nobody else', () => {
    const data = openDataDirectory(path);
    const first = data.passwords();
    expect(first.app).toMatch(/^[0-9a-f]{48}$/);
    expect(openDataDirectory(path).passwords()).toEqual(first);
    expect(statSync(join(path, 'secrets.json')).mode & 0o077).toBe(0);
  });

  it('is refused when a newer release wrote it, unless one begins anew', () => {
    openDataDirectory(path);
    writeFileSync(join(path, 'version.json'), '{"data": 2}');
    expect(() => openDataDirectory(path)).toThrow(Complaint);
    expect(() => openDataDirectory(path)).toThrow(/newer release/);
    expect(openDataDirectory(path, true).path).toBe(path);
  });

  it('is refused when it holds files of something else: beginning anew would delete them', () => {
    writeFileSync(join(path, 'letters.txt'), 'dear ...');
    expect(() => openDataDirectory(path, true)).toThrow(/something else/);
  });

  it('is refused where nothing can be written', () => {
    const file = join(path, 'file');
    writeFileSync(file, '');
    expect(() => openDataDirectory(join(file, 'data'))).toThrow(/cannot be written/);
  });

  it('is in use only while the launcher that marked it lives', async () => {
    const data = openDataDirectory(path);
    await data.lock();
    writeFileSync(launcher(), JSON.stringify({ ...identify(process.ppid), phase: 'ready' }));
    await expect(openDataDirectory(path).lock()).rejects.toThrow(/in use/);
    writeFileSync(launcher(), JSON.stringify({ pid: process.ppid, started: 'another boot:1', phase: 'ready' }));
    await openDataDirectory(path).lock();
    expect(JSON.parse(readFileSync(launcher(), 'utf8'))).toMatchObject({ pid: process.pid, phase: 'starting' });
  });

  it('is free again after a mark that was only half written', async () => {
    const data = openDataDirectory(path);
    writeFileSync(join(data.run, 'launcher.json'), '{"pid": 1');
    await data.lock();
    data.unlock();
  });
});
