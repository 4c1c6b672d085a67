import { describe, expect, it } from '@jest/globals';
import { calculators } from '@goufu/calculators';
import { asked } from '../support/calculators.js';

describe('every calculator', () => {
  it.each(calculators.map((one) => [one.name, one.example] as const))(
    '%s answers its own example, the same bytes each time',
    (name, example) => {
      const answer = asked(name, example);
      expect(answer).toMatchObject({ steps: expect.any(Array), overridden: [] });
      expect(JSON.stringify(asked(name, structuredClone(example)))).toBe(JSON.stringify(answer));
    },
  );
  it.each(calculators.map(({ name }) => [name] as const))('%s refuses what is no object, and a field that it does not know', (name) => {
    for (const nothing of [null, [], 'text', 7])
      expect(asked(name, nothing)).toMatchObject({ refused: [{ code: expect.stringMatching(/^input\./) }] });
    const example = calculators.find((one) => one.name === name)?.example as object;
    expect(asked(name, { ...example, colour: 'red' })).toMatchObject({ refused: [{ code: 'input.unknown_field', pointer: '/colour' }] });
  });
});
