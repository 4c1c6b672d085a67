export { buildStacks } from './build-stacks.js';
export { valueFaults } from './check-value.js';
export { type PackFault, type PackFile, PacksRefused, type Sha256, type Stack } from './pack.js';
export { packTable } from './pack-table.js';
export { PackUnknown, RuleBook, type RuleInForce, RulesNotInForce } from './rule-book.js';
export { stackFromJson, stackToJson } from './stack.js';
