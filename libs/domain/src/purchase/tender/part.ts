import type { Part } from '../part.js';

export const tenderPart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
