import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { justiceBureau2025 } from '../../apps/local/src/scenario/input.js';
import { keep } from '../support/corpus.js';
import { Stage } from '../support/played.js';

/** A name that stands nowhere else: whatever somebody writes freely holds it here. */
const CANARY = '金丝雀王小明';
/** Tables that hold what people write and who they are, and can be erased. */
const ERASABLE = ['content', 'draft', 'person'];

/** The value with the name in each text that a reader would read; ids, hashes and figures stay. */
const sung = (value: unknown): unknown => {
  if (typeof value === 'string') return /\p{Script=Han}/u.test(value) ? `${value}${CANARY}` : value;
  if (Array.isArray(value)) return value.map(sung);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, sung(one)]));
};
/** The same at the places that a command declares as free text. */
const sungAt = (value: unknown, [step, ...rest]: readonly string[]): unknown => {
  if (step === undefined) return sung(value);
  if (Array.isArray(value)) return step === '-' ? value.map((one) => sungAt(one, rest)) : value;
  if (typeof value !== 'object' || value === null || !(step in value)) return value;
  return { ...value, [step]: sungAt((value as Record<string, unknown>)[step], rest) };
};

/** The same as the name of each file, whether its command declares it or not. */
const namedFiles = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(namedFiles);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.fromEntries(Object.entries(value).map(([key, one]) => [key, namedFiles(one)]));
  return 'file' in members && 'mediaType' in members ? { ...members, name: `${String(members.name)}${CANARY}` } : members;
};
/** Suppliers who are people: what they are called is theirs. A body's own name is public. */
const asPeople = (kind: string, data: unknown): unknown => {
  const { type, offer } = data as { type?: string; offer?: object };
  if (kind === 'organisation' && type === 'supplier') return { ...(data as object), enterprise: 'individual', creditCode: null };
  return kind === 'bid' && offer ? { ...(data as object), offer: { ...offer, enterprise: 'individual' } } : data;
};
const isPublic = (kind: string, pattern: string, data: unknown): boolean =>
  kind === 'organisation' && pattern === '/name' && (data as { enterprise?: string }).enterprise !== 'individual';

describe('a name that people write into the texts of a purchase, from its catalogue item to its last payment', () => {
  let stage: Stage;
  let written = 0;
  beforeAll(async () => {
    stage = await Stage.open();
    const { engine } = stage.place;
    const execute = engine.execute.bind(engine);
    engine.execute = (request) => {
      const patterns = engine.registry.of(request.kind).commands[request.type]?.contents ?? [];
      const given = namedFiles(asPeople(request.kind, request.data));
      const data = patterns
        .filter((pattern) => !isPublic(request.kind, pattern, given))
        .reduce<unknown>((before, pattern) => sungAt(before, pattern.split('/').slice(1)), given);
      if (JSON.stringify(data, plain) !== JSON.stringify(request.data, plain)) written += 1;
      return execute({ ...request, data });
    };
    const played = await stage.play(justiceBureau2025);
    const realm = played.door.realm;
    const sql = async (text: string, values: readonly unknown[] = []) =>
      (await stage.place.everyRealm.query(text, [...values])).rows as never[];
    const [order] = await rows<{ id: string }>(`select case_id as id from event where realm_id = '${realm}' and type = 'PaymentOrdered'`);
    await keep({ id: realm, engine, sql }, { 'purchase-names-apart': played.play.purchase, 'disbursement-person-paid': order?.id ?? '' });
    // A world holds copies: a chain proves itself in the realm in which it began.
    const [person] = await rows<{ id: string; realm: string }>(
      `select case_id as id, realm_id as realm from event
       where realm_id <> '${realm}' and type = 'OrganisationRegistered' and data like '%individual%' order by case_id`,
    );
    await keep({ id: person?.realm ?? '', engine, sql }, { 'organisation-person': person?.id ?? '' });
  }, 120_000);
  afterAll(async () => {
    await stage.close();
  });
  const plain = (_key: string, value: unknown): unknown => (typeof value === 'bigint' ? value.toString() : value);
  const rows = async <T>(text: string): Promise<T[]> => (await stage.place.everyRealm.query(text)).rows as T[];

  it('stands in what can be erased', async () => {
    expect(written).toBeGreaterThan(20);
    const [kept] = await rows<{ n: number }>(`select count(*)::int as n from content where body like '%${CANARY}%'`);
    expect(kept?.n).toBeGreaterThan(20);
  });

  it('and in no event, effect, message, to-do, stored answer, snapshot, list or notice: in no other table at all', async () => {
    const tables = await rows<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public' and tablename <> 'migration'`,
    );
    const found: string[] = [];
    for (const { name } of tables.filter((table) => !ERASABLE.includes(table.name))) {
      const [seen] = await rows<{ n: number }>(`select count(*)::int as n from ${name} t where to_jsonb(t)::text like '%${CANARY}%'`);
      if (seen?.n !== 0) found.push(`${name}: ${seen?.n}`);
    }
    expect(tables.length).toBeGreaterThan(20);
    expect(found).toEqual([]);
  });
});
