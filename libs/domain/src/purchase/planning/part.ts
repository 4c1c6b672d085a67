import type { Part } from '../part.js';

export const planningPart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
