import { describe, expect, it } from '@jest/globals';
import { foldHash, foldModules, type Modules } from './fold-hash.js';
import { kinds } from './index.js';

const modules = foldModules();
const kindOf = (name: string) => kinds.find(({ kind }) => kind === name) as (typeof kinds)[number];
const changed = (path: string): Modules => {
  expect(modules.has(path)).toBe(true);
  return new Map([...modules].map(([name, text]) => [name, name === path ? `${text}// another word` : text]));
};
/** Which kinds have another hash when this module says something else. */
const moved = (path: string): string[] => {
  const after = changed(path);
  return kinds.filter((kind) => foldHash(kind, after) !== kind.fold).map(({ kind }) => kind);
};

describe('the hash that a snapshot carries', () => {
  it('is there for every kind, another for each, and the same whenever it is asked', () => {
    expect(kinds.filter(({ fold }) => !/^[0-9a-f]{64}$/.test(fold))).toEqual([]);
    expect(new Set(kinds.map(({ fold }) => fold)).size).toBe(kinds.length);
    expect(kinds.map((kind) => foldHash(kind, foldModules()))).toEqual(kinds.map(({ fold }) => fold));
  });

  it.each([
    ['the fold of a kind', 'domain/src/disbursement/evolve', ['disbursement']],
    ['what two kinds of it embed', 'domain/src/approval/evolve', ['catalogue', 'purchase', 'budget', 'disbursement']],
    ['the fold of one stage of a purchase', 'domain/src/purchase/delivery/evolve', ['purchase']],
    ['how stored events are read', 'domain/src/kernel/json', kinds.map(({ kind }) => kind)],
    ['how the engine folds', 'engine/src/fold', kinds.map(({ kind }) => kind)],
  ])('differs when %s changes', (_what, path, whose) => {
    expect(moved(path)).toEqual(expect.arrayContaining(whose));
  });

  it('stays when nothing that folds the kind changes', () => {
    expect(moved('domain/src/purchase/delivery/evolve')).not.toContain('organisation');
    expect(moved('domain/src/catalogue/decide')).toEqual([]);
  });

  it('differs when the state in which a case begins does', () => {
    const batch = kindOf('batch');
    expect(foldHash({ ...batch, initial: { ...(batch.initial as object), more: 1 } }, modules)).not.toBe(batch.fold);
  });

  it('differs when old events are lifted otherwise', () => {
    const batch = kindOf('batch');
    expect(foldHash({ ...batch, upcast: kindOf('bid').evolve }, modules)).not.toBe(batch.fold);
  });

  it('is refused to a fold of which the text is not known', () => {
    const batch = kindOf('batch');
    expect(() => foldHash({ ...batch, evolve: (state: unknown) => state }, modules)).toThrow(/one named export/);
    expect(() => foldHash({ ...batch, upcast: { name: 'liftNothing' } }, modules)).toThrow(/liftNothing stands in 0/);
    expect(() => foldHash(batch, new Map([...modules].filter(([path]) => path !== 'domain/src/kernel/index')))).toThrow(/is not there/);
  });
});
