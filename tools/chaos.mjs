// `npm run chaos [-- ...]`: compiles `test/chaos` beside the build and runs it. See the README there.
import { startTestServers } from './test-servers.mjs';
import { runTests } from './compiled-tests.mjs';
import { ensureBuilt, ensureInstalled } from './tree.mjs';

// The table of the treasury's faults kills workers and the treasury alone: it takes the servers of a test run.
const borrowed = async (work) => {
  await ensureInstalled();
  await ensureBuilt();
  const servers = await startTestServers();
  try {
    Object.assign(process.env, servers.env);
    await work();
  } finally {
    await servers.stop();
  }
};

const run = () => runTests('chaos');
await (process.argv[2] === 'treasury' ? borrowed(run) : run());
