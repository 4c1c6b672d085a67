import { refuse, type Refusal } from '@goufu/domain';
import type { ReadCell, ReadSheet } from '@goufu/documents';
import { isFault, type Said } from './cells.js';
import { type Column, sheetPlans, type SheetPlan } from './sheets.js';

/** What was wrong, and in which cell. */
export interface CellFault {
  readonly sheet: string;
  readonly cell: string;
  readonly heading: string | null;
  readonly refusal: Refusal;
}
/** One row as it was read: what it says by field, and where each field stands. */
export interface ReadRow {
  readonly sheet: SheetPlan;
  /** As people count them. */
  readonly number: number;
  readonly said: Readonly<Record<string, Said>>;
  readonly cells: Readonly<Record<string, string>>;
  /** Rows that go on with it. */
  readonly more: readonly ReadRow[];
  readonly isFaulty: boolean;
}
export interface ReadRows {
  readonly rows: readonly ReadRow[];
  readonly faults: readonly CellFault[];
}

const NOTES = '说明';
/** Sheets that are read, and none more: the names of the others are told. */
export const readRows = (sheets: readonly ReadSheet[]): ReadRows => {
  const faults: CellFault[] = [];
  const rows: ReadRow[] = [];
  const known = new Map(sheetPlans.map((plan) => [plan.name, plan]));
  for (const { name } of sheets)
    if (!known.has(name) && name !== NOTES)
      faults.push({
        sheet: name,
        cell: 'A1',
        heading: null,
        refusal: refuse('import.sheet_unknown', { meta: { sheets: [...known.keys()] } }),
      });
  // In the order of the plans, whatever the order in the file: a post is set up after its organisation.
  for (const plan of sheetPlans) {
    const sheet = sheets.find(({ name }) => name === plan.name);
    if (sheet) rows.push(...rowsOf(plan, sheet, faults));
  }
  return { rows, faults };
};

const isBlank = (row: readonly ReadCell[]): boolean => row.every(({ value }) => value === null || value === '');
const headingOf = (cell: ReadCell): string => String(cell.value ?? '').trim();

const rowsOf = (plan: SheetPlan, { name, rows: [head = [], ...body] }: ReadSheet, faults: CellFault[]): readonly ReadRow[] => {
  const placed: (Column | undefined)[] = head.map((cell) => plan.columns.find(({ heading }) => heading === headingOf(cell)));
  head.forEach((cell, x) => {
    if (headingOf(cell) !== '' && !placed[x])
      faults.push({ sheet: name, cell: cell.at, heading: headingOf(cell), refusal: refuse('import.heading_unknown') });
  });
  const missing = plan.columns.filter((column) => !column.optional && !placed.includes(column));
  for (const { heading } of missing)
    faults.push({ sheet: name, cell: 'A1', heading, refusal: refuse('import.heading_missing', { meta: { heading } }) });
  if (missing.length > 0) return [];
  const found: ReadRow[] = [];
  body.forEach((row, y) => {
    if (isBlank(row)) return;
    const one = rowOf(plan, placed, row, y + 2, faults);
    const before = found.at(-1);
    const first = plan.columns[0]?.field ?? '';
    if (plan.goesOn && one.said[first] === undefined && before) found[found.length - 1] = { ...before, more: [...before.more, one] };
    else found.push(one);
  });
  return found;
};

const rowOf = (
  sheet: SheetPlan,
  placed: readonly (Column | undefined)[],
  row: readonly ReadCell[],
  number: number,
  faults: CellFault[],
): ReadRow => {
  const said: Record<string, Said> = {};
  const cells: Record<string, string> = {};
  let isFaulty = false;
  row.forEach((cell, x) => {
    const column = placed[x];
    if (!column) return;
    cells[column.field] = cell.at;
    const value = column.read(cell);
    if (isFault(value)) {
      isFaulty = true;
      faults.push({ sheet: sheet.name, cell: cell.at, heading: column.heading, refusal: value });
    } else said[column.field] = value;
  });
  return { sheet, number, said, cells, more: [], isFaulty };
};

/** Where a fault of a command stands in the row it came from: at the field that it points at, else at the row's first cell. */
export const cellOf = (row: ReadRow, pointer: string | undefined): { readonly cell: string; readonly heading: string | null } => {
  const steps = (pointer ?? '').split('/').slice(1);
  const at = steps.length > 1 && /^\d+$/.test(steps[1] ?? '') ? Number(steps[1]) : 0;
  const of = at === 0 ? row : (row.more[at - 1] ?? row);
  const field = steps.filter((step) => !/^\d+$/.test(step)).join('.');
  const column = row.sheet.columns.find((one) => one.field === field) ?? row.sheet.columns.find((one) => one.field.startsWith(`${field}.`));
  const cell = (column && of.cells[column.field]) ?? `A${of.number}`;
  return { cell, heading: column?.heading ?? null };
};
