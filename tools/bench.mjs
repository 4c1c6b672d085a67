// `npm run bench [-- --only NAME,...] [--write] [--json FILE] [--data DIR] [--cases N]`: compiles `test/bench` beside the build and runs it. It asserts ratios,
// and stands apart from `npm test`, which asserts no time at all.
import { join } from 'node:path';
import { dist, ensureBuilt, ensureInstalled, nodeBinary, root, run, say } from './tree.mjs';

try {
  await ensureInstalled();
  await ensureBuilt();
  const swc = join(root, 'node_modules/@swc/cli/bin/swc.js');
  const ignored = '**/*.spec.ts,**/*.mjs';
  const { code, output } = await run(nodeBinary(), [swc, 'test/bench', 'test/support', '-d', 'dist', '--ignore', ignored, '--quiet']);
  if (code !== 0) throw new Error(`the build of the bench failed:\n${output}`);
  const args = ['--enable-source-maps', join(dist, 'test/bench/main.js'), ...process.argv.slice(2)];
  process.exitCode = (await run(nodeBinary(), args, { stdio: 'inherit' })).code;
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
