import type { Part } from '../part.js';

export const deliveryPart: Part = { commands: {}, events: {}, decide: () => ({ events: [] }), evolve: (state) => state };
