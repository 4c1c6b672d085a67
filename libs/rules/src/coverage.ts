import type { Library } from './library/library.js';
import { isObject, isOneOf, isText, refuseUnknown, show } from './shapes.js';

/** What becomes of a row of the law here. `manual`: its facts never enter the system. */
export const COVERAGE_KINDS = ['value', 'check', 'manual', 'not yet'] as const;
type CoverageKind = (typeof COVERAGE_KINDS)[number];

/** One row of the law and what carries it. */
export interface CoveredRow {
  readonly section: string;
  readonly row: string;
  readonly kind: CoverageKind;
  /** Ids of the packs that hold its figures. */
  readonly rules: readonly string[];
  /** Files of a check that has no figure of its own. */
  readonly where: readonly string[];
  /** Its specs. */
  readonly tests: readonly string[];
  readonly notes: string | null;
}

/** Reads the list and says everything that is wrong with it: a row without a kind, a rule that no pack has, a reason that is missing. */
export const coverageOf = (
  data: unknown,
  library: Library,
): { readonly rows: readonly CoveredRow[]; readonly faults: readonly string[] } => {
  const faults: string[] = [];
  const rows: CoveredRow[] = [];
  const known = new Set(library.jurisdictions.flatMap((one) => Object.keys(library.stack(one).rows)));
  const sections = isObject(data) && isObject(data['sections']) ? data['sections'] : {};
  if (Object.keys(sections).length === 0) faults.push('sections is empty; write the rows of each section');
  for (const [section, entries] of Object.entries(sections))
    for (const entry of Array.isArray(entries) ? (entries as unknown[]) : [null]) {
      if (!isObject(entry) || !isText(entry['row'])) {
        faults.push(`section ${section}: ${show(entry)} is no row; write { row, kind }`);
        continue;
      }
      const { row, kind, notes } = entry;
      const fault = (message: string): void => void faults.push(`${row}: ${message}`);
      refuseUnknown(entry, ['row', 'kind', 'rules', 'where', 'tests', 'notes'], (field, message) => fault(`${field} ${message}`));
      if (!isOneOf(kind, COVERAGE_KINDS)) {
        fault(`kind is ${show(kind)}; write one of ${COVERAGE_KINDS.join(', ')}`);
        continue;
      }
      const rules = entry['rules'] === undefined && kind === 'value' ? [row] : textsOf(entry['rules']);
      const where = textsOf(entry['where']);
      const tests = textsOf(entry['tests']);
      for (const id of rules) if (!known.has(id)) fault(`names the rule ${id}, which no pack has`);
      if (kind === 'value' && rules.length === 0) fault('rules is empty; write the ids that hold its figures');
      if (kind === 'check' && where.length === 0) fault('where is missing; write the files that check it');
      if (kind === 'check' && where.length > 0 && tests.length === 0) fault('tests is missing; write the specs that prove it');
      if ((kind === 'manual' || kind === 'not yet') && !isText(notes)) fault('notes is missing; write the reason');
      if (rows.some((one) => one.row === row)) fault('stands twice');
      rows.push({ section, row, kind: kind as CoverageKind, rules, where, tests, notes: isText(notes) ? notes : null });
    }
  return { rows, faults };
};

const textsOf = (value: unknown): readonly string[] => (Array.isArray(value) ? value.filter(isText) : []);

/** A file of the tree that may name a rule. */
export interface NamingFile {
  readonly path: string;
  readonly text: string;
}

/** Where a rule stands: its packs, the code that asks for it, the rows that name it, the specs that name it. */
export interface RulePlaces {
  readonly packs: readonly string[];
  readonly asked: readonly string[];
  readonly namedBy: readonly string[];
  readonly tests: readonly string[];
}

/** `code` and `specs` are the sources of the tree, comments of the code taken out. */
export const rulePlaces = (id: string, library: Library, code: readonly NamingFile[], specs: readonly NamingFile[]): RulePlaces => {
  const quoted = [`'${id}'`, `"${id}"`, `\`${id}\``];
  const naming = (files: readonly NamingFile[]): readonly string[] =>
    files.filter(({ text }) => quoted.some((one) => text.includes(one))).map(({ path }) => path);
  const namedBy = library.jurisdictions.flatMap((one) =>
    Object.entries(library.stack(one).rows)
      .filter(([other, { versions }]) => other !== id && versions.some(({ value }) => wordsIn(value).includes(id)))
      .map(([other]) => other),
  );
  return {
    packs: library.jurisdictions.flatMap((one) => library.shelf(one).rows.get(id)?.row.file ?? []),
    asked: naming(code),
    namedBy: [...new Set(namedBy)],
    tests: naming(specs),
  };
};

const wordsIn = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsIn) : [];
