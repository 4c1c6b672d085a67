// Tests that are programs of their own: compiled beside the build, run to their end, on our own streams.
import { join } from 'node:path';
import { dist, ensureBuilt, ensureInstalled, nodeBinary, root, run, say } from './tree.mjs';

/** Compiles `test/NAME` and what it is made of, and runs its `main` with the arguments of this process. */
export const runTests = async (name, made = ['test/support']) => {
  try {
    await ensureInstalled();
    await ensureBuilt();
    const swc = join(root, 'node_modules/@swc/cli/bin/swc.js');
    const ignored = '**/*.spec.ts,**/*.mjs';
    const { code, output } = await run(nodeBinary(), [swc, `test/${name}`, ...made, '-d', 'dist', '--ignore', ignored, '--quiet']);
    if (code !== 0) throw new Error(`the build of test/${name} failed:\n${output}`);
    const args = ['--enable-source-maps', join(dist, `test/${name}/main.js`), ...process.argv.slice(2)];
    process.exitCode = (await run(nodeBinary(), args, { stdio: 'inherit' })).code;
  } catch (error) {
    say(error.message);
    process.exitCode = 1;
  }
};
