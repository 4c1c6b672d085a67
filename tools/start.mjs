// `npm start` on a fresh clone, before any install: installs, builds, starts everything on this machine.
import { watch } from 'node:fs';
import { join } from 'node:path';
import { dist, ensureBuilt, ensureInstalled, root, say } from './tree.mjs';

/** After each change of a source: build, and start the processes anew. */
const watchSources = (system) => {
  let waiting;
  const rebuild = async () => {
    try {
      await ensureBuilt();
      await system.renewApps();
      say('built and started anew');
    } catch (error) {
      say(error.message);
    }
  };
  for (const folder of ['apps', 'libs', 'workflows', 'activities'])
    watch(join(root, folder), { recursive: true }, () => {
      clearTimeout(waiting);
      waiting = setTimeout(() => void rebuild(), 200);
    });
};

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  say(`需要 Node 20.19 或更高版本，当前为 ${process.versions.node}。`);
  say(`Node 20.19 or later is needed; this is ${process.versions.node}.`);
  process.exit(1);
}
try {
  await ensureInstalled();
  await ensureBuilt();
} catch (error) {
  say(error.message);
  process.exit(1);
}
const { system } = await import(join(dist, 'apps/local/src/main.js'));
if (process.argv.includes('--watch')) watchSources(system);
