// `npm run test:production`: compiles `test/production` beside the build and runs it: the official Temporal server on a PostgreSQL of its own, two APIs
// and two workers out of the image's files, every connection encrypted. Needs Go, by which the server is built once; stands apart from `npm test`.
import { join } from 'node:path';
import { dist, ensureBuilt, ensureInstalled, nodeBinary, root, run, say } from './tree.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
  const swc = join(root, 'node_modules/@swc/cli/bin/swc.js');
  const folders = ['test/production', 'test/support'];
  const { code, output } = await run(nodeBinary(), [swc, ...folders, '-d', 'dist', '--ignore', '**/*.spec.ts,**/*.mjs', '--quiet']);
  if (code !== 0) throw new Error(`the build of the test failed:\n${output}`);
  const args = ['--enable-source-maps', join(dist, 'test/production/main.js'), ...process.argv.slice(2)];
  process.exitCode = (await run(nodeBinary(), args, { stdio: 'inherit' })).code;
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
