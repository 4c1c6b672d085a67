import { asked } from '../asked.js';
import { describeSchemas } from './described.js';

const { seed, examples, only, json } = asked();

describeSchemas({ seed, examples, only, json, limitMs: 4 * 3_600_000 });
