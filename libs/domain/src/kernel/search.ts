/** Overlapping pairs of characters of a text, for search in Chinese without a dictionary; a one-character text stands for itself. */
export const bigrams = (text: string): string[] => {
  const pairs = new Set<string>();
  for (const word of text.toLowerCase().split(/[\s\p{P}\p{S}]+/u)) {
    const letters = Array.from(word);
    if (letters.length === 1 && letters[0] !== undefined) pairs.add(letters[0]);
    for (let i = 0; i + 1 < letters.length; i += 1) pairs.add(`${letters[i]}${letters[i + 1]}`);
  }
  return [...pairs].sort();
};
