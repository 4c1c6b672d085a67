import { describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { endProcess, identify, isAlive } from './identity.js';

const sleeper = async (script = 'setInterval(() => {}, 1000)') => {
  const child = spawn(process.execPath, ['-e', `${script}; console.log('up')`], { stdio: ['ignore', 'pipe', 'ignore'] });
  await once(child.stdout, 'data');
  const identity = identify(child.pid ?? 0);
  if (!identity) throw new Error('it has ended already');
  return { child, identity };
};

describe('the identity of a process', () => {
  it('is that of the process while it lives, and nobody’s afterwards', async () => {
    const { child, identity } = await sleeper();
    expect(isAlive(identity)).toBe(true);
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(identity)).toBe(false);
    expect(identify(identity.pid)).toBeNull();
  });

  it('is not that of a later process with the same number', () => {
    const self = identify(process.pid);
    expect(self && isAlive(self)).toBe(true);
    expect(isAlive({ pid: process.pid, started: 'another boot:1' })).toBe(false);
  });

  it('ends by force what does not listen to a kind word', async () => {
    const { identity } = await sleeper("process.on('SIGTERM', () => {}); setInterval(() => {}, 1000)");
    await endProcess(identity, 'SIGTERM', 200);
    expect(isAlive(identity)).toBe(false);
  });
});
