import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LifecycleClient } from '@goufu/temporal/client';
import { until } from './rig.js';

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

/** A Temporal server of a spec's own, which may be killed, started again with its data, or with all of it lost. */
export class OwnTemporal {
  private child: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'goufu-spec-temporal-'));
  private generation = 1;
  private constructor(private readonly port: number) {}

  static async start(): Promise<OwnTemporal> {
    const server = new OwnTemporal(await freePort());
    await server.up();
    return server;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  async up(): Promise<void> {
    const file = join(this.folder, `${this.generation}.db`);
    const args = ['server', 'start-dev', '--ip', '127.0.0.1', '--headless', '--namespace', 'goufu', '--log-level', 'error'];
    const settings = ['matching.numTaskqueueReadPartitions=1', 'matching.numTaskqueueWritePartitions=1'];
    this.child = spawn(
      process.env.TEMPORAL_BINARY ?? 'temporal',
      [...args, '--port', String(this.port), '--db-filename', file, ...settings.flatMap((setting) => ['--dynamic-config-value', setting])],
      { stdio: 'ignore' },
    );
    const client = new LifecycleClient({ address: this.address, namespace: 'goufu', taskQueue: 'none' });
    await until('Temporal answers', async () => (await client.answers()) || null, 30_000);
    await client.close();
  }

  /** Killed: nothing is said good-bye to. */
  async down(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  /** Everything that it ever knew is gone. */
  async lose(): Promise<void> {
    await this.down();
    this.generation += 1;
  }

  async remove(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
