import { readXlsx } from 'hucre';
import { unpackedSize } from './zip-size.js';

export interface WorkbookLimits {
  /** Bytes of everything in it, unpacked. */
  readonly unpacked: number;
  readonly rows: number;
  readonly columns: number;
}
/** Excel keeps what it is in parts of one archive; a workbook has tens of them. */
const ENTRIES = 400;

export interface ReadCell {
  /** `B7` */
  readonly at: string;
  readonly value: string | number | boolean | null;
  /** A date, as Excel means it: without a time and a zone. */
  readonly isDate: boolean;
  /** What stands there is reckoned when somebody opens the file: nothing reckons here, so it says nothing. */
  readonly isFormula: boolean;
}
export interface ReadSheet {
  readonly name: string;
  /** From the first row of the sheet on, empty ones too. */
  readonly rows: readonly (readonly ReadCell[])[];
}
export type WorkbookFault = 'not-xlsx' | 'too-large' | 'too-many-rows';
export class WorkbookUnreadable extends Error {
  constructor(
    readonly fault: WorkbookFault,
    readonly sheet: string | null = null,
  ) {
    super(`the workbook cannot be read: ${fault}`);
  }
}

const letters = (column: number): string =>
  (column < 26 ? '' : letters(Math.floor(column / 26) - 1)) + String.fromCharCode(65 + (column % 26));
const isoDay = (date: Date): string => date.toISOString().slice(0, 10);

/** The sheets of a workbook, cell by cell. Throws `WorkbookUnreadable`; no part of it is unpacked beyond the limits, no formula is reckoned. */
export const readWorkbook = async (bytes: Uint8Array, limits: WorkbookLimits): Promise<readonly ReadSheet[]> => {
  const size = unpackedSize(bytes, limits.unpacked, ENTRIES);
  if (size === null) throw new WorkbookUnreadable('not-xlsx');
  if (size === 'too-large') throw new WorkbookUnreadable('too-large');
  // Whatever the reader trips over is the file's fault: it was given nothing else.
  const book = await readXlsx(bytes).catch(() => {
    throw new WorkbookUnreadable('not-xlsx');
  });
  return book.sheets.map(({ name, rows, cells }) => {
    if (rows.length > limits.rows) throw new WorkbookUnreadable('too-many-rows', name);
    return {
      name,
      rows: rows.map((row, y) =>
        row.slice(0, limits.columns).map((value, x): ReadCell => {
          const isDate = value instanceof Date;
          const isFormula = cells?.get(`${y},${x}`)?.formula !== undefined;
          return { at: `${letters(x)}${y + 1}`, value: isDate ? isoDay(value) : value, isDate, isFormula };
        }),
      ),
    };
  });
};
