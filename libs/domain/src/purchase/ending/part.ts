import type { Part } from '../part.js';

export const endingPart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
