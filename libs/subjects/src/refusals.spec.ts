import { describe, expect, it } from '@jest/globals';
import { approvalRefusals } from '@goufu/domain';
import { kinds } from './index.js';

// A panel's votes are no approval.
const decidedByChains = kinds.filter(({ commands }) => Object.keys(commands).some((type) => /^vote(?!Panel)/.test(type)));

describe('what a kind may refuse with', () => {
  it.each(decidedByChains.map(({ kind, refusals }) => [kind, refusals] as const))(
    '%s, which chains decide on, names all that a chain refuses: the interface describes it from there',
    (_kind, refusals) => {
      const named = new Set(refusals.map(({ code }) => code));
      expect(approvalRefusals.map(({ code }) => code).filter((code) => !named.has(code))).toEqual([]);
    },
  );

  it('is named once by each', () => {
    for (const { refusals } of kinds) expect(new Set(refusals.map(({ code }) => code)).size).toBe(refusals.length);
  });
});
