import type { ColumnOptions } from 'typeorm';

/** Epoch milliseconds inside, `timestamptz(3)` in the table. */
export const instant: ColumnOptions = {
  type: 'timestamptz',
  precision: 3,
  transformer: {
    to: (at: number | null | undefined) => (typeof at === 'number' ? new Date(at) : at),
    from: (stored: Date | number | null) => (stored instanceof Date ? stored.getTime() : stored),
  },
};
/** Whole fen, or any other number that may pass 2^53. */
export const big = {
  type: 'bigint',
  transformer: {
    to: (value: bigint | null | undefined) => (typeof value === 'bigint' ? value.toString() : value),
    from: (stored: string | bigint | null) => (typeof stored === 'string' ? BigInt(stored) : stored),
  },
} as const;
export const text = { type: 'text' } as const;
export const texts = { type: 'text', array: true } as const;
export const json = { type: 'jsonb' } as const;
export const clock = (options: ColumnOptions): ColumnOptions => ({ ...options, default: () => 'clock_timestamp()' });
export const orNull = (options: ColumnOptions): ColumnOptions => ({ ...options, nullable: true });
