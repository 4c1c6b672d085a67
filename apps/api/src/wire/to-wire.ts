import { formatYuan, type Instant, isInstant, toIso } from '@goufu/domain';

// Epoch milliseconds of a date after 1990: no count and no rank is that large.
const isEpoch = (value: number): value is Instant => value > 631_152_000_000 && isInstant(value);

/** A view as it travels: fen as yuan (as they are in a field that ends in `Fen`), instants in +08:00 with milliseconds, exact fractions as text. */
export const toWire = (value: unknown, key = ''): unknown => {
  if (typeof value === 'bigint') return key.endsWith('Fen') ? value.toString() : formatYuan(value);
  if (typeof value === 'number') return isEpoch(value) ? toIso(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item) => toWire(item, key));
  const { num, den } = value as { num?: unknown; den?: unknown };
  if (typeof num === 'bigint' && typeof den === 'bigint' && Object.keys(value).length === 2) return den === 1n ? `${num}` : `${num}/${den}`;
  const wire: [string, unknown][] = [];
  for (const name of Object.keys(value)) {
    const member = (value as Record<string, unknown>)[name];
    if (member !== undefined) wire.push([name, toWire(member, name)]);
  }
  // Not assigned one by one: a member called `__proto__` stays a member.
  return Object.fromEntries(wire);
};
