import { type Rule, table } from '@goufu/domain';
import type { Asked } from './calculator.js';
import { type Problem, problem } from './problem.js';

/** The methods that the pack knows. */
export const methodsOf = (rule: Rule): readonly string[] => table<readonly { readonly method: string }[]>(rule).map(({ method }) => method);

/** A method that no pack carries out: nothing about its panel could be answered. One that came later is not in force instead. */
export const withoutProcedure = (method: string, asked: Asked): readonly Problem[] => {
  const id = `procedure.${method}`;
  if (!asked.knows(id)) return [problem('method.no_procedure', 'method.table', '/method', { method })];
  asked.rule(id);
  return [];
};
