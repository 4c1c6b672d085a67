import { describeSchemas } from '../../chaos/schemas/described.js';

// Every mutation of every operation, and for one operation in ten what is drawn beside; at length by `npm run chaos -- schemas`.
describeSchemas({ seed: 1, examples: 3, oneIn: 10, limitMs: 900_000 });
