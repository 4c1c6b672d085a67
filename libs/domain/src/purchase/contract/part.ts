import type { Part } from '../part.js';

export const contractPart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
