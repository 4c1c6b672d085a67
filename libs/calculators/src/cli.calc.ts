// Reads one input as JSON from standard input and writes the answer as JSON to standard output. Ends with 1 for a refusal, 2 for no such calculator.
import { createHash } from 'node:crypto';
import { readCalendar, readPacks } from '@goufu/config';
import { calendarFrom, dateOf } from '@goufu/domain';
import { buildStacks, type PackFile, RuleBook } from '@goufu/rules';
import { calculate, calculators, type LawAtHand, notJson } from './index.js';

const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');
const [name] = process.argv.slice(2);
const calculator = calculators.find((one) => one.name === name);

if (!calculator) {
  const names = calculators.map((one) => `${one.name} ${one.title.zh}`).join('\n  ');
  console.error(
    `没有名为${name ?? '—'}的计算器。There is no calculator ${name ?? '—'}. npm run --silent calc -- NAME < input.json\n  ${names}`,
  );
  process.exit(2);
}
let text = '';
for await (const chunk of process.stdin.setEncoding('utf8')) text += String(chunk);

const { PACKS_DIR: packs, CALENDARS_DIR: calendars } = process.env;
const book = new RuleBook(buildStacks(readPacks(packs) as readonly PackFile[], sha256));
const law: LawAtHand = {
  jurisdictions: book.jurisdictions,
  calendar: calendarFrom(readCalendar('cn', calendars)),
  rules: (jurisdiction, at) => book.at(jurisdiction, dateOf(at)),
};
const parsed = ((): { readonly input: unknown } | null => {
  try {
    return { input: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
})();
const answer = parsed ? calculate(calculator, parsed.input, law) : notJson();
process.stdout.write(`${JSON.stringify(answer)}\n`);
process.exitCode = 'refused' in answer ? 1 : 0;
