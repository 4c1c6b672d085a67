// Looks into the rule packs without a database: `npm run rules -- check | list | explain | diff | what-changes`. Ends with 1 where the packs or the
// question are refused, with 2 where the command is none.
import { createHash } from 'node:crypto';
import { readPacks } from '@goufu/config';
import { dateOf, type Instant } from '@goufu/domain';
import { buildStacks, libraryOf, PacksRefused } from '@goufu/rules';
import { answerRules } from './rules-command.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

const { PACKS_DIR } = process.env;
const answer = answerRules(
  process.argv.slice(2),
  () => {
    const files = readPacks(PACKS_DIR);
    try {
      return libraryOf(files, buildStacks(files, sha256));
    } catch (error) {
      if (error instanceof PacksRefused) return error.faults;
      throw error;
    }
  },
  dateOf(Date.now() as Instant),
);
process[answer.code === 0 ? 'stdout' : 'stderr'].write(`${answer.text}\n`);
process.exitCode = answer.code;
