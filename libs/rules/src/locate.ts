import type { PackFault, PackFile } from './pack.js';
import { isObject } from './shapes.js';

/** The faults with the line on which each can be mended: of its field, else of its row, else of the file's first line. */
export const located = (faults: readonly PackFault[], files: readonly PackFile[]): readonly PackFault[] => {
  const byPath = new Map(files.map((file) => [file.path, file]));
  return faults.map((fault) => {
    const line = lineOf(fault, byPath.get(fault.file));
    return line === undefined ? fault : { ...fault, line };
  });
};

const lineOf = ({ row, field }: PackFault, file: PackFile | undefined): number | undefined => {
  if (!file) return undefined;
  const { lines } = file;
  if (!lines) return file.faultLine;
  const path = field === null ? [] : field.replaceAll('[', '.').replaceAll(']', '').split('.');
  const start = row === null ? [] : ['rows', `${indexOf(file, row, field)}`];
  for (let depth = path.length; depth >= 0; depth--) {
    const line = lines[[...start, ...path.slice(0, depth)].join('/')];
    if (line !== undefined) return line;
  }
  return 1;
};

/** The line on which the row of this id begins; undefined where the reader does not know it. */
export const lineOfRow = (file: PackFile, id: string): number | undefined => file.lines?.[`rows/${indexOf(file, id, null)}`];

/** A row without a proper id goes by its number, counted from 1; of two with one id the fault of the id is the second's. */
const indexOf = (file: PackFile, row: string, field: string | null): number => {
  const rows: unknown = isObject(file.data) ? file.data['rows'] : undefined;
  const ids = Array.isArray(rows) ? rows.map((one: unknown) => (isObject(one) ? one['id'] : undefined)) : [];
  const found = field === 'id' ? ids.lastIndexOf(row) : ids.indexOf(row);
  return found === -1 ? Number(row) - 1 : found;
};
