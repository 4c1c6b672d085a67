import { encode } from '../kernel/index.js';
import type { Json } from '../kernel/index.js';
import type { ApprovalDefinition, ApprovalStep } from './approval.js';

/** What is wrong with a definition, in plain words for whoever writes the pack; `[]` when it can be used. */
export const approvalDefinitionFaults = (definition: ApprovalDefinition): readonly string[] => {
  const faults: string[] = [];
  const ids = definition.steps.map((step) => step.id);
  if (ids.length === 0) faults.push('a chain needs at least one step');
  if (new Set(ids).size !== ids.length) faults.push('two steps have the same id');
  if (ids.includes('drafter')) faults.push('no step may be called drafter: returns use this word');
  // Otherwise a small amount would pass with nobody asked.
  if (ids.length > 0 && definition.steps.every((step) => step.above !== undefined))
    faults.push('at least one step must apply to every amount');
  if (definition.steps.some((step) => step.above !== undefined) && !definition.protected.includes('amount'))
    faults.push('a chain with levels by amount must protect the field amount');
  for (const step of definition.steps) faults.push(...stepFaults(step).map((fault) => `${step.id}: ${fault}`));
  return faults;
};

const stepFaults = (step: ApprovalStep): string[] => {
  const faults: string[] = [];
  if (step.above !== undefined && !/^\d+$/.test(step.above)) faults.push('above is an amount in fen');
  const { ratio } = step;
  if (!ratio) return faults;
  if (step.mode !== 'all-sign') faults.push('only an all-sign step has a ratio');
  if (!Number.isInteger(ratio.num) || !Number.isInteger(ratio.den) || ratio.den < 1 || ratio.num < 0 || ratio.num > ratio.den)
    faults.push('a ratio is a fraction between 0 and 1');
  else if (ratio.op === '>=' && ratio.num === 0) faults.push('at least 0 of them would pass without a vote');
  else if (ratio.op === '>' && ratio.num === ratio.den) faults.push('more than all of them can never pass');
  return faults;
};

/** Ids of the steps that this amount asks for, in order; at or above counts as above. */
export const stepsFor = (definition: ApprovalDefinition, amount: bigint | null): readonly string[] =>
  definition.steps.filter((step) => step.above === undefined || (amount !== null && amount >= BigInt(step.above))).map((step) => step.id);

/** The text whose hash binds votes to the protected fields: the same fields give the same text, whatever the order of keys. */
export const protectedText = (definition: ApprovalDefinition, fields: Readonly<Record<string, Json | undefined>>): string =>
  definition.protected.map((name) => `${name}=${encode(fields[name] ?? null)}`).join('\n');
