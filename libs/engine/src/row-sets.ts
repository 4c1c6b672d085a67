import type { Row } from '@goufu/domain';
import type { Changes, Flat } from '@goufu/persistence';

/** Rows of read models, set by set: of several for one key the last one counts. */
export class RowSets {
  private readonly tables: Record<string, { put: Map<string, Flat>; gone: Set<string> }> = {};

  add(rows: readonly Row[]): void {
    for (const row of rows) {
      const table = (this.tables[row.table] ??= { put: new Map(), gone: new Set() });
      if (row.values === null) {
        table.put.delete(row.key);
        table.gone.add(row.key);
      } else {
        table.gone.delete(row.key);
        table.put.set(row.key, { key: row.key, ...row.values } as Flat);
      }
    }
  }

  sets(): Changes['rows'] {
    return Object.fromEntries(
      Object.entries(this.tables).map(([table, { put, gone }]) => [table, { put: [...put.values()], gone: [...gone] }]),
    );
  }
}
