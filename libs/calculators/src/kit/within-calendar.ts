import { type PlainDate, refuse, refuseYear, type WorkingCalendar, yearOf, YearUnknown } from '@goufu/domain';
import { type Problem, problemsOf } from './problem.js';

/** Days that an input names, each asked of the calendar before anything is counted from it. */
export const outsideCalendar = (
  days: readonly { readonly day: PlainDate; readonly pointer: string }[],
  calendar: WorkingCalendar,
): readonly Problem[] =>
  days.flatMap(({ day, pointer }) => {
    const refused = refuseYear(calendar, day, pointer);
    return refused ? problemsOf(refused) : [];
  });

/** What is reckoned, or a refusal where it runs out of the years that the calendar holds. */
export const withinCalendar = <T>(
  calendar: WorkingCalendar,
  pointer: string,
  reckon: () => T,
): T | { readonly refused: readonly Problem[] } => {
  try {
    return reckon();
  } catch (error) {
    // The year 10000 cannot be written either.
    if (!(error instanceof YearUnknown) && !(error instanceof RangeError && /^year \d+ cannot be written$/.test(error.message)))
      throw error;
    const meta = { lastYear: calendar.lastYear ?? yearOf('9999-12-31' as PlainDate) };
    return { refused: problemsOf(refuse('calendar.year_after_last_table', { pointer, meta })) };
  }
};
