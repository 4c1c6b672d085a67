/** Fen of an amount in yuan with exactly two decimals (`1622400.00`), or null when the text is anything else. At most 13 digits before the point. */
export const fenOf = (text: unknown): bigint | null =>
  typeof text === 'string' && /^(0|[1-9]\d{0,12})\.\d{2}$/.test(text) ? BigInt(text.replace('.', '')) : null;

/** Yuan with two decimals, the only form of money on the wire. */
export const yuan = (fen: bigint): string => {
  const digits = fen.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** `hundredths` of a per cent of an amount, cut off below the fen. */
export const shareOf = (fen: bigint, hundredths: bigint): bigint => (fen * hundredths) / 10_000n;
