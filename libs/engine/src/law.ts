import { dateOf, type WorkingCalendar } from '@goufu/domain';
import type { RuleBook } from '@goufu/rules';
import type { Law } from './session.js';

/** Law as the engine asks for it: the packs of a book, seen on the realm's own day, and the working calendar. */
export const lawOf = (book: RuleBook, calendar: WorkingCalendar): Law => ({
  rules: (jurisdiction, today) => book.at(jurisdiction, dateOf(today)),
  calendar,
});
