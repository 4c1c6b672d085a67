import type { PlainDate, RuleValue, Sentence } from '@goufu/domain';
import type { Counting, StackedVersion } from '../pack.js';
import { outside, periodSentence, valueWords } from './words.js';

/** A value of a rule as somebody outside reads it. Amounts of the units `fen` and `fenTable` are yuan; tables stand as in the pack. */
export interface VersionSeen extends Counting {
  readonly value: RuleValue;
  readonly unit: string;
  readonly words: Sentence;
  /** How a period is counted; null for what is none. */
  readonly sentence: Sentence | null;
  readonly citation: string;
  readonly quoted: string | null;
  readonly notes: string | null;
  readonly verified: boolean;
  /** The pack that says it. */
  readonly jurisdiction: string;
  readonly from: PlainDate;
  /** Its last day; null: until another value follows. */
  readonly to: PlainDate | null;
}

export const seen = (version: StackedVersion): VersionSeen => {
  const { value, unit, kind, dayOne, roll, edge, citation, quoted, notes, verified, jurisdiction, from, to } = version;
  return {
    value: outside(value, unit),
    unit,
    words: valueWords(value, unit),
    sentence: periodSentence(version),
    ...(kind === undefined ? {} : { kind }),
    ...(dayOne === undefined ? {} : { dayOne }),
    ...(roll === undefined ? {} : { roll }),
    ...(edge === undefined ? {} : { edge }),
    citation,
    quoted: quoted ?? null,
    notes: notes ?? null,
    verified,
    jurisdiction,
    from,
    to: to ?? null,
  };
};
export const seenOrNull = (version: StackedVersion | undefined): VersionSeen | null => (version ? seen(version) : null);
