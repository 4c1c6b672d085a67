import { inOrderOf, type PlainDate } from '@goufu/domain';
import { RulesNotInForce } from '@goufu/rules';
import { asking, isTooDeep } from './ask.js';
import type { Answer, Calculator, LawAtHand, Refused } from './calculator.js';
import { malformed } from './faults.js';
import { type Problem, problem } from './problem.js';

interface Common {
  readonly jurisdiction?: string;
  readonly on?: PlainDate;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

const refused = (input: unknown, problems: readonly Problem[]): Refused => ({ refused: inOrderOf(input, problems) });

/** What is no JSON at all. */
export const notJson = (): Refused => ({ refused: [problem('input.not_json', null, '')] });

/** Answers an input or says everything that is wrong with it. Never throws on an input, whatever it is. */
export const calculate = (calculator: Calculator, input: unknown, law: LawAtHand): Answer | Refused => {
  if (isTooDeep(input)) return refused(input, [problem('input.too_deep', null, '')]);
  const parsed = calculator.input.safeParse(input, { reportInput: true });
  if (!parsed.success) return refused(input, malformed(parsed.error.issues));
  const common = parsed.data as Common;
  const jurisdiction = common.jurisdiction ?? calculator.place?.(parsed.data, law) ?? null;
  if (jurisdiction !== null && !law.jurisdictions.includes(jurisdiction))
    return refused(input, [problem('input.unknown_jurisdiction', null, '/jurisdiction', { jurisdiction })]);
  const day = common.on ?? calculator.day?.(parsed.data) ?? null;
  const { asked, used, pack, problems } = asking(law, { jurisdiction, day, parameters: common.parameters ?? {} });
  if (problems.length > 0) return refused(input, problems);
  try {
    const reckoned = calculator.reckon(parsed.data, asked);
    if ('refused' in reckoned) return refused(input, reckoned.refused);
    return {
      result: reckoned.result,
      steps: reckoned.steps,
      rules: used().map(({ id, citation, verified }) => ({ id, citation, verified })),
      overridden: Object.keys(common.parameters ?? {}),
      pack: pack(),
    };
  } catch (error) {
    if (!(error instanceof RulesNotInForce)) throw error;
    return refused(input, [
      problem('rules.not_in_force', error.ruleId, common.on === undefined ? '' : '/on', { rule: error.ruleId, on: error.on }),
    ]);
  }
};
