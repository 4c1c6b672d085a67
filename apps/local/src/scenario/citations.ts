import { createHash } from 'node:crypto';
import { readPacks } from '@goufu/config';
import type { PlainDate } from '@goufu/domain';
import { buildStacks, RuleBook } from '@goufu/rules';

/** The article behind a rule's id on a day; null where no pack of the purchase has such a rule. */
export type Cite = (rule: string, on: string) => string | null;

/** How the packs begin where no law says anything, and whoever adopts them decides. */
const MODEL = '示范值';

/** Reads the articles from the packs under which a purchase is played: the purchaser's own, else those of its county. */
export const citer = (jurisdiction: string, bureau: string | null): Cite => {
  const book = new RuleBook(buildStacks(readPacks(), (text) => createHash('sha256').update(text, 'utf8').digest('hex')));
  return (rule, on) => {
    for (const pack of bureau === null ? [jurisdiction] : [bureau, jurisdiction]) {
      const rules = book.at(pack, on as PlainDate);
      if (!rules.has(rule)) continue;
      const { citation } = rules.rule(rule);
      return citation.startsWith(MODEL) ? `${MODEL} ${rule}` : citation;
    }
    return null;
  };
};
