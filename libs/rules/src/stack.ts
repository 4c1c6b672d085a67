import { addDays, decode, encode, isPlainDate, type Json, type PlainDate, type RuleValue } from '@goufu/domain';
import { valueFaults } from './check-value.js';
import { narrowingFault, openingFits } from './narrow.js';
import {
  type Counting,
  DAY_UNITS,
  type Opening,
  type Pack,
  type PackFault,
  PERIOD_UNITS,
  type Row,
  type Sha256,
  type Stack,
  type StackedRow,
  type StackedVersion,
  SWITCHES,
  type Switch,
  type Version,
} from './pack.js';
import { show } from './shapes.js';

/** A row while packs are laid over one another: what is in force so far, and what the pack above leaves open. */
interface Layered {
  readonly row: Row;
  readonly unit: string;
  readonly anchor: StackedRow['anchor'];
  readonly counting: Counting;
  readonly open: Opening | undefined;
  readonly switches: readonly Switch[];
  readonly versions: readonly StackedVersion[];
}

/** Lays packs over one another, the nation first. A lower row may only narrow or fill what the row above leaves open. */
export const layPacks = (chain: readonly Pack[]): { readonly content: StackContent; readonly faults: readonly PackFault[] } => {
  const faults: PackFault[] = [];
  const layered = new Map<string, Layered>();
  for (const pack of chain)
    for (const row of pack.rows) {
      const above = layered.get(row.id);
      const fault = (field: string | null, message: string): void => {
        faults.push({ file: row.file, row: row.id, field, message });
      };
      const laid = above ? layOver(above, row, pack, fault) : begin(row, pack, chain[0] === pack, fault);
      if (laid) layered.set(row.id, laid);
    }
  for (const { row, versions } of layered.values())
    for (const id of new Set(versions.flatMap(({ value }) => referencesOf(value))))
      if (!layered.has(id)) {
        const message = `names the rule \`${id}\`, which no pack has; write an id that stands in a pack`;
        faults.push({ file: row.file, row: row.id, field: 'value', message });
      }
  const rows = Object.fromEntries([...layered].map(([id, { anchor, versions }]) => [id, { anchor, versions }]));
  const jurisdictions = chain.map((pack) => pack.jurisdiction);
  return { content: { jurisdiction: jurisdictions.at(-1) ?? '', chain: jurisdictions, rows }, faults };
};

/** A stack that has its name: the hash of its content. */
export const sealStack = (content: StackContent, sha256: Sha256): Stack => ({ ...content, hash: sha256(textOf(content)) });

/** The stack as text that PostgreSQL keeps under its hash: equal stacks, equal bytes. */
export const stackToJson = ({ jurisdiction, chain, rows }: Stack): string => textOf({ jurisdiction, chain, rows });

/** Reads what `stackToJson` wrote; the hash is computed anew, so a changed text is found under another name. */
export const stackFromJson = (json: string, sha256: Sha256): Stack => ({
  ...(decode(json) as unknown as StackContent),
  hash: sha256(json),
});

type StackContent = Omit<Stack, 'hash'>;
const textOf = (content: StackContent): string => encode(content as unknown as Json);

type Fault = (field: string | null, message: string) => void;

/** A row that no pack above has. */
const begin = (row: Row, pack: Pack, top: boolean, fault: Fault): Layered | null => {
  if (!top && !row.addition) {
    fault('id', "is no row of a pack above; correct the id, or write `addition: true` if it is this pack's own");
    return null;
  }
  if (top && row.addition) fault('addition', 'has no pack above to add to; leave it out');
  if (row.unit === undefined) fault('unit', 'is missing; write what the value counts, such as workingDay or fen');
  if (row.anchor === undefined) fault('anchor', 'is missing; write the event whose date decides which version is in force, such as notice');
  if (row.unit === undefined || row.anchor === undefined) return null;
  if (row.open !== undefined && !openingFits(row.open, row.unit))
    fault('open', `is ${row.open}, which does not fit ${row.unit}; write fill, or leave it out`);
  const unit = row.unit;
  const versions = row.versions.filter(hasValue).map((version) => stacked(version, { ...version }, unit, row, pack));
  if (versions.length === 0 && row.open !== 'fill') fault('value', 'is missing; write it, or `open: fill` if a pack below sets it');
  for (const version of versions.length > 0 ? versions : row.versions)
    for (const [field, message] of countingFaults(unit, version)) fault(field, message);
  const [first] = row.versions;
  return {
    row,
    unit,
    anchor: row.anchor,
    counting: first ? countingOf(first) : {},
    open: row.open,
    switches: row.switches,
    versions: versions.toReversed(),
  };
};

const layOver = (above: Layered, row: Row, pack: Pack, fault: Fault): Layered => {
  const both = `${row.file} over ${above.row.file}`;
  const free = above.open === 'fill';
  if (row.addition) fault('addition', `stands already above (${both}); leave \`addition\` out`);
  if (!free && row.unit !== undefined && row.unit !== above.unit)
    fault('unit', `is ${row.unit}, above it is ${above.unit} (${both}); leave it out`);
  if (row.anchor !== undefined && row.anchor !== above.anchor)
    fault('anchor', `is ${row.anchor}, above it is ${above.anchor} (${both}); leave it out`);
  const unit = free ? (row.unit ?? above.unit) : above.unit;
  for (const version of row.versions) {
    if (version.value === undefined) continue;
    if (row.unit === undefined) for (const message of valueFaults(unit, version.value)) fault('value', message);
    if (free || valueFaults(unit, version.value).length > 0) continue;
    for (const upper of inForceDuring(version, above.versions)) {
      if (valueFaults(unit, upper.value).length > 0) continue;
      const message = narrowingFault(above.open, upper.value, version.value);
      if (message) fault('value', `is ${show(version.value)}, above it is ${show(upper.value)} and ${message} (${both})`);
    }
  }
  const versions = row.versions.flatMap((version) => laidVersions(above, row, pack, version, unit, free, both, fault));
  return {
    row,
    unit,
    anchor: above.anchor,
    counting: above.counting,
    // what a pack filled is closed below it, unless it opens it again
    open: free ? row.open : (row.open ?? above.open),
    switches: above.switches,
    versions: [...versions.toReversed(), ...above.versions],
  };
};

