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
