import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writeOpenApi } from './offline.js';

// Called by `npm run gen` with the folder into which files go under their paths in the repository.
const [, , out = '.'] = process.argv;
const file = join(out, 'docs/openapi.json');
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, await writeOpenApi());