/** One lower version, completed from above; a version without a value keeps the values above and only throws a switch. */
const laidVersions = (
  above: Layered,
  row: Row,
  pack: Pack,
  version: Version,
  unit: string,
  free: boolean,
  both: string,
  fault: Fault,
): readonly StackedVersion[] => {
  const counting = { ...above.counting, ...countingOf(version) };
  for (const field of ['kind', ...SWITCHES] as const) {
    const mine = version[field];
    const theirs = above.counting[field];
    if (mine === undefined || mine === theirs || free || (field !== 'kind' && above.switches.includes(field))) continue;
    fault(field, `is ${mine}, above it is ${theirs ?? 'not given'} and no switch (${both}); leave it out`);
  }
  if (version.value !== undefined) {
    const laid = stacked(version as Valued, counting, unit, row, pack);
    for (const [field, message] of countingFaults(unit, laid)) fault(field, message);
    return [laid];
  }
  const upper = above.versions.filter((other) => meet(version, other));
  if (upper.length === 0) fault('value', `is missing and nothing stands above on those days (${both}); write it`);
  return upper.toReversed().map((other) => ({
    ...stacked({ ...version, value: other.value }, counting, unit, row, pack),
    from: other.from > version.from ? other.from : version.from,
    ...earlierEnd(version, other),
  }));
};

type Valued = Version & { readonly value: RuleValue };
const hasValue = (version: Version): version is Valued => version.value !== undefined;

const stacked = (version: Valued, counting: Counting, unit: string, row: Row, pack: Pack): StackedVersion => ({
  from: version.from,
  ...(version.to === undefined ? {} : { to: version.to }),
  value: version.value,
  unit,
  citation: version.citation,
  ...(version.quoted === undefined ? {} : { quoted: version.quoted }),
  ...(row.notes === undefined ? {} : { notes: row.notes }),
  verified: version.verified,
  jurisdiction: pack.jurisdiction,
  ...(PERIOD_UNITS.includes(unit) ? periodOf(unit, counting) : {}),
});

/** Working days never end on a day off, and hours and minutes have no last day: they do not roll. */
const periodOf = (unit: string, { kind, dayOne, roll, edge }: Counting): Counting => ({
  ...(kind === undefined ? {} : { kind }),
  ...(unit === 'hour' || unit === 'minute' ? {} : { dayOne, roll: unit === 'workingDay' ? 'none' : roll }),
  ...(kind === 'at-least' ? { edge } : {}),
});

const countingOf = ({ kind, dayOne, roll, edge }: Counting): Counting =>
  Object.fromEntries(Object.entries({ kind, dayOne, roll, edge }).filter(([, value]) => value !== undefined));

const countingFaults = (unit: string, { kind, dayOne, roll, edge }: Counting): readonly (readonly [string, string])[] => {
  if (!PERIOD_UNITS.includes(unit)) return [];
  const days = unit === 'workingDay' || DAY_UNITS.includes(unit);
  return [
    ...(kind === undefined ? [['kind', 'is missing; write no-later-than or at-least'] as const] : []),
    ...(days && dayOne === undefined ? [['dayOne', 'is missing; write excluded or included'] as const] : []),
    ...(DAY_UNITS.includes(unit) && roll === undefined
      ? [['roll', 'is missing; write none, statutory, block or anyNonWorking'] as const]
      : []),
    ...(kind === 'at-least' && edge === undefined ? [['edge', 'is missing; write day or strict'] as const] : []),
  ];
};

type Span = { readonly from: PlainDate; readonly to?: PlainDate };
const meet = (a: Span, b: Span): boolean => (a.to === undefined || a.to >= b.from) && (b.to === undefined || b.to >= a.from);
/** The versions that are in force on some day of a span; one that a nearer pack covers on all those days is not among them. */
const inForceDuring = (span: Span, versions: readonly StackedVersion[]): readonly StackedVersion[] => {
  if (!isPlainDate(span.from)) return [];
  const ends = versions.flatMap(({ to }) => (isPlainDate(to) ? [addDays(to, 1)] : []));
  const turns = [span.from, ...versions.map(({ from }) => from), ...ends].filter((day) => meet(span, { from: day, to: day }));
  const found = turns.map((day) => versions.find((version) => meet(version, { from: day, to: day })));
  return [...new Set(found)].filter((version) => version !== undefined);
};
const earlierEnd = (a: Version, b: StackedVersion): Pick<Version, 'to'> => {
  const ends = [a.to, b.to].filter((end) => end !== undefined).toSorted();
  return ends[0] === undefined ? {} : { to: ends[0] };
};

/** Ids of other rules that a table names: under `chain`, `procedure`, `rules`, or a field ending in `Rule`. */
const referencesOf = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(referencesOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, field]) => {
    const names = key === 'chain' || key === 'procedure' || key === 'rules' || key.endsWith('Rule');
    return names ? [field].flat().filter((id) => typeof id === 'string') : referencesOf(field);
  });
};
