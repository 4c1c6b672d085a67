import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formsOf } from './forms.js';
import { writeOpenApi } from './offline.js';

// Called by `npm run gen` with the folder into which files go under their paths in the repository.
const [, , out = '.'] = process.argv;
const write = (path: string, text: string): void => {
  const file = join(out, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
};
const document = await writeOpenApi();
write('docs/openapi.json', document);
write('apps/web/src/api/forms.gen.json', `${JSON.stringify(formsOf(JSON.parse(document) as never))}\n`);
