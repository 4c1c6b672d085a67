import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '@goufu/persistence';
import { freePort } from '../../apps/local/src/ports.js';
import { answers, initialiseCluster, prepareDatabase, serverArguments, type Urls, urlsOf } from '../../apps/local/src/postgres.js';
import { mayEnter, postgresProgram } from '../../apps/local/src/postgres-program.js';
import { until } from './rig.js';

const TEMPLATE = 'goufu_template';
const PASSWORDS = { superuser: 'postgres', owner: 'owner', app: 'app' };

/** A PostgreSQL of a spec's own, which may be killed and started again with its data. */
export class OwnPostgres {
  private child: ChildProcess | null = null;
  private constructor(
    readonly folder: string,
    private readonly port: number,
    readonly urls: Urls,
    private readonly durable: boolean,
    private readonly more: (folder: string) => readonly string[],
  ) {}

  /** `durable`: what was committed outlives a kill. `on`: the disk on which its data are to lie. `more`: arguments of the server. */
  static async start(durable = true, on?: string, more: (folder: string) => readonly string[] = () => []): Promise<OwnPostgres> {
    const parents = on ? [on] : [tmpdir(), '/tmp', '/var/tmp'];
    for (const parent of parents) {
      const folder = mkdtempSync(join(parent, 'goufu-spec-postgres-'));
      chmodSync(folder, 0o755);
      if (!mayEnter(folder, postgresProgram(folder).user)) {
        rmSync(folder, { recursive: true, force: true });
        continue;
      }
      const port = await freePort();
      const server = new OwnPostgres(folder, port, urlsOf(port, PASSWORDS, TEMPLATE), durable, more);
      await initialiseCluster(postgresProgram(folder), join(folder, 'data'), PASSWORDS.superuser, false);
      await server.up();
      await prepareDatabase(server.urls, PASSWORDS, TEMPLATE, true);
      await migrate(server.urls.owner);
      return server;
    }
    throw new Error(`no temporary folder may be entered by the user of PostgreSQL: ${parents.join(', ')}`);
  }

  async up(): Promise<void> {
    const program = postgresProgram(this.folder);
    const options = { cwd: this.folder, stdio: 'ignore' as const, ...program.user };
    this.child = spawn(
      program.postgres,
      [...serverArguments(join(this.folder, 'data'), this.port, this.durable), ...this.more(this.folder)],
      options,
    );
    await until('PostgreSQL answers', () => answers(this.urls.superuser), 30_000);
  }

  /** Whether the server still runs, or has given itself up. */
  get isUp(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Killed without a word: every session ends with it. */
  async down(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child) return;
    const over = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await over;
  }

  /** Ended in order, so that its folder says everything. */
  async rested(work: () => void): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child) throw new Error('PostgreSQL does not run');
    const over = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await over;
    work();
    await this.up();
  }
  private copied(from: string, to: string): void {
    rmSync(join(this.folder, to), { recursive: true, force: true });
    // With its owner, who is not the superuser.
    const { status, stderr } = spawnSync('cp', ['-a', join(this.folder, from), join(this.folder, to)], { encoding: 'utf8' });
    if (status !== 0) throw new Error(`the data of PostgreSQL were not copied: ${stderr}`);
  }
  /** Stops, copies all data aside, and starts again. */
  keep(): Promise<void> {
    return this.rested(() => this.copied('data', 'kept'));
  }
  /** Stops, puts back what was kept, and starts again: everything decided since is gone. */
  putBack(): Promise<void> {
    return this.rested(() => this.copied('kept', 'data'));
  }

  async remove(): Promise<void> {
    await this.down();
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
