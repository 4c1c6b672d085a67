import type { Variant } from './stage.js';

export const scenarios = ['justice-bureau-2025', 'consultation-2025', 'negotiation-2025', 'random'] as const;
export type Scenario = (typeof scenarios)[number];
const variants = [
  'failed-tender',
  'treasury-returns',
  'poor-performance',
  'silent-purchaser',
  'winner-refuses',
  'ended-in-tender',
] as const satisfies readonly Variant[];

interface ScenarioOptions {
  readonly scenario: Scenario;
  readonly variant: Variant | null;
  readonly seed: number;
  readonly json: boolean;
  readonly report: string;
}
/** What is printed instead of playing; `wrong` where something was asked for that there is not. */
interface Usage {
  readonly usage: string;
  readonly wrong: boolean;
}

const USAGE = `npm run scenario -- [${scenarios.join(' | ')}] [OPTIONS]
  --variant NAME  ${variants.join(' | ')}
  --seed N        which purchase 'random' draws (1)
  --json          one line a step, and a last one {"ok":true,...}
  --report FILE   where the report goes (report.html)
  --data DIR      of a running npm start to play it in; where none runs a system is started for it`;
const VALUED = ['--variant', '--seed', '--report'];

/** The command line of `npm run scenario`, or what to say of it. */
export const scenarioOptions = (args: readonly string[]): ScenarioOptions | Usage => {
  const wrong = (why: string): Usage => ({ usage: `${why}\n${USAGE}`, wrong: true });
  if (args.includes('--help')) return { usage: USAGE, wrong: false };
  const values = new Map<string, string>();
  const words: string[] = [];
  for (let i = 0; i < args.length; i += 1) {
    const arg = args[i] ?? '';
    if (arg === '--json') values.set(arg, '');
    else if (VALUED.includes(arg)) {
      const value = args[(i += 1)];
      if (value === undefined) return wrong(`${arg} needs a value`);
      values.set(arg, value);
    } else if (arg.startsWith('-')) return wrong(`unknown option ${arg}`);
    else words.push(arg);
  }
  const [name = 'justice-bureau-2025', more] = words;
  if (more !== undefined) return wrong(`one scenario at a time, not also ${more}`);
  const scenario = scenarios.find((one) => one === name);
  if (!scenario) return wrong(`unknown scenario ${name}`);
  const named = values.get('--variant');
  const variant = variants.find((one) => one === named) ?? null;
  if (named !== undefined && variant === null) return wrong(`unknown variant ${named}`);
  const seed = values.get('--seed') ?? '1';
  if (!/^\d{1,9}$/.test(seed)) return wrong(`--seed takes a whole number, not ${seed}`);
  return { scenario, variant, seed: Number(seed), json: values.has('--json'), report: values.get('--report') ?? 'report.html' };
};
