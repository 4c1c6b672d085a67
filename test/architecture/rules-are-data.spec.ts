import { createHash } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { readPacks } from '@goufu/config';
import { plainDate } from '@goufu/domain';
import { buildStacks, RuleBook } from '@goufu/rules';
import { places, sourceFiles } from './source-tree.js';

const book = new RuleBook(buildStacks(readPacks(), (text) => createHash('sha256').update(text).digest('hex')));
const known = new Set(['national', 'demo-county', 'demo-county/justice-bureau'].flatMap((name) => Object.keys(book.current(name).rows)));
const uncommented = (text: string) => text.replace(/\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*/g, (piece) => piece.replace(/[^\n]/g, ' '));
const code = sourceFiles()
  .filter(({ path }) => /^(apps|libs|workflows|activities)\/.*\.ts$/.test(path) && !path.endsWith('.spec.ts'))
  .map(({ path, text }) => ({ path, text: uncommented(text) }));
const ASKED = /(?:\.rule|\brules\s*\??\.has)\(\s*'([^']+)'/g;

describe('rules are data', () => {
  it('every rule that code asks for by its id stands in a pack', () => {
    const unknown = code
      .filter(({ path }) => path.startsWith('libs/'))
      .flatMap(({ path, text }) => [...text.matchAll(ASKED)].map(([, id]) => ({ path, id: id ?? '' })))
      .filter(({ id }) => !known.has(id))
      .map(({ path, id }) => `${path}: ${id}`);
    expect(unknown).toEqual([]);
  });

  it('a due date names a rule that stands in a pack', () => {
    const named = /\b(?:due|step)Rule\w*\s*[:=]\s*'([^']+)'/g;
    const unknown = code.flatMap(({ path, text }) => [...text.matchAll(named)].map(([, id]) => [path, id ?? ''] as const));
    expect(unknown.filter(([, id]) => !known.has(id))).toEqual([]);
  });

  it('every row cites the text that it comes from', () => {
    for (const jurisdiction of book.jurisdictions)
      for (const [id, row] of Object.entries(book.current(jurisdiction).rows))
        for (const version of row.versions) expect([id, version.citation]).toEqual([id, expect.stringMatching(/\p{Script=Han}/u)]);
  });

  it('the packs and calendars are read from disk in two files alone', () => {
    const readers = code.filter(({ text }) => /libs\/rules\/(packs|calendars)['"`]/.test(text)).map(({ path }) => path);
    expect(readers).toEqual(['libs/config/src/read-calendars.ts', 'libs/config/src/read-packs.ts']);
  });

  it('the demo county has every rule in force from the day on which the demonstration begins', () => {
    const rules = book.at('demo-county', plainDate('2024-07-01'));
    expect(['contract.sign', 'pay.purchase.due', 'threshold.openTender', 'approval.disbursement'].filter((id) => !rules.has(id))).toEqual(
      [],
    );
  });

  it('no article is cited from code: the citation travels with the row', () => {
    const cited = /['"`][^'"`]*(财政部令第\d+号|财库〔\d{4}〕\d+号|国务院令第\d+号)/;
    const inCode = code.filter(
      ({ path }) => path.startsWith('libs/domain/') || path.startsWith('libs/subjects/') || path.startsWith('workflows/'),
    );
    expect(inCode.flatMap((file) => places(file, cited))).toEqual([]);
  });
});
