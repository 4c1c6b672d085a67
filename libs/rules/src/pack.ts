import type { Anchor, PeriodUnit, PlainDate, Roll, RuleValue } from '@goufu/domain';

/** One file as its reader found it: `path` is relative to the folder of the packs, with `/`; `fault` stands for data that could not be parsed. */
export interface PackFile {
  readonly path: string;
  readonly data?: unknown;
  readonly fault?: string;
  /** Where a fault of the YAML stands, and the line of each thing by its path (`rows/3/value`), counted from 1; left out where the reader does not know. */
  readonly faultLine?: number;
  readonly lines?: Readonly<Record<string, number>>;
}

/** What is wrong with a pack and what to write instead. */
export interface PackFault {
  readonly file: string;
  /** Counted from 1; left out where nobody knows it. */
  readonly line?: number;
  readonly row: string | null;
  readonly field: string | null;
  readonly message: string;
}

/** All faults of all files at once: whoever mends a pack mends it in one go. */
export class PacksRefused extends Error {
  override readonly name = 'PacksRefused';
  constructor(readonly faults: readonly PackFault[]) {
    super(faults.map(sentence).join('\n'));
  }
}
const sentence = ({ file, line, row, field, message }: PackFault): string =>
  [line === undefined ? file : `${file}:${line}`, row === null ? null : `row ${row}`, field === null ? null : `field ${field}`]
    .filter((part) => part !== null)
    .join(', ') + `: ${message}`;

export const LEVELS = ['national', 'province', 'city', 'county', 'bureau'] as const;
export type Level = (typeof LEVELS)[number];

/** What a pack above allows below it: any value, a smaller or greater one, a range inside, a part of the list, a longer list. */
export const OPENINGS = ['fill', 'lower', 'higher', 'within', 'subset', 'superset'] as const;
export type Opening = (typeof OPENINGS)[number];

/** Readings of the text between which a pack below may choose even if the value is closed. */
export const SWITCHES = ['dayOne', 'roll', 'edge'] as const;
export type Switch = (typeof SWITCHES)[number];

export const PERIOD_UNITS: readonly string[] = ['workingDay', 'calendarDay', 'month', 'year', 'hour', 'minute'] satisfies PeriodUnit[];
export const DAY_UNITS: readonly string[] = ['calendarDay', 'month', 'year'];
export const ROLLS: readonly string[] = ['none', 'statutory', 'block', 'anyNonWorking'] satisfies Roll[];
export const ANCHORS: readonly string[] = [
  'caseStart',
  'notice',
  'bidDeadline',
  'contractSigned',
  'factHappened',
  'filingReceived',
] satisfies Anchor[];

/** How the days of a period are counted. */
export interface Counting {
  readonly kind?: 'no-later-than' | 'at-least';
  readonly dayOne?: 'excluded' | 'included';
  readonly roll?: Roll;
  readonly edge?: 'day' | 'strict';
}

/** A value with its own dates; `to` is its last day. Without `value` the row only declares what a pack below may fill or how it counts. */
export interface Version extends Counting {
  readonly from: PlainDate;
  readonly to?: PlainDate;
  readonly value?: RuleValue;
  readonly citation: string;
  readonly quoted?: string;
  readonly verified: boolean;
}

/** One row of a file, checked by itself; what a lower pack leaves out it takes from the row above. */
export interface Row {
  readonly id: string;
  readonly file: string;
  readonly unit?: string;
  readonly anchor?: Anchor;
  readonly open?: Opening;
  readonly switches: readonly Switch[];
  /** A row of this pack's own, which no pack above has. */
  readonly addition: boolean;
  readonly notes?: string;
  readonly versions: readonly Version[];
}

export interface Pack {
  readonly jurisdiction: string;
  readonly name: { readonly zh: string; readonly en: string };
  readonly level: Level;
  readonly parent: string | null;
  readonly rows: readonly Row[];
}

/** A version as it stands in a stack: complete, and naming who set it. */
export interface StackedVersion extends Counting {
  readonly from: PlainDate;
  readonly to?: PlainDate;
  readonly value: RuleValue;
  readonly unit: string;
  readonly citation: string;
  readonly quoted?: string;
  readonly notes?: string;
  readonly verified: boolean;
  readonly jurisdiction: string;
}
export interface StackedRow {
  readonly anchor: Anchor;
  /** The first one that holds on a date is in force: nearest pack first, newest first within a pack. */
  readonly versions: readonly StackedVersion[];
}
/** National, province, city or county, bureau laid over one another: what a case is pinned to. */
export interface Stack {
  readonly jurisdiction: string;
  /** From the nation down. */
  readonly chain: readonly string[];
  readonly rows: Readonly<Record<string, StackedRow>>;
  /** SHA-256 of `stackToJson`. */
  readonly hash: string;
}

/** Hex digest of a text's UTF-8 bytes; passed in, for this code is pure. */
export type Sha256 = (text: string) => string;
