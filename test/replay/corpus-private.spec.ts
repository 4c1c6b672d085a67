import { describe, expect, it } from '@jest/globals';
import { decode } from '@goufu/domain';
import { houses, players } from '../../apps/local/src/scenario/cast.js';
import { kept } from '../support/corpus.js';

/** Every text that stands in what events say, with where it stands. */
const texts = function* (value: unknown, where: string): Generator<readonly [where: string, text: string]> {
  if (typeof value === 'string') yield [where, value];
  else if (Array.isArray(value)) for (const item of value) yield* texts(item, where);
  else if (typeof value === 'object' && value !== null)
    for (const [key, item] of Object.entries(value)) yield* texts(item, `${where}/${key}`);
};
const said = kept().flatMap(({ kind, events }) =>
  events.flatMap(({ type, data }) => [...texts(typeof data === 'string' ? decode(data) : data, `${kind} ${type}`)]),
);
const found = (is: (text: string, where: string) => boolean): readonly string[] => [
  ...new Set(said.flatMap(([where, text]) => (is(text, where) ? [`${where}: ${text}`] : []))),
];
/** An invoice is known by a number as long as an account's. */
const isInvoice = (where: string): boolean => where.endsWith('/invoice/number');
/** Hashes and ids are long rows of digits and letters, and mean nobody. */
const isReference = (text: string): boolean => /^[0-9a-f]{64}$/.test(text) || /[0-9a-f]{8}-[0-9a-f]{4}-/.test(text);

describe('what is recorded for ever', () => {
  it('is read whole', () => {
    expect(said.length).toBeGreaterThan(1000);
  });

  it('names nobody who acts in it', () => {
    expect(found((text) => players.some(({ name }) => text.includes(name)))).toEqual([]);
  });

  it('holds no account of anybody', () => {
    const accounts = houses.flatMap(({ account }) => (account ? [account.number, account.number.replaceAll(' ', ''), account.bank] : []));
    expect(found((text) => accounts.some((account) => text.includes(account)))).toEqual([]);
    expect(found((text, where) => !isInvoice(where) && !isReference(text) && /\d{4}[ -]?\d{4}[ -]?\d{4}[ -]?\d{3,7}/.test(text))).toEqual(
      [],
    );
  });

  it('holds no telephone number, no number of an identity card and no address of mail', () => {
    const signs = /(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)\d{17}[\dXx](?!\w)|[\w.]+@[\w-]+\.\w/;
    expect(found((text, where) => !isInvoice(where) && !isReference(text) && signs.test(text))).toEqual([]);
  });

  // Reasons, opinions and reports are sentences; titles, names of indicators and document numbers are not.
  it('holds no sentence that somebody wrote', () => {
    expect(found((text) => /[。！？；，]/.test(text) || text.length > 200)).toEqual([]);
  });
});
