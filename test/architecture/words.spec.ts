import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readPacks } from '@goufu/config';
import { enterpriseKinds, roles } from '@goufu/domain';
import { wordLabel } from '@goufu/labels';
import { buildStacks, RuleBook } from '@goufu/rules';

const book = new RuleBook(buildStacks(readPacks(), (text) => createHash('sha256').update(text).digest('hex')));
const rows = book.jurisdictions.flatMap((name) => Object.values(book.current(name).rows).flatMap(({ versions }) => versions));
const listed = rows.filter(({ unit }) => unit === 'words').flatMap(({ value }) => value as readonly string[]);
const table = (id: string) => book.current('national').rows[id]?.versions.at(-1)?.value as readonly Readonly<Record<string, string>>[];
/** Codes of the catalogues and grades of organisations are the same in every language. */
const isCode = (word: string) => /^([A-Z]\d*|\dA)$/.test(word);

describe('the words of a refusal', () => {
  it('whatever word a pack lists reads in Chinese where a refusal names it', () => {
    const words = [
      ...listed,
      ...table('gps.negative_list').map(({ fact = '' }) => fact),
      ...table('method.table').map(({ method = '' }) => method),
      ...(table('pre.sod.positions') as unknown as readonly (readonly string[])[]).flat(),
      ...enterpriseKinds,
      ...roles,
    ];
    const english = [...new Set(words)].filter(
      (word) => !isCode(word) && !/^[\p{Script=Han}，]+$/u.test(wordLabel('legal', word)?.zh ?? ''),
    );
    expect(english).toEqual([]);
  });

  it('a stage says its round, and a word means what its name says', () => {
    expect(wordLabel('stage', 'tender:2')).toEqual({ zh: '招标（第2轮）', en: 'tender, round 2' });
    expect(wordLabel('status', 'open')?.zh).toBe('审批中');
    expect(wordLabel('power', 'open')?.zh).toBe('组织开标');
    // What people named themselves is left as they wrote it.
    expect(wordLabel('id', 'tender')).toBeNull();
    expect(wordLabel('ground', 'because')).toBeNull();
  });
});
