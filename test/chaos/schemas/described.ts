import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { type SchemaRun, Schemas } from './schemas.js';

/** Every route under every mutation of its schemas. */
export const describeSchemas = ({ json = '', limitMs, ...run }: SchemaRun & { readonly json?: string; readonly limitMs: number }): void =>
  describe('the interface as it is described', () => {
    let schemas: Schemas;
    beforeAll(async () => {
      schemas = await Schemas.begin();
    }, 180_000);
    afterAll(() => schemas.end());

    it(
      'is what every route answers, whatever is sent to it, and none with a fault of the server',
      async () => {
        const result = await schemas.run(run);
        process.stderr.write(`${result.operations} operations, ${result.cases} cases, ${result.taken} of them taken\n`);
        if (json !== '') writeFileSync(json, `${JSON.stringify({ ...run, ...result }, null, 2)}\n`);
        expect(result.failures).toEqual([]);
        expect(result.taken).toBeGreaterThan(0);
      },
      limitMs,
    );
  });
