/**
 * The keys under which a place in nested data may be found, the most exact one first: `submitPlan:plan.amount`, `plan.amount`, `amount`. So a word that
 * means different things says so where it does. A command's key is a whole path from the top of its form: what `amount` means there it does not mean
 * in the invoice within. Places in a list (`0`, `-`, `*`) are no part of a name.
 */
export const keysOf = (path: readonly string[], command?: string): readonly string[] => {
  const names = path.filter((name) => !/^(\d+|[-*])$/.test(name));
  const suffixes = names.map((_, index) => names.slice(index).join('.'));
  return command === undefined ? suffixes : [`${command.slice(command.lastIndexOf('.') + 1)}:${names.join('.')}`, ...suffixes];
};
/** What stands for a place. */
export const lookedUp = <T>(table: ReadonlyMap<string, T>, path: readonly string[], command?: string): T | null => {
  for (const key of keysOf(path, command)) {
    const found = table.get(key);
    if (found !== undefined) return found;
  }
  return null;
};

/** One table of several; a key that stands in two of them is a word said twice, and none of them would be the one that counts. */
export const gathered = <T>(...tables: readonly Readonly<Record<string, T>>[]): ReadonlyMap<string, T> => {
  const all = new Map<string, T>();
  for (const [key, value] of tables.flatMap((table) => Object.entries(table))) {
    if (all.has(key)) throw new Error(`${key} has two labels (libs/labels)`);
    all.set(key, value);
  }
  return all;
};
