import { dateOf, type Instant, type Rules, type WorkingCalendar } from '@goufu/domain';
import type { RuleBook } from '@goufu/rules';

/** Law and calendars as the engine gets them: today's rules of a jurisdiction, with every pack that a pin may name. */
export interface Law {
  rules(jurisdiction: string, today: Instant): Rules;
  readonly calendar: WorkingCalendar;
  /** Looks for packs that other releases have kept since: a case may be pinned to one that this process has not met. */
  learn?(): Promise<void>;
  /** Those that have a pack: of any other nothing is known. */
  readonly jurisdictions: readonly string[];
}
/** Law as the engine asks for it: the packs of a book, seen on the realm's own day, and the working calendar. */
export const lawOf = (book: RuleBook, calendar: WorkingCalendar): Law => ({
  rules: (jurisdiction, today) => book.at(jurisdiction, dateOf(today)),
  calendar,
  jurisdictions: book.jurisdictions,
});
