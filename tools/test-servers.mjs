// One PostgreSQL and one Temporal for a test run, in a process of their own that ends with us.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { dist, nodeBinary, root } from './tree.mjs';

/** Environment under which tests find the servers; `url` values stand as the servers printed them. */
const environmentOf = ({ appUrl, ownerUrl, superUrl, temporalAddress, temporalBinary }) => ({
  GOUFU_TEST_SERVERS: '1',
  DATABASE_URL: appUrl,
  DATABASE_OWNER_URL: ownerUrl,
  DATABASE_SUPER_URL: superUrl,
  TEMPORAL_ADDRESS: temporalAddress,
  TEMPORAL_BINARY: temporalBinary,
  TEMPORAL_NAMESPACE: 'goufu',
});

/** Starts the servers; answers their environment and how to stop them. They also stop when this process dies: their input closes. */
export const startTestServers = async () => {
  const main = join(dist, 'apps/local/src/test-servers.js');
  if (!existsSync(main)) return { env: {}, stop: async () => {} };
  const child = spawn(nodeBinary(), [main], { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => child.once('close', resolve));
  const ready = new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line)));
    child.once('error', reject);
    void ended.then((code) => reject(new Error(`the test servers ended with exit ${code} before they were ready`)));
  });
  return {
    env: environmentOf(await ready),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
};
