// `npm run bench [-- --only NAME,...] [--write] [--json FILE] [--data DIR] [--cases N]`: compiles `test/bench` beside the build and runs it. It asserts ratios,
// and stands apart from `npm test`, which asserts no time at all.
import { runTests } from './compiled-tests.mjs';

await runTests('bench');
