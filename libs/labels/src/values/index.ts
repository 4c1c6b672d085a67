import { eventLabels } from '../events/index.js';
import { gathered, keysOf } from '../lookup.js';
import type { Label } from '../label.js';
import { courseValues } from './course.js';
import { packValues } from './packs.js';
import { purchaseValues } from './purchase.js';
import { subjectValues } from './subjects.js';

/** Every closed set of words, by the fields that take it: looked up as fields are. */
export const valueLabels: ReadonlyMap<string, Readonly<Record<string, Label>>> = gathered(
  courseValues,
  subjectValues,
  purchaseValues,
  packValues,
  // A posting is remembered by the event that made it.
  { 'items.memo': { ...eventLabels['purchase'], ...eventLabels['budget'] } },
);

/** By the last name of its place and itself, each word that means the same wherever that name stands. */
const anywhere = new Map<string, Label | null>();
for (const [key, words] of valueLabels)
  for (const [word, label] of Object.entries(words)) {
    const name = `${key.slice(Math.max(key.lastIndexOf('.'), key.lastIndexOf(':')) + 1)} ${word}`;
    const other = anywhere.get(name);
    anywhere.set(name, other === undefined || other?.zh === label.zh ? label : null);
  }

/** A word with its number: a stage with its round (`tender:2`), a thing that the system numbers (`breach-1`), an account by year or code (`planned-2026`). */
const counted = /^(.+?)([:-])([A-Z]?\d+)$/;

/**
 * The label of a word at a place in a form or in a view; the place is named as for `fieldLabel`, a single name will do where it means one thing.
 * Null: no word of a closed set, but what somebody wrote or named.
 */
export const valueLabel = (place: string | readonly string[], value: string, command?: string): Label | null => {
  const names = typeof place === 'string' ? [place] : place;
  const keys = keysOf(names, command);
  const said = (word: string): Label | null => {
    for (const key of keys) {
      const words = valueLabels.get(key);
      if (words !== undefined && Object.hasOwn(words, word)) return words[word] ?? null;
    }
    // A name alone tells what it means only where it means one thing.
    return names.length === 1 ? (anywhere.get(`${names[0]} ${word}`) ?? null) : null;
  };
  // The account of a budget line is named by what stands behind the line's own id.
  const named = value.slice(value.lastIndexOf('#') + 1);
  const whole = said(named);
  if (whole) return whole;
  const [, word = '', sign, number] = counted.exec(named) ?? [];
  const part = said(word);
  if (!part) return null;
  return sign === ':'
    ? { zh: `${part.zh}（第${number}轮）`, en: `${part.en} (round ${number})` }
    : { zh: `${part.zh}（${number}）`, en: `${part.en} ${number}` };
};
