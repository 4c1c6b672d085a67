import { type Rule, table } from '../../kernel/rules.js';

/** What of a need must not be bought as a service, and what the list knows nothing of: a fact declared in vain. */
export const onNegativeList = (
  list: Rule,
  facts: Readonly<Record<string, boolean>>,
): { readonly forbidden: readonly { readonly item: number; readonly fact: string }[]; readonly known: readonly string[] } => {
  const items = table<readonly { readonly item: number; readonly fact: string }[]>(list);
  return {
    forbidden: items.filter(({ fact }) => Object.hasOwn(facts, fact) && facts[fact] === true).map(({ item, fact }) => ({ item, fact })),
    known: items.map(({ fact }) => fact),
  };
};
