// One run of jest, counted from its own JSON: a run that leaves no JSON behind is a failure by itself.
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { nodeBinary, root, run } from './tree.mjs';

const countOf = (result, label) => {
  const failed = [];
  for (const file of result.testResults) {
    const path = relative(root, file.name);
    const titles = file.assertionResults.filter((test) => test.status === 'failed').map((test) => `${path}: ${test.fullName}`);
    failed.push(...titles);
    if (file.status === 'failed' && titles.length === 0) failed.push(`${path}: does not run`);
  }
  const skipped = result.numPendingTests + result.numTodoTests;
  if (skipped > 0) failed.push(`${label}: ${skipped} tests are skipped; none may be`);
  return { passed: result.numPassedTests, failed };
};

const LINGERING_MS = 15_000;
/** Left to itself, jest keeps one core free: on two cores it would run one file at a time, while most files wait for a server. */
const FILES_AT_ONCE = Math.max(2, availableParallelism() - 1);

/** Runs jest over the projects (and files that match a pattern); answers how many tests passed and the titles of those that failed. */
export const jest = async (label, { projects, patterns = [], env = {}, extra = [] }) => {
  const folder = mkdtempSync(join(tmpdir(), 'goufu-jest-'));
  const file = join(folder, 'result.json');
  const args = ['--experimental-vm-modules', '--no-warnings', join(root, 'node_modules/jest/bin/jest.js'), ...patterns];
  if (projects) args.push('--selectProjects', ...projects);
  args.push(
    '--passWithNoTests',
    `--maxWorkers=${FILES_AT_ONCE}`,
    '--json',
    `--outputFile=${file}`,
    '--silent=false',
    '--reporters=default',
    ...extra,
  );
  try {
    const over = new AbortController();
    const watch = setInterval(() => {
      if (!existsSync(file)) return;
      clearInterval(watch);
      // All results are written: what keeps it from ending is a fault of its own, and must not hold up the run for ever.
      setTimeout(() => over.abort(), LINGERING_MS).unref();
    }, 500);
    const { code } = await run(nodeBinary(), args, { env: { ...env, FORCE_COLOR: '0' }, stdio: process.stderr, signal: over.signal });
    clearInterval(watch);
    if (!existsSync(file)) return { passed: 0, failed: [`${label}: jest ended with exit ${code} and left no result`] };
    const counted = countOf(JSON.parse(readFileSync(file, 'utf8')), label);
    if (over.signal.aborted) counted.failed.push(`${label}: something was left running, jest did not end`);
    if (code !== 0 && counted.failed.length === 0) counted.failed.push(`${label}: jest ended with exit ${code}`);
    return counted;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
