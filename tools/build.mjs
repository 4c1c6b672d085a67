// `npm run build`: sources to dist, workflows to one bundle.
import { ensureBuilt, ensureInstalled, say } from './tree.mjs';

try {
  await ensureInstalled();
  await ensureBuilt({ force: process.argv.includes('--force') });
} catch (error) {
  say(error.message);
  process.exitCode = 1;
}
