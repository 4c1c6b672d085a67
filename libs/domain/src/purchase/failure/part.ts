import type { Part } from '../part.js';

export const failurePart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
