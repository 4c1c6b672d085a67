// Looks into the rule packs without a database: `npm run rules -- check | list | explain | diff | what-changes`. Ends with 1 where the packs or the
// question are refused, with 2 where the command is none.
import { dateOf, type Instant } from '@goufu/domain';
import { PacksRefused } from '@goufu/rules';
import { packsOf } from './law.js';
import { answerRules } from './rules-command.js';

const { PACKS_DIR } = process.env;
const answer = answerRules(
  process.argv.slice(2),
  () => {
    try {
      return packsOf(PACKS_DIR).library;
    } catch (error) {
      if (error instanceof PacksRefused) return error.faults;
      throw error;
    }
  },
  dateOf(Date.now() as Instant),
);
process[answer.code === 0 ? 'stdout' : 'stderr'].write(`${answer.text}\n`);
process.exitCode = answer.code;
