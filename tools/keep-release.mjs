// `node tools/keep-release.mjs COMMIT` keeps the sources of a release that has landed as the release before: see test/upgrade/README.md.
// `--check` compares what is kept with what git says of its commit, where git knows it.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { root, say } from './tree.mjs';

/** What a release needs to be built and run; not what proves it. */
const PARTS = ['apps', 'libs', 'workflows', 'activities', 'tools', 'package.json', 'package-lock.json', 'nest-cli.json', '.swcrc'];
const [sources, about] = ['tar.gz', 'json'].map((ending) => join(root, `test/upgrade/release-before.${ending}`));

const git = (...args) => {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, maxBuffer: 256 * 1024 * 1024 });
  if (status !== 0) throw new Error(`git ${args[0]} ended with exit ${status}: ${stderr}`);
  return stdout;
};
/** One tar: the same bytes wherever it is asked for. */
const archived = (commit) => git('-c', 'tar.umask=0022', 'archive', '--format=tar', commit, '--', ...PARTS, ':(exclude)*.spec.ts');

const check = () => {
  const { commit } = JSON.parse(readFileSync(about, 'utf8'));
  if (spawnSync('git', ['cat-file', '-e', `${commit}^{commit}`], { cwd: root }).status !== 0)
    return say(`this clone does not reach back to ${commit}: what is kept of it cannot be compared`);
  if (!gunzipSync(readFileSync(sources)).equals(archived(commit))) throw new Error(`what is kept is not ${commit}: keep it anew`);
  say(`what is kept is ${commit}`);
};
const keep = (name) => {
  const commit = String(git('rev-parse', '--verify', `${name}^{commit}`)).trim();
  writeFileSync(sources, gzipSync(archived(commit), { level: 9 }));
  const landedOn = String(git('show', '-s', '--format=%cs', commit)).trim();
  writeFileSync(about, `${JSON.stringify({ commit, landedOn, stricter: {}, relisted: {} }, null, 2)}\n`);
  say(`kept ${commit} of ${landedOn}`);
};

const [given] = process.argv.slice(2);
try {
  if (!given) throw new Error('say which: node tools/keep-release.mjs COMMIT, or --check');
  if (given === '--check') check();
  else keep(given);
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
