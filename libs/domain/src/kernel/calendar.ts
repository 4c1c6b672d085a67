import type { PlainDate } from './time.js';

export type DayKind = 'working' | 'weekend' | 'statutory' | 'block';

/** A working calendar as data. `block` is a day off by announcement that is not itself a statutory day. */
export interface WorkingCalendar {
  /** Names the data: `cn@2026-1`. Stands in every deadline computed with it. */
  readonly version: string;
  readonly firstYear: number;
  /** Last officially announced year; later ones are provisional. */
  readonly knownUntil: number;
  /** Last year that has data at all; absent where every year has. */
  readonly lastYear?: number;
  kindOf(date: PlainDate): DayKind;
  isWorking(date: PlainDate): boolean;
  isProvisional(date: PlainDate): boolean;
}
