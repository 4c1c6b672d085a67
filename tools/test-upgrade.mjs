// `npm run test:upgrade [-- --purchases N]`: the release before and this one side by side, rolling, with so many purchases at a time (12).
import { parseArgs } from 'node:util';
import { jest } from './jest.mjs';
import { startTestServers } from './test-servers.mjs';
import { ensureBuilt, ensureInstalled, say } from './tree.mjs';

try {
  const { values } = parseArgs({ options: { purchases: { type: 'string', default: '12' } } });
  await ensureInstalled();
  await ensureBuilt();
  const servers = await startTestServers();
  try {
    const env = { ...servers.env, UPGRADE_PURCHASES: values.purchases };
    const { passed, failed } = await jest('upgrade', { projects: ['e2e'], patterns: ['test/e2e/release-before'], env });
    for (const title of failed) say(`failed: ${title}`);
    console.log(`${passed} passed, ${failed.length} failed`);
    process.exitCode = failed.length > 0 ? 1 : 0;
  } finally {
    await servers.stop();
  }
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
