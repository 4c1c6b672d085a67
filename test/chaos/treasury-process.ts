import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { compiled, nodeProgram } from '../../apps/local/src/checkout.js';

/** A treasury of a test's own, which may be killed and started again with its journal. */
export class TreasuryProcess {
  private child: ChildProcess | null = null;
  private readonly folder = mkdtempSync(join(tmpdir(), 'goufu-treasury-'));
  url = '';

  async up(): Promise<string> {
    const env = { ...process.env, TREASURY_PORT: '0', TREASURY_DATA: this.folder };
    const child = spawn(nodeProgram(), [compiled('apps/treasury/src/main.js')], { env, stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    const port = await new Promise<number>((resolve, reject) => {
      child.once('exit', () => reject(new Error('the treasury did not start')));
      createInterface({ input: child.stdout }).on('line', (line) => {
        const said = JSON.parse(line) as { message: string; port?: number };
        if (said.message === 'listening' && said.port) resolve(said.port);
      });
    });
    this.url = `http://127.0.0.1:${port}`;
    return this.url;
  }

  async down(signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill(signal);
    await gone;
  }
  async remove(): Promise<void> {
    await this.down('SIGTERM');
    rmSync(this.folder, { recursive: true, force: true });
  }

  async plant(fault: object): Promise<void> {
    const headers = { 'content-type': 'application/json' };
    const response = await fetch(`${this.url}/faults`, { method: 'POST', headers, body: JSON.stringify(fault) });
    if (!response.ok) throw new Error(`the treasury refused a fault: ${await response.text()}`);
  }
}
