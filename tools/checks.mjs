// The static checks of `npm test`: each is one test with a title.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './tree.mjs';

const bin = (path) => join(root, 'node_modules', path);
const CODE = ['apps', 'libs', 'workflows', 'activities', 'test'];

/** What is checked, and by which program; a check whose folders are all absent is left out. */
export const staticChecks = () => {
  const folders = CODE.filter((folder) => existsSync(join(root, folder)));
  return [
    { title: 'the whole tree type-checks', args: [bin('typescript-7/bin/tsc'), '--noEmit', '-p', 'tsconfig.json'] },
    { title: 'pure code type-checks without Node or the DOM', args: [bin('typescript-7/bin/tsc'), '-p', 'tsconfig.pure.json'] },
    { title: 'the console type-checks', args: [bin('typescript-7/bin/tsc'), '--noEmit', '-p', 'apps/web/tsconfig.json'] },
    { title: 'oxlint finds nothing, types included', args: [bin('oxlint/bin/oxlint'), '--type-aware', ...folders, 'tools'] },
    { title: 'every file is formatted', args: [bin('@biomejs/biome/bin/biome'), 'format', '.'] },
    {
      title: 'every import is allowed by the table in the style guide',
      args: [bin('dependency-cruiser/bin/dependency-cruiser.mjs'), ...folders],
    },
    { title: 'nothing is dead: no unused file, export or dependency', args: [bin('knip/bin/knip.js'), '--no-progress'] },
    {
      title: 'every dependency is pinned, whole in the lock, and under a licence that is allowed',
      args: [join(root, 'tools/dependencies.mjs')],
    },
    {
      title: 'no grave advisory is known against what runs, as far as the registry answers',
      args: [join(root, 'tools/dependencies.mjs'), '--advisories'],
    },
    { title: 'what npm run gen writes is up to date', args: [join(root, 'tools/gen.mjs'), '--check'] },
  ];
};
