import type { Part } from '../part.js';

export const performancePart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
