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
/** Strings in the value of a row: the ids of other rules among them. */
const named = (value: unknown): readonly string[] =>
  typeof value === 'string' ? [value] : typeof value === 'object' && value !== null ? Object.values(value).flatMap(named) : [];
/** Rows that nothing asks for, each with the reason; a place that sets one must know that nothing follows from it. */
const UNASKED: Readonly<Record<string, readonly string[]>> = {
  'kept by how the thing is made: there is no command, field or order that could do otherwise': [
    'accept.staged',
    'award.tell_losers',
    'catalogue.public',
    'committee.draw',
    'committee.no_consult',
    'committee.secret',
    'gps.contract',
    'gps.fair_competition',
    'pay.sme.undisputed',
    'pre.min_price_forbidden',
    'price.base',
    'price.formula',
    'price.no_trimming',
    'price.weight.fixed',
    'so.sme',
    'tender.open.committee',
  ],
  'figures of questions, objections and complaints, which are not carried yet': [
    'c.accept_notice',
    'c.decide',
    'c.file',
    'c.reject_notice',
    'c.reply',
    'c.review',
    'c.suspend_max',
    'q.answer',
    'q.challenge',
    'q.inquiry_answer',
  ],
  'ways of procurement that cannot be played yet: other ways to suppliers, prequalification, the lowest price of an open tender, stopping where too few small enterprises qualify':
    [
      'cc.invite.purchaser_share_max',
      'cc.invite.ways',
      'rank.lowest_price',
      'sme.min',
      'tender.prequal_clarification',
      'tender.prequal_submission',
    ],
  'facts that no command takes down yet: the kind of purchaser, labour in disguise, the supplier’s ledger, financing on the contract, the audio and video of an opening, how long a bid binds, when the portal published':
    ['gps.financing', 'gps.individual', 'gps.ledger', 'gps.purchaser', 'media.publish', 'tender.recording', 'validity.start'],
  'disclosure and statistics': ['budget.disclose', 'pay.sme.disclose', 'so.share_30'],
  'said by the document, the contract or the operator instead': ['price.decimals', 'records.keep'],
  'asked for by whoever names it: the tariff of an agency': ['agency.fee'],
  'said of who makes catalogues, which are filled by hand': ['catalogue.levels'],
};
/** Ids that code puts together: of a method, of a size of the panel. */
const BUILT = /^procedure\.|^[\w.]+\.(above|grounds)$/;
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

  it('every row of the packs is asked for, by code or by a row that is, or it is known that nothing asks', () => {
    const rows = Object.entries(book.current('demo-county/justice-bureau').rows);
    const inRows = new Set(rows.flatMap(([id, { versions }]) => versions.flatMap(({ value }) => named(value)).filter((one) => one !== id)));
    const text = code.map((file) => file.text).join('\n');
    const unasked = rows.map(([id]) => id).filter((id) => !inRows.has(id) && !text.includes(`'${id}'`) && !BUILT.test(id));
    expect(unasked.sort()).toEqual(Object.values(UNASKED).flat().sort());
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
