/** Readings of parsed YAML, of which nothing is known yet. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';
export const isOneOf = (value: unknown, allowed: readonly string[]): value is string =>
  typeof value === 'string' && allowed.includes(value);

/** A value as it stands in a message: short enough to read. */
export const show = (value: unknown): string => {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

/** Tells every field that is not allowed, and which are. */
export const refuseUnknown = (
  data: Record<string, unknown>,
  allowed: readonly string[],
  fault: (field: string, message: string) => void,
): void => {
  for (const field of Object.keys(data)) if (!allowed.includes(field)) fault(field, `is no field here; write one of ${allowed.join(', ')}`);
};
