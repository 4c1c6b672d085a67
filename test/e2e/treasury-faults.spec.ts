import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Come, faults, type Row, TreasuryTable, cells, victims } from '../chaos/treasury-table.js';

// Real payments, a real treasury, real workers: all payments of a victim stand at their moments when it is killed.
describe('whatever goes wrong at the treasury, and whenever a worker or the treasury is killed', () => {
  let table: TreasuryTable;
  let come: readonly (Row & Come)[];
  beforeAll(async () => {
    table = await TreasuryTable.open(cells);
    for (const victim of victims) await table.strike(victim);
    come = await table.all();
  }, 600_000);
  afterAll(() => table.close(), 60_000);

  it.each(cells)('$fault, the $victim killed $moment: paid once or not at all, as the treasury says', (cell) => {
    const found = come.filter(({ fault, moment, victim }) => fault === cell.fault && moment === cell.moment && victim === cell.victim);
    const { paid, returned, ends } = faults[cell.fault];
    expect(found.map(({ effect, paid, returned, ends, payments }) => ({ effect, paid, returned, ends, payments }))).toEqual([
      { effect: 'done', paid, returned, ends, payments: paid > 0 ? 1 : 0 },
    ]);
  });

  it('the books of the treasury, the record and the ledger agree to the fen', async () => {
    expect(await table.faultsInBooks()).toEqual([]);
  });
});
