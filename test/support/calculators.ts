import { type Answer, calculate, calculators, type LawAtHand, type Refused } from '@goufu/calculators';
import { law } from './engine.js';

const installed = law() as unknown as LawAtHand;

/** Asks a calculator under the packs of the tree. */
export const asked = (name: string, input: unknown): Answer | Refused => {
  const one = calculators.find((calculator) => calculator.name === name);
  if (!one) throw new Error(`there is no calculator ${name}`);
  return calculate(one, input, installed);
};
/** The result alone; throws with what was refused. */
export const resultOf = (name: string, input: unknown): unknown => {
  const answer = asked(name, input);
  if ('refused' in answer)
    throw new Error(`${name}: ${answer.refused.map(({ code, pointer, detail }) => `${code} ${pointer} ${detail.en}`).join('; ')}`);
  return answer.result;
};
/** What was refused, without its sentences; an answer is a failure. */
export const refusedOf = (name: string, input: unknown): unknown => {
  const answer = asked(name, input);
  if (!('refused' in answer)) throw new Error(`${name} answered ${JSON.stringify(answer.result)}`);
  return answer.refused.map(({ code, rule, pointer, meta }) => ({ code, rule, pointer, meta }));
};
