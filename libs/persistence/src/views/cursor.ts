/** The place after which a list goes on: the sort value of the last row and its id, never a number that other cases draw from too. */
export type Place = readonly (string | number | null)[];

/** The text is no cursor of this list. */
export class BadCursor extends Error {}

/** The text of a place. */
export const cursorOf = (place: Place): string => Buffer.from(JSON.stringify(place), 'utf8').toString('base64url');

/** Reads a cursor whose members must be of these types; throws `BadCursor` on anything else. */
export const placeOf = (cursor: string | undefined, shape: readonly ('number' | 'number?' | 'string')[]): Place | null => {
  if (cursor === undefined) return null;
  let place: unknown;
  try {
    place = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    throw new BadCursor();
  }
  if (!Array.isArray(place) || place.length !== shape.length) throw new BadCursor();
  shape.forEach((type, at) => {
    const value: unknown = (place as unknown[])[at];
    const fits =
      type === 'string'
        ? typeof value === 'string' && !value.includes('\0')
        : (value === null && type === 'number?') || (Number.isSafeInteger(value) && Math.abs(value as number) <= 8.64e15);
    if (!fits) throw new BadCursor();
  });
  return place as Place;
};

export interface Page<T> {
  readonly items: readonly T[];
  /** Give it back to go on; null: this was the last page. */
  readonly next: string | null;
}

/** A page out of one row more than it holds. */
export const pageOf = <R, T>(rows: readonly R[], limit: number, item: (row: R) => T, place: (row: R) => Place): Page<T> => {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(item), next: rows.length > limit && last !== undefined ? cursorOf(place(last)) : null };
};

/** A page of a list that is at hand whole and stands in the order of its keys. */
export const pageAfter = <T>(all: readonly T[], key: (item: T) => string, cursor: string | undefined, limit: number): Page<T> => {
  const place = placeOf(cursor, ['string']);
  const rest = place ? all.filter((item) => key(item) > (place[0] as string)) : all;
  return pageOf(
    rest,
    limit,
    (item) => item,
    (item) => [key(item)],
  );
};

/** A count that stops: whoever has more than a thousand needs no exact number. */
export interface Count {
  readonly value: number;
  readonly more: boolean;
}
export const COUNT_LIMIT = 1000;
export const countOf = (found: number): Count => ({ value: Math.min(found, COUNT_LIMIT), more: found > COUNT_LIMIT });
