import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findTemporal } from './temporal-program.js';

describe('the way to a Temporal server', () => {
  let folder: string;
  let said: string[];
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'goufu-temporal-'));
    said = [];
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const program = (path: string, answer: string) => {
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, `#!/bin/sh\necho '${answer}'\n`);
    chmodSync(path, 0o755);
  };
  const find = (PATH: string) => findTemporal((line) => said.push(line), { PATH, XDG_CACHE_HOME: join(folder, 'cache') });

  it('takes a recent one on PATH', async () => {
    program(join(folder, 'temporal'), 'temporal version 1.9.3 (Server 1.33.1, UI 2.60.0)');
    expect(await find(folder)).toEqual({ binary: join(folder, 'temporal'), server: '1.33.1' });
  });

  it('passes over one that is too old and says so, then refuses a cached one whose bytes were changed', async () => {
    program(join(folder, 'temporal'), 'temporal version 1.0.0 (Server 1.24.2, UI 2.28.0)');
    program(join(folder, 'cache', 'goufu', 'temporal-1.9.1'), 'temporal version 1.9.1 (Server 1.32.0, UI 2.54.1)');
    await expect(find(folder)).rejects.toThrow(/SHA-256/);
    expect(said.join()).toMatch(/passed over: its server is 1\.24\.2/);
  });
});
