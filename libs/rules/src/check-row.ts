import { type Anchor, isPlainDate, type PlainDate, type Roll, type RuleValue } from '@goufu/domain';
import { UNITS, valueFaults } from './check-value.js';
import { ANCHORS, OPENINGS, type Opening, ROLLS, type Row, SWITCHES, type Switch, type Version } from './pack.js';
import { isObject, isOneOf, isText, refuseUnknown, show } from './shapes.js';

const VERSION_FIELDS = ['value', 'from', 'to', 'citation', 'quoted', 'verified', 'kind', 'dayOne', 'roll', 'edge'];
const ROW_FIELDS = ['id', 'unit', 'anchor', 'open', 'switches', 'addition', 'notes', 'dated', ...VERSION_FIELDS];
const ENUMS: Readonly<Record<string, readonly string[]>> = {
  anchor: ANCHORS,
  unit: UNITS,
  open: OPENINGS,
  kind: ['no-later-than', 'at-least'],
  dayOne: ['excluded', 'included'],
  roll: ROLLS,
  edge: ['day', 'strict'],
};

// Words joined by dots; the targets of a policy document keep the number that they have in the list of its mechanisms: B-21.
const ID = /^(?:[a-z][A-Za-z0-9_]*(\.[A-Za-z0-9_-]+)*|[A-Z]-\d{2})$/;

/** Fields that hold for every row of a file which does not say otherwise. */
export type RowDefaults = Readonly<Record<string, unknown>>;
type Report = (row: string, field: string | null, message: string) => void;

/** Checks one row by itself; what only the row above can say is checked when packs are stacked. An empty list means that nothing could be read. */
export const checkRow = (file: string, index: number, data: unknown, defaults: RowDefaults, report: Report): readonly Row[] => {
  if (!isObject(data)) {
    report(`${index + 1}`, null, `is ${show(data)}; write a row with id, value, unit, anchor, citation, from and verified`);
    return [];
  }
  const id = typeof data['id'] === 'string' && ID.test(data['id']) ? data['id'] : null;
  const name = id ?? `${index + 1}`;
  const fault = (field: string | null, message: string): void => report(name, field, message);
  if (id === null) fault('id', `is ${show(data['id'])}; write words joined by dots, such as contract.sign`);
  refuseUnknown(data, ROW_FIELDS, fault);

  const row = { ...defaults, ...data };
  for (const [field, allowed] of Object.entries(ENUMS)) {
    const value = row[field];
    if (value !== undefined && !isOneOf(value, allowed)) fault(field, `is ${show(value)}; write one of ${allowed.join(', ')}`);
  }
  for (const field of ['notes', 'quoted', 'citation'])
    if (row[field] !== undefined && !isText(row[field]))
      fault(field, `is ${show(row[field])}; write a text that is not blank, or leave it out`);
  if (row['addition'] !== undefined && row['addition'] !== true)
    fault('addition', `is ${show(row['addition'])}; write true or leave it out`);
  const switches = row['switches'] ?? [];
  if (!Array.isArray(switches) || !switches.every((entry) => (SWITCHES as readonly unknown[]).includes(entry)))
    fault('switches', `is ${show(switches)}; write a list of ${SWITCHES.join(', ')}`);

  const versions = versionsOf(row, fault);
  if (id === null) return [];
  return [
    {
      id,
      file,
      versions,
      addition: row['addition'] === true,
      switches: Array.isArray(switches) ? (switches as Switch[]) : [],
      ...(isText(row['unit']) ? { unit: row['unit'] } : {}),
      ...(isText(row['anchor']) ? { anchor: row['anchor'] as Anchor } : {}),
      ...(isText(row['open']) ? { open: row['open'] as Opening } : {}),
      ...(isText(row['notes']) ? { notes: row['notes'] } : {}),
    },
  ];
};

const versionsOf = (row: Record<string, unknown>, fault: (field: string | null, message: string) => void): readonly Version[] => {
  const dated = row['dated'];
  if (dated === undefined) return [versionOf(row, row, '', fault)];
  if (!Array.isArray(dated) || dated.length === 0 || !dated.every(isObject)) {
    fault('dated', `is ${show(dated)}; write a list of values with their dates, or \`value\` and \`from\` alone`);
    return [];
  }
  const versions = dated.map((entry, index) => {
    const at = `dated[${index}]`;
    refuseUnknown(entry, VERSION_FIELDS, (field, message) => fault(`${at}.${field}`, message));
    if (entry['from'] === undefined) fault(`${at}.from`, 'is missing; write the first day on which it holds');
    return versionOf({ ...row, ...entry }, entry, `${at}.`, fault);
  });
  for (const [index, version] of versions.entries()) {
    const before = versions[index - 1];
    if (before && before.from >= version.from)
      fault(`dated[${index}].from`, `is ${version.from}, not after ${before.from}; write the oldest value first`);
    else if (before?.to !== undefined && before.to >= version.from)
      fault(`dated[${index - 1}].to`, `is ${before.to}, but the next value begins on ${version.from}; end it the day before`);
  }
  return versions;
};

/** `whole` carries the row's fields under those of the entry; faults are told at the entry. */
const versionOf = (
  whole: Record<string, unknown>,
  entry: Record<string, unknown>,
  at: string,
  fault: (field: string | null, message: string) => void,
): Version => {
  const { from, to, value, unit, citation, quoted, verified } = whole;
  if (!isPlainDate(from)) fault(`${at}from`, `is ${show(from)}; write the first day in quotes, such as '2020-03-01'`);
  if (to !== undefined && !isPlainDate(to)) fault(`${at}to`, `is ${show(to)}; write the last day in quotes, or leave it out`);
  else if (isPlainDate(from) && isPlainDate(to) && to < from)
    fault(`${at}to`, `is ${to}, before ${from}; write the last day on which it holds`);
  if (!isText(citation)) fault(`${at}citation`, 'is missing; write the text and article, such as 财政部令第87号第十六条');
  if (typeof verified !== 'boolean') fault(`${at}verified`, `is ${show(verified)}; write true if the text was read, else false`);
  if (value !== undefined && typeof unit === 'string') for (const message of valueFaults(unit, value)) fault(`${at}value`, message);
  if (at !== '')
    for (const field of ['kind', 'dayOne', 'roll', 'edge'])
      if (entry[field] !== undefined && !isOneOf(entry[field], ENUMS[field] ?? []))
        fault(`${at}${field}`, `is ${show(entry[field])}; write one of ${ENUMS[field]?.join(', ')}`);
  return {
    from: from as PlainDate,
    citation: citation as string,
    verified: verified as boolean,
    ...(value === undefined ? {} : { value: value as RuleValue }),
    ...(to === undefined ? {} : { to: to as PlainDate }),
    ...(isText(quoted) ? { quoted } : {}),
    ...pick(whole, 'kind', 'dayOne', 'edge'),
    ...(isText(whole['roll']) ? { roll: whole['roll'] as Roll } : {}),
  };
};

const pick = (from: Record<string, unknown>, ...fields: readonly string[]): object =>
  Object.fromEntries(fields.filter((field) => from[field] !== undefined).map((field) => [field, from[field]]));
