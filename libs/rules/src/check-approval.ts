import { type ApprovalDefinition, approvalDefinitionFaults, officeRoles } from '@goufu/domain';
import { isObject, isOneOf, isText, refuseUnknown, show } from './shapes.js';

/** Which party of the case the candidates come from. */
const ORGANISATIONS = ['purchaser', 'finance', 'prefecture-finance', 'agency'];
const DEFINITION_FIELDS = ['id', 'steps', 'protected', 'resume', 'distinct'];
const STEP_FIELDS = ['id', 'name', 'mode', 'ratio', 'veto', 'candidates', 'above', 'selfApprover', 'empty', 'dueRule'];

/** What is wrong with a chain of approval: every step has people, an exact quorum, and no way to pass without anybody. */
export const approvalFaults = (value: unknown): readonly string[] => {
  if (!isObject(value)) return [`is ${show(value)}; write a chain: { id, steps, protected, resume }`];
  const faults: string[] = [];
  refuseUnknown(value, DEFINITION_FIELDS, (field, message) => faults.push(`\`${field}\` ${message}`));
  if (!isText(value['id'])) faults.push('`id` is missing; write the id of the row');
  const fields = value['protected'];
  if (!Array.isArray(fields) || fields.length === 0 || !fields.every(isText))
    faults.push('`protected` is missing; write the fields whose change voids the approval, such as [payee, amount, budgetLine]');
  faults.push(...choice('resume', value['resume'], ['replay', 'direct']));
  if (value['distinct'] !== undefined && typeof value['distinct'] !== 'boolean')
    faults.push(`\`distinct\` is ${show(value['distinct'])}; write true or leave it out`);
  const steps = value['steps'];
  if (!Array.isArray(steps) || steps.length === 0) return [...faults, '`steps` is empty; write at least one step'];
  faults.push(...steps.flatMap((step, index) => stepFaults(step).map((fault) => `step ${index + 1}: ${fault}`)));
  // The decider's own conditions can only be asked of a chain whose shape is right.
  return faults.length > 0 ? faults : approvalDefinitionFaults(value as unknown as ApprovalDefinition);
};

const stepFaults = (step: unknown): readonly string[] => {
  if (!isObject(step)) return [`is ${show(step)}; write { id, name, mode, veto, candidates, selfApprover, empty }`];
  const faults: string[] = [];
  refuseUnknown(step, STEP_FIELDS, (field, message) => faults.push(`\`${field}\` ${message}`));
  if (!isText(step['id'])) faults.push('`id` is missing; write a short name');
  const { name, candidates, ratio, above, dueRule } = step;
  if (!isObject(name) || !isText(name['zh']) || !isText(name['en']))
    faults.push('`name` is missing; write { zh: 财政审批, en: finance approves }');
  faults.push(...choice('mode', step['mode'], ['in-turn', 'all-sign', 'any-sign']));
  faults.push(...choice('veto', step['veto'], ['none', 'any']));
  faults.push(...choice('selfApprover', step['selfApprover'], ['exclude']));
  faults.push(...choice('empty', step['empty'], ['suspend']));
  if (isObject(candidates))
    faults.push(
      ...choice('candidates.organisation', candidates['organisation'], ORGANISATIONS),
      ...choice('candidates.role', candidates['role'], officeRoles),
    );
  else faults.push('`candidates` is missing; write { organisation: finance, role: finance-officer }');
  if (ratio !== undefined && (!isObject(ratio) || !isOneOf(ratio['op'], ['>=', '>'])))
    faults.push(`\`ratio\` is ${show(ratio)}; write { num: 2, den: 3, op: '>=' }`);
  if (above !== undefined && !isText(above)) faults.push("`above` is no amount; write whole fen as text, such as '50000000'");
  if (dueRule !== undefined && !isText(dueRule)) faults.push('`dueRule` is no rule id; write one such as approval.step.due');
  return faults;
};

const choice = (field: string, value: unknown, allowed: readonly string[]): readonly string[] =>
  isOneOf(value, allowed) ? [] : [`\`${field}\` is ${show(value)}; write one of ${allowed.join(', ')}`];
