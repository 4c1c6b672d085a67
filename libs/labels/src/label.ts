/** What people read where the code has a name. */
export interface Label {
  readonly zh: string;
  readonly en: string;
}
/** `publishTenderNotice` or `other-method` as words. */
export const inWords = (name: string): string =>
  name
    .replaceAll('-', ' ')
    .replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
    .trim();

/** The English of a name that says it itself. */
export const labelled = <T extends string>(chinese: Readonly<Record<T, string>>): Readonly<Record<T, Label>> =>
  Object.fromEntries(Object.entries<string>(chinese).map(([name, zh]) => [name, { zh, en: inWords(name) }])) as Record<T, Label>;

/** Both languages, side by side as the tables are written. */
export type Pair = readonly [zh: string, en: string];
export const paired = <T extends string>(pairs: Readonly<Record<T, Pair>>): Readonly<Record<T, Label>> =>
  Object.fromEntries(Object.entries<Pair>(pairs).map(([name, [zh, en]]) => [name, { zh, en }])) as Record<T, Label>;

/** A label with a line on what to do or what to write, where a label alone leaves a clerk in doubt. */
export interface HintedLabel extends Label {
  readonly hint?: Label;
}
export type Hinted = Pair | readonly [zh: string, en: string, hintZh: string, hintEn: string];
export const hinted = <T extends string>(table: Readonly<Record<T, Hinted>>): Readonly<Record<T, HintedLabel>> =>
  Object.fromEntries(
    Object.entries<Hinted>(table).map(([name, [zh, en, hintZh, hintEn]]) => [
      name,
      hintZh === undefined || hintEn === undefined ? { zh, en } : { zh, en, hint: { zh: hintZh, en: hintEn } },
    ]),
  ) as Record<T, HintedLabel>;
