// Reads one input as JSON from standard input and writes the answer as JSON to standard output. Ends with 1 for a refusal, 2 for no such calculator.
import { lawOfFolders } from './at-hand.js';
import { calculate, calculators, notJson } from './index.js';

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

const { PACKS_DIR, CALENDARS_DIR } = process.env;
const parsed = ((): { readonly input: unknown } | null => {
  try {
    return { input: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
})();
const answer = parsed ? calculate(calculator, parsed.input, lawOfFolders(PACKS_DIR, CALENDARS_DIR)) : notJson();
process.stdout.write(`${JSON.stringify(answer)}\n`);
process.exitCode = 'refused' in answer ? 1 : 0;
