import type { LifecycleClient } from '@goufu/temporal/client';
import pg from 'pg';
import type { ProductionPlace } from './place.js';

/** A claim about the place, and whether it holds: null, or what was found instead. */
export interface Check {
  readonly title: string;
  readonly holds: () => Promise<string | null>;
}

const unless = (found: unknown, wanted: unknown): string | null => {
  const [is, should] = [JSON.stringify(found), JSON.stringify(wanted)];
  return is === should ? null : `${is} instead of ${should}`;
};
/** Runs one statement; answers its rows, or the code of the refusal. */
const asked = async (url: string, text: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return (await client.query(text)).rows;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  } finally {
    await client.end().catch(() => undefined);
  }
};
const answers = async (client: LifecycleClient): Promise<boolean> => {
  try {
    return await client.answers(3_000);
  } finally {
    await client.close();
  }
};

const DENIED = '42501';
const NOT_ENTERED = '28000';

/** Who may do what at PostgreSQL, and who is let in. */
export const databaseChecks = (place: ProductionPlace): readonly Check[] => {
  const refuses = (title: string, url: string, text: string, code: string): Check => ({
    title,
    holds: async () => unless(await asked(url, text), code),
  });
  return [
    refuses('PostgreSQL answers nobody in the clear', place.url('app', 'goufu', 'disable'), 'select 1', NOT_ENTERED),
    refuses('app changes no event', place.url('app'), `update event set type = 'x'`, DENIED),
    refuses('app makes no table', place.url('app'), 'create table t (n int)', DENIED),
    refuses('app drops no table', place.url('app'), 'drop table event', DENIED),
    refuses('app enters no database of Temporal', place.url('app', 'temporal'), 'select 1', NOT_ENTERED),
    refuses('temporal enters no database of ours', place.url('temporal'), 'select 1', NOT_ENTERED),
    refuses('monitor reads no case', place.url('monitor'), 'select count(*) from cases', DENIED),
    refuses('owner makes no role', place.url('owner'), 'create role r', DENIED),
    {
      title: 'monitor sees what PostgreSQL measures',
      holds: async () =>
        unless(await asked(place.url('monitor'), 'select count(*) > 0 as n from pg_stat_activity where query is not null'), [{ n: true }]),
    },
    {
      title: 'none of the roles that run is a superuser or beyond the policies',
      holds: async () =>
        unless(
          await asked(
            place.url('postgres', 'postgres'),
            `select rolname from pg_roles where (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb)
             and rolname in ('owner', 'app', 'monitor', 'backup', 'temporal')`,
          ),
          [],
        ),
    },
    {
      title: 'every connection to PostgreSQL is encrypted',
      holds: async () =>
        unless(
          await asked(
            place.url('postgres', 'postgres'),
            `select distinct a.usename from pg_stat_activity a join pg_stat_ssl s on s.pid = a.pid
             where a.usename is not null and not s.ssl and a.backend_type = 'client backend'`,
          ),
          [],
        ),
    },
  ];
};

/** Whom Temporal answers. */
export const temporalChecks = (place: ProductionPlace): readonly Check[] => [
  { title: 'Temporal answers whoever shows our certificate', holds: async () => unless(await answers(place.lifecycles('goufu')), true) },
  {
    title: 'Temporal answers nobody without a certificate',
    holds: async () => unless(await answers(place.lifecycles('goufu', 'theirs alone')), false),
  },
  { title: 'Temporal answers nobody in the clear', holds: async () => unless(await answers(place.lifecycles('goufu', 'none')), false) },
];

/** What the run must have left behind. */
export const recordChecks = (place: ProductionPlace, realm: string): readonly Check[] => {
  const every = (text: string) => asked(`${place.url('app')}&options=-c%20app.realms%3D${realm}`, text);
  return [
    {
      title: 'the record verifies, by the script of the image',
      holds: async () => {
        const { code, said } = await place.script('dist/apps/worker/src/cli.verify.js');
        return code === 0 && said.includes('"ok":true') ? null : said.slice(-500);
      },
    },
    {
      title: 'no message waits, and every effect is done',
      holds: async () =>
        unless(
          await every(
            `select (select count(*)::int from outbox where done_at is null) as waiting, (select count(*)::int from effect where state <> 'done') as open`,
          ),
          [{ waiting: 0, open: 0 }],
        ),
    },
    {
      title: 'each instalment was paid once',
      holds: async () =>
        unless(await every(`select count(*)::int as orders, count(distinct key)::int as keys from effect where kind = 'payment'`), [
          { orders: 3, keys: 3 },
        ]),
    },
  ];
};
