import type { Part } from '../part.js';

export const evaluationPart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
