import { describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { filesBelow, root } from './source-tree.js';

describe('the bundle of the workflows', () => {
  const bundle = join(root, 'dist', 'workflow-bundle.js');
  const scripts = filesBelow('workflows').filter((path) => path.endsWith('.workflow.ts'));
  const text = (): string => (existsSync(bundle) ? readFileSync(bundle, 'utf8') : '');

  it('holds every lifecycle: an empty entry would build without an error', () => {
    expect(scripts.filter((path) => !text().includes(path.replace(/\.ts$/, '.js')))).toEqual([]);
  });

  it('stays small: a database or a validator in it would be paid for by each cached workflow', () => {
    expect(existsSync(bundle) ? statSync(bundle).size : 0).toBeLessThan(3_000_000);
    expect(text()).not.toMatch(/node_modules\/(typeorm|pg|zod|@nestjs)\//);
  });
});
