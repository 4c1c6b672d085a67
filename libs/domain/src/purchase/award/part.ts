import type { Part } from '../part.js';

export const awardPart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
