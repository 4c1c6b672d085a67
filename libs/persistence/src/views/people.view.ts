import { dateOf, type Instant, isRefusal, type Refusal, type Standing } from '@goufu/domain';
import { IsNull, Not } from 'typeorm';
import type { EntityManager } from 'typeorm';
import { answeredOnce, type Keyed } from '../http/answered-once.js';
import type { Reading } from '../http/reading.js';
import { PersonRow } from '../rows/directory.row.js';
import { SessionRow } from '../rows/session.row.js';
import { type From, note } from '../sessions/session-store.js';
import { pageOf, placeOf, type Page } from './cursor.js';

export interface HeldPost {
  readonly key: string;
  readonly post: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly fromOn: string;
  readonly toOn: string | null;
}
export interface PersonItem {
  readonly person: string;
  /** Null: known by posts alone, or erased. */
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly disabledAt: number | null;
  /** Those of today and those to come. */
  readonly posts: readonly HeldPost[];
}
export interface PeopleFilter {
  readonly q?: string | undefined;
  readonly organisation?: string | undefined;
  readonly state?: 'active' | 'disabled' | undefined;
}
interface Found {
  readonly person: string;
  readonly sorted: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly disabledAt: Date | number | null;
  readonly posts: readonly HeldPost[];
}

/** Everybody of a realm: who stands in the table of people, and who is known by a post alone. */
const EVERYBODY = `(
  select id as person, coalesce(name, '') as sorted, name, phone, email, disabled_at
    from person where realm_id = $1 and erased_at is null
  union all
  select distinct a.person, '', null, null, null, null::timestamptz
    from appointment a where a.realm_id = $1 and not exists (select 1 from person p where p.realm_id = $1 and p.id = a.person)
) everybody`;
const POSTS = `coalesce((select jsonb_agg(jsonb_build_object('key', a.key, 'post', a.post, 'organisation', a.organisation, 'roles', a.roles,
    'fromOn', a.from_on, 'toOn', a.to_on) order by a.key)
  from appointment a where a.realm_id = $1 and a.person = everybody.person and (a.to_on is null or a.to_on >= $2::date)), '[]') as posts`;
const COLUMNS = `person, sorted collate "C" as sorted, name, phone, email, disabled_at as "disabledAt", ${POSTS}`;

const itemOf = ({ sorted: _sorted, disabledAt, ...row }: Found): PersonItem => ({
  ...row,
  disabledAt: disabledAt === null ? null : Number(disabledAt),
});

/** People and their posts, for who keeps the directory. */
export class PeopleViews {
  constructor(private readonly reading: Reading) {}

  /** By name, a page at a time. `now`: of the realm's clock. */
  list(
    realm: string,
    now: Instant,
    { q, organisation, state }: PeopleFilter,
    cursor: string | undefined,
    limit: number,
  ): Promise<Page<PersonItem>> {
    const params: unknown[] = [realm, dateOf(now), limit + 1];
    const held = (value: unknown): string => `$${params.push(value)}`;
    const where: string[] = [];
    if (q) {
      const words = held(q.toLowerCase());
      where.push(`(strpos(lower(sorted), ${words}) > 0 or strpos(lower(person), ${words}) > 0)`);
    }
    if (organisation)
      where.push(
        `exists (select 1 from appointment a where a.realm_id = $1 and a.organisation = ${held(organisation)} and a.person = everybody.person and (a.to_on is null or a.to_on >= $2::date))`,
      );
    if (state) where.push(`disabled_at is ${state === 'disabled' ? 'not null' : 'null'}`);
    const place = placeOf(cursor, ['string', 'string']);
    if (place)
      where.push(`(sorted collate "C", person collate "C") > (${held(place[0])}::text collate "C", ${held(place[1])}::text collate "C")`);
    return this.reading.inRealm(realm, async (manager) => {
      const rows = (await manager.query(
        `select ${COLUMNS} from ${EVERYBODY} where ${where.length === 0 ? 'true' : where.join(' and ')}
         order by sorted collate "C", person collate "C" limit $3`,
        params,
      )) as Found[];
      return pageOf(rows, limit, itemOf, (row) => [row.sorted, row.person]);
    });
  }

