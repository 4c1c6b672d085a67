// `npm run gen`: runs every generator (`generate-*.ts` in apps and libs) from the build. A generator gets a folder and
// writes its files there under their paths in the repository. With --check nothing is written here: a difference fails.
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ensureBuilt, ensureInstalled, filesBelow, nodeBinary, root, run, say } from './tree.mjs';

const check = process.argv.includes('--check');
const out = mkdtempSync(join(tmpdir(), 'goufu-gen-'));
try {
  await ensureInstalled();
  await ensureBuilt();
  const generators = ['dist/apps', 'dist/libs'].flatMap(filesBelow).filter((path) => /\/generate-[a-z-]+\.js$/.test(path));
  for (const path of generators) {
    const { code, output } = await run(nodeBinary(), [join(root, path), out]);
    if (code !== 0) throw new Error(`${path} failed:\n${output}`);
  }
  const written = readdirSync(out, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(out, join(entry.parentPath ?? entry.path, entry.name)));
  const stale = written.filter((path) => {
    const here = join(root, path);
    return !existsSync(here) || !readFileSync(here).equals(readFileSync(join(out, path)));
  });
  if (check) {
    for (const path of stale) say(`${path} is not what the code generates: run npm run gen and commit it`);
    if (stale.length > 0) process.exitCode = 1;
  } else {
    cpSync(out, root, { recursive: true });
    for (const path of stale) say(`wrote ${path}`);
  }
} catch (error) {
  say(error.message);
  process.exitCode = 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}
