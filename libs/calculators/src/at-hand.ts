import { createHash } from 'node:crypto';
import { readCalendar, readPacks } from '@goufu/config';
import { calendarFrom, dateOf } from '@goufu/domain';
import { buildStacks, type PackFile, RuleBook } from '@goufu/rules';
import type { LawAtHand } from './kit/calculator.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/** Packs and calendars of folders, without a database: the tree's own where none is named. Throws with every fault of every pack. */
export const lawOfFolders = (packs?: string, calendars?: string): LawAtHand => {
  const book = new RuleBook(buildStacks(readPacks(packs) as readonly PackFile[], sha256));
  return {
    jurisdictions: book.jurisdictions,
    calendar: calendarFrom(readCalendar('cn', calendars)),
    rules: (jurisdiction, at) => book.at(jurisdiction, dateOf(at)),
  };
};
