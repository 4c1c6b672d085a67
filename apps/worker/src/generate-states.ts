import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { courses } from './states/course.js';
import { draw } from './states/draw.js';
import { page } from './states/page.js';
import { loadScripts } from './states/scripts.js';

// Called by `npm run gen` with the folder into which files go under their paths in the repository.
const [, , out = '.'] = process.argv;
const folder = join(out, 'docs/states');
mkdirSync(folder, { recursive: true });
const all = await courses(await loadScripts(join(import.meta.dirname, '../../../workflows')));
for (const course of all) writeFileSync(join(folder, `${course.kind}.svg`), draw(course));
writeFileSync(join(folder, 'README.md'), page(all));
