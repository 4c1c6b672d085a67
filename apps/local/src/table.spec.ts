import { expect, it } from '@jest/globals';
import { framed } from './table.js';

it('a table keeps its frame straight where Chinese signs take two columns', () => {
  expect(
    framed([
      [
        ['国库', 'a'],
        ['x', 'bb'],
      ],
      [],
      [['whole row']],
    ]),
  ).toBe(['┌───────────┐', '│ 国库  a   │', '│ x     bb  │', '├───────────┤', '│ whole row │', '└───────────┘'].join('\n'));
});
