export { currentDeclarations } from './compare.js';
export type { DeclarationFinding, DeclarationsState, JudgedFinding } from './declarations.js';
export { declarationsPart } from './part.js';
export { declarationRefusals, type DeclarationRefusal } from './refusals.js';
