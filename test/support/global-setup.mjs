// A spec run by hand finds no servers in its environment and starts its own; `npm test` has started them for the whole run.
import { startTestServers } from '../../tools/test-servers.mjs';
import { ensureBuilt } from '../../tools/tree.mjs';

export default async function setup() {
  if (process.env.GOUFU_TEST_SERVERS) return;
  await ensureBuilt();
  const servers = await startTestServers();
  Object.assign(process.env, servers.env); // inherited by the test processes
  globalThis.__SERVERS__ = servers;
}
