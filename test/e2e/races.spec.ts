import { describeRaces } from '../chaos/races/described.js';

// 10,000 of each by `npm run chaos -- races`.
describeRaces({ repetitions: 300, seed: 1, throughHttp: 20 });
