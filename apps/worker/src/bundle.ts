// `node bundle.js ENTRY OUT`: the workflows of a compiled entry as one file, made once at build time.
import { resolve } from 'node:path';
import { writeFileSync } from 'node:fs';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const [entry, out] = process.argv.slice(2);
if (!entry || !out) {
  console.error('usage: bundle.js ENTRY OUT');
  process.exit(2);
}
const { code } = await bundleWorkflowCode({ workflowsPath: resolve(entry), logger: new DefaultLogger('ERROR') });
writeFileSync(out, code);
