// `npm run rules -- check | list | explain | diff | what-changes`: looks into the rule packs, without a database and without a running system.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { dist, ensureBuilt, ensureInstalled, nodeBinary, say } from './tree.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
  const script = join(dist, 'libs/system/src/cli.rules.js');
  const child = spawn(nodeBinary(), ['--enable-source-maps', script, ...process.argv.slice(2)], { stdio: 'inherit' });
  process.exitCode = await new Promise((done) => child.once('close', (code) => done(code ?? 1)));
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