  /** One of them; null: there is no such person. */
  one(realm: string, now: Instant, person: string): Promise<PersonItem | null> {
    return this.reading.inRealm(realm, async (manager) => {
      const [row] = (await manager.query(`select ${COLUMNS} from ${EVERYBODY} where person = $3`, [realm, dateOf(now), person])) as Found[];
      return row ? itemOf(row) : null;
    });
  }

  /** Whether somebody may not come in any more. */
  isDisabled(realm: string, person: string): Promise<boolean> {
    return this.reading.inRealm(realm, (manager) =>
      manager.getRepository(PersonRow).existsBy({ realm_id: realm, id: person, disabled_at: Not(IsNull()) }),
    );
  }

  /** Lets somebody in no more: every session ends with it. `fault` says why not; a refusal changes nothing. */
  disable(
    realm: string,
    now: Instant,
    person: string,
    fault: (standing: Standing) => Refusal | null,
    keyed: Keyed,
    from: From,
  ): Promise<Refusal | 'done'> {
    return this.change(realm, now, person, fault, keyed, async (manager) => {
      // Somebody known by a post alone gets a row to be disabled in.
      await manager.query(
        `insert into person (realm_id, id, name, disabled_at) values ($1, $2, '', clock_timestamp())
         on conflict (realm_id, id) do update set disabled_at = clock_timestamp()`,
        [realm, person],
      );
      await manager.getRepository(SessionRow).delete({ realm_id: realm, person });
      await note(manager, realm, 'disabledPerson', keyed.actor, null, from, person);
    });
  }

  enable(
    realm: string,
    now: Instant,
    person: string,
    fault: (standing: Standing) => Refusal | null,
    keyed: Keyed,
    from: From,
  ): Promise<Refusal | 'done'> {
    return this.change(realm, now, person, fault, keyed, async (manager) => {
      await manager.getRepository(PersonRow).update({ realm_id: realm, id: person }, { disabled_at: null });
      await note(manager, realm, 'enabledPerson', keyed.actor, null, from, person);
    });
  }

  private change(
    realm: string,
    now: Instant,
    person: string,
    fault: (standing: Standing) => Refusal | null,
    keyed: Keyed,
    work: (manager: EntityManager) => Promise<void>,
  ): Promise<Refusal | 'done'> {
    return this.reading.inRealm(realm, (manager) =>
      answeredOnce<Refusal | 'done'>(
        manager,
        keyed,
        async () => {
          // Two operators who disable each other at the same moment: one of them comes first.
          await manager.query('select pg_advisory_xact_lock(hashtextextended($1, 0))', [`${realm}/people`]);
          const refused = fault(await this.standing(manager, realm, now, person, keyed.actor));
          if (refused) return refused;
          await work(manager);
          return 'done';
        },
        (answer) => !isRefusal(answer),
      ),
    );
  }

  private async standing(manager: EntityManager, realm: string, now: Instant, person: string, actor: string): Promise<Standing> {
    const [row] = (await manager.query(
      `select exists (select 1 from ${EVERYBODY} where person = $3) as known,
         exists (select 1 from person where realm_id = $1 and id = $3 and disabled_at is not null) as disabled,
         (select count(distinct a.person)::integer from appointment a left join person p on p.realm_id = $1 and p.id = a.person
            where a.realm_id = $1 and 'operator' = any (a.roles) and a.person <> $3 and p.disabled_at is null
              and a.from_on <= $2::date and (a.to_on is null or a.to_on >= $2::date)) as others`,
      [realm, dateOf(now), person],
    )) as { known: boolean; disabled: boolean; others: number }[];
    return { isKnown: row?.known ?? false, isSelf: person === actor, isDisabled: row?.disabled ?? false, otherOperators: row?.others ?? 0 };
  }
}
