import { describe, expect, it } from '@jest/globals';
import { decode } from '@goufu/domain';
import { recordedOf, Registry } from '@goufu/engine';
import { kinds } from '@goufu/subjects';
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

const registry = new Registry(kinds);
/** What the present release makes of each kept event, with the shape that it was kept in. */
const present = kept().flatMap(({ kind, events }) =>
  events.map((row) => {
    const { event } = recordedOf(registry.of(kind), row);
    return { kind, event, isLifted: event.schema !== row.schema };
  }),
);
const isReferred = (name: unknown): boolean => typeof name === 'object' && name !== null && 'content' in name && 'hash' in name;
/** The name of every stored file that something refers to. */
const fileNames = function* (value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  if ('file' in value && 'mediaType' in value && 'name' in value) yield value.name;
  for (const item of Object.values(value)) yield* fileNames(item);
};

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

  it('names no file, and of old events no file that they named', () => {
    const names = present.map(({ kind, event, isLifted }) => ({
      what: `${kind} ${event.type}`,
      isLifted,
      names: [...fileNames(event.data)],
    }));
    expect(names.filter((one) => one.names.length > 0).length).toBeGreaterThan(10);
    expect(
      names.filter(({ isLifted, names: of }) => !of.every((name) => (isLifted ? name === null : name === null || isReferred(name)))),
    ).toEqual([]);
  });

  it('names no payee who is a person, and of old orders no payee at all', () => {
    const orders = present.filter(({ event }) => event.type === 'PaymentOrdered');
    expect(orders.length).toBeGreaterThan(5);
    const names = orders.map(({ event, isLifted }) => ({ isLifted, name: (event.data as { payeeName: unknown }).payeeName }));
    expect(names.filter(({ isLifted, name }) => isLifted && name !== null)).toEqual([]);
    const people = new Set(
      present.flatMap(({ kind, event }) => {
        const { enterprise, name } = event.data as { enterprise?: unknown; name?: unknown };
        return kind === 'organisation' && enterprise === 'individual' && typeof name === 'string' ? [name] : [];
      }),
    );
    expect([...people]).toEqual([]);
  });
});
