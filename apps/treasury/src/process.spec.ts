import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { transformSync } from '@swc/core';

const root = mkdtempSync(join(tmpdir(), 'treasury-process-'));
const children = new Set<ChildProcessByStdio<null, Readable, Readable>>();

/** The process is built as `npm run build` would, into a directory of its own: the simulator needs no package. */
beforeAll(() => {
  mkdirSync(join(root, 'built'));
  writeFileSync(join(root, 'built', 'package.json'), '{"type":"module"}');
  const sources = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'));
  for (const name of sources) {
    const { code } = transformSync(readFileSync(join(import.meta.dirname, name), 'utf8'), {
      swcrc: false,
      filename: name,
      module: { type: 'es6' },
      jsc: { target: 'es2023', parser: { syntax: 'typescript' } },
    });
    writeFileSync(join(root, 'built', name.replace(/\.ts$/, '.js')), code);
  }
});
afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(root, { recursive: true, force: true });
});

interface Running {
  readonly url: string;
  readonly output: string[];
  /** Ends it and tells how it ended. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<{ code: number | null; signal: string | null }>;
}
const launch = async (dir: string, latencyMs = 20, before = ''): Promise<Running> => {
  const env = { PATH: process.env.PATH, TREASURY_PORT: '0', TREASURY_DATA: dir, TREASURY_LATENCY_MS: String(latencyMs) };
  const child = spawn('/bin/sh', ['-c', `${before} exec "$0" "$1"`, process.execPath, join(root, 'built', 'main.js')], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  const output: string[] = [];
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk.toString()));
  const ended = new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  const port = await new Promise<number>((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      output.push(line);
      const said = JSON.parse(line) as { message: string; port?: number };
      if (said.message === 'listening' && said.port) resolve(said.port);
    });
    void ended.then(() => reject(new Error(`did not start: ${output.join('\n')}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    output,
    end: async (signal) => {
      child.kill(signal);
      const how = await ended;
      children.delete(child);
      return how;
    },
  };
};

const account = '6222020000001234567';
const send = async (url: string, key: string): Promise<{ treasuryNo: string } | null> => {
  const body = {
    orderNo: key,
    realm: 'demo',
    payer: 'justice-bureau',
    payee: { name: '晨光社工服务中心', account },
    amount: '100.00',
    currency: 'CNY',
  };
  try {
    const response = await fetch(`${url}/orders`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': key },
      body: JSON.stringify(body),
    });
    return response.status === 202 ? ((await response.json()) as { treasuryNo: string }) : null;
  } catch {
    return null;
  }
};
interface Entry {
  readonly key: string;
  readonly kind: string;
  readonly movementNo: string;
  readonly cursor: string;
}
const entries = async (url: string): Promise<Entry[]> =>
  ((await (await fetch(`${url}/statements?limit=500`)).json()) as { entries: Entry[] }).entries;

describe('the process', () => {
  it('killed in the middle keeps every order that it acknowledged, and pays none twice when all are sent again', async () => {
    const dir = join(root, 'killed');
    const acknowledged = new Map<string, string>();
    const told = new Map<string, string>();
    const keys = Array.from({ length: 60 }, (_, index) => `pay/${index}`);
    for (let round = 0; round < 3; round++) {
      const running = await launch(dir, 5);
      let answers = 0;
      const killings: Promise<unknown>[] = [];
      await Promise.all(
        keys.map(async (key) => {
          const answer = await send(running.url, key);
          if (answer)
            acknowledged.set(
              key,
              `${acknowledged.get(key) ?? answer.treasuryNo}` === answer.treasuryNo ? answer.treasuryNo : 'two numbers',
            );
          if (answer && ++answers === 10 + 10 * round) killings.push(running.end('SIGKILL'));
        }),
      );
      expect(killings.length).toBe(1);
      await Promise.all(killings);
    }
    const last = await launch(dir, 5);
    for (const [key, treasuryNo] of acknowledged) {
      const known = (await (await fetch(`${last.url}/orders/${key}`)).json()) as { treasuryNo: string };
      expect([key, known.treasuryNo]).toEqual([key, treasuryNo]);
    }
    expect(acknowledged.size).toBeGreaterThanOrEqual(10);
    await Promise.all(keys.map((key) => send(last.url, key)));
    for (const end = Date.now() + 10_000; (await entries(last.url)).length < keys.length && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 10));
    const statement = await entries(last.url);
    for (const entry of statement) told.set(entry.key, entry.movementNo);
    expect(statement.map((entry) => entry.key).sort()).toEqual([...keys].sort());
    expect(new Set(statement.map((entry) => entry.movementNo)).size).toBe(keys.length);
    expect(await last.end('SIGTERM')).toEqual({ code: 0, signal: null });
  }, 60_000);

  it('tells the same statement before and after it was killed', async () => {
    const dir = join(root, 'statement');
    const first = await launch(dir, 0);
    for (const key of ['pay/1', 'pay/2', 'pay/3']) await send(first.url, key);
    for (const end = Date.now() + 5000; (await entries(first.url)).length < 3 && Date.now() < end; )
      await new Promise((resolve) => setTimeout(resolve, 5));
    const before = await entries(first.url);
    await first.end('SIGKILL');
    const second = await launch(dir, 0);
    expect(await entries(second.url)).toEqual(before);
    await second.end('SIGTERM');
  }, 30_000);

  it('ends in order on SIGTERM, logs JSON only and never a name or an account', async () => {
    const running = await launch(join(root, 'orderly'));
    await send(running.url, 'pay/1');
    expect(await running.end('SIGTERM')).toEqual({ code: 0, signal: null });
    const log = running.output.map((line) => JSON.parse(line) as { message: string });
    expect(log.at(-1)?.message).toBe('stopped');
    expect(running.output.join()).not.toContain(account);
    expect(running.output.join()).not.toContain('晨光');
  }, 30_000);

  it('ends rather than acknowledge what it cannot write, and starts again with all that it acknowledged', async () => {
    const dir = join(root, 'full');
    const full = await launch(dir, 0, 'ulimit -f 4;'); // a file of a few blocks: the journal meets its end soon
    const acknowledged: string[] = [];
    for (let count = 1; count <= 40; count++) if (await send(full.url, `pay/${count}`)) acknowledged.push(`pay/${count}`);
    expect(await full.end('SIGKILL')).toEqual({ code: 1, signal: null });
    expect(full.output.join()).toContain('journal broken');
    expect(acknowledged.length).toBeGreaterThan(0);
    expect(acknowledged.length).toBeLessThan(40);
    const again = await launch(dir);
    for (const key of acknowledged) expect((await fetch(`${again.url}/orders/${key}`)).status).toBe(200);
    await again.end('SIGTERM');
  }, 30_000);

  it('says what to do when the directory is in use or not named', async () => {
    const dir = join(root, 'shared');
    const running = await launch(dir);
    await expect(launch(dir)).rejects.toThrow(/in use by process \d+.*TREASURY_DATA/);
    await expect(launch('')).rejects.toThrow(/TREASURY_DATA=DIR/);
    await running.end('SIGTERM');
  }, 30_000);
});
