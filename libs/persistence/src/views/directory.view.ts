import { dateOf, type Instant } from '@goufu/domain';
import { In } from 'typeorm';
import { answeredOnce, type Keyed } from '../http/answered-once.js';
import type { Reading } from '../http/reading.js';
import { RealmRow } from '../rows/case.row.js';
import { ContentRow } from '../rows/content.row.js';
import type { CopyRecord } from '../world/world-copy.js';
import { AppointmentEntity, OrganisationViewRow, PersonRow } from '../rows/directory.row.js';

export interface Post {
  readonly key: string;
  readonly post: string;
  readonly organisation: string;
  readonly roles: readonly string[];
  readonly fromOn: string;
  readonly toOn: string | null;
}
/** A person's standing at this moment of the realm's clock. */
export interface Standing {
  readonly now: Instant;
  /** Let in no more. */
  readonly disabled: boolean;
  readonly posts: readonly Post[];
  /** Appointments that are over or have not begun. */
  readonly others: readonly Post[];
}
interface KnownRealm {
  readonly name: string;
  readonly jurisdiction: string;
  readonly world: boolean;
  readonly held: boolean;
  /** What it began with; null: it is no copy. */
  readonly copied: CopyRecord | null;
}
export interface NewPerson {
  readonly id: string;
  readonly name: string;
  readonly phone: string | null;
  readonly email: string | null;
}

export class DirectoryViews {
  constructor(private readonly reading: Reading) {}

  /** The realm's clock; null: there is no such realm. */
  async clock(realm: string): Promise<Instant | null> {
    return this.reading.inRealm(realm, async (manager) => {
      const rows = (await manager.query(
        `select floor(extract(epoch from clock_timestamp()) * 1000)::float8 + offset_ms::float8 as now from realm where realm_id = $1`,
        [realm],
      )) as { now: number }[];
      return (rows[0]?.now as Instant | undefined) ?? null;
    });
  }

  /** The posts that a person holds today; null: there is no such realm. */
  async standing(realm: string, person: string): Promise<Standing | null> {
    return this.reading.inRealm(realm, async (manager) => {
      const rows = (await manager.query(
        `select floor(extract(epoch from clock_timestamp()) * 1000)::float8 + r.offset_ms::float8 as now,
                exists (select 1 from person p where p.realm_id = $1 and p.id = $2 and p.disabled_at is not null) as disabled,
                a.key, a.post, a.organisation, a.roles, a.from_on as "fromOn", a.to_on as "toOn"
         from realm r left join appointment a on a.realm_id = r.realm_id and a.person = $2 where r.realm_id = $1 order by a.key`,
        [realm, person],
      )) as ({ now: number; disabled: boolean } & Omit<Post, 'key'> & { key: string | null })[];
      const [first] = rows;
      if (!first) return null;
      const today = dateOf(first.now as Instant);
      const posts = rows.flatMap(({ key, post, organisation, roles, fromOn, toOn }) =>
        key === null ? [] : [{ key, post, organisation, roles, fromOn, toOn }],
      );
      const isHeld = (post: Post): boolean => post.fromOn <= today && (post.toOn === null || today <= post.toOn);
      return {
        now: first.now as Instant,
        disabled: first.disabled,
        posts: posts.filter(isHeld),
        others: posts.filter((post) => !isHeld(post)),
      };
    });
  }

  async realm(realm: string): Promise<KnownRealm | null> {
    const row = await this.reading.inRealm(realm, (manager) => manager.getRepository(RealmRow).findOneBy({ realm_id: realm }));
    return (
      row && { name: row.name, jurisdiction: row.jurisdiction, world: row.world, held: row.held, copied: row.copied as CopyRecord | null }
    );
  }

  /** Whether anybody in this realm was ever given this role. */
  async isRoleGiven(realm: string, role: string): Promise<boolean> {
    return this.reading.inRealm(realm, (manager) =>
      manager
        .createQueryBuilder(AppointmentEntity, 'a')
        .where('a.realm_id = :realm and :role = any (a.roles)', { realm, role })
        .getExists(),
    );
  }

  async personName(realm: string, person: string): Promise<string | null> {
    const row = await this.reading.inRealm(realm, (manager) => manager.getRepository(PersonRow).findOneBy({ realm_id: realm, id: person }));
    return row && row.erased_at === null ? row.name : null;
  }

  async organisationNames(realm: string, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    return this.reading.inRealm(realm, async (manager) => {
      const found = await manager.getRepository(OrganisationViewRow).findBy({ realm_id: realm, key: In([...new Set(ids)]) });
      const people = found.map((row) => row.name_content).filter((id) => id !== null);
      const contents = people.length === 0 ? [] : await manager.getRepository(ContentRow).findBy({ realm_id: realm, id: In(people) });
      const names = new Map(contents.filter((row) => row.erased_at === null).map((row) => [row.id, JSON.parse(row.body) as string]));
      return new Map(found.map((row) => [row.key, names.get(row.name_content ?? '') ?? row.name]));
    });
  }

  /** The organisations that are called so; of two of one name, the one registered first. */
  organisationsNamed(realm: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.reading.inRealm(realm, async (manager) => {
      const found = await manager
        .getRepository(OrganisationViewRow)
        .find({ where: { realm_id: realm, name: In([...names]) }, order: { key: 'DESC' } });
      return new Map(found.map(({ name, key }) => [name, key]));
    });
  }

  /** Who of these stands in the table of people. */
  peopleAmong(realm: string, ids: readonly string[]): Promise<ReadonlySet<string>> {
    return this.reading.inRealm(realm, async (manager) => {
      const found = await manager.getRepository(PersonRow).find({ select: { id: true }, where: { realm_id: realm, id: In([...ids]) } });
      return new Set(found.map(({ id }) => id));
    });
  }

  /** Which of these appointments are held today, with person, organisation and roles. */
  async appointments(
    realm: string,
    keys: readonly string[],
    now: Instant,
  ): Promise<ReadonlyMap<string, Post & { readonly person: string }>> {
    const found = await this.reading.inRealm(realm, (manager) =>
      manager.getRepository(AppointmentEntity).findBy({ realm_id: realm, key: In([...new Set(keys)]) }),
    );
    const today = dateOf(now);
    return new Map(
      found
        .filter((row) => row.from_on <= today && (row.to_on === null || today <= row.to_on))
        .map((row) => [
          row.key,
          {
            key: row.key,
            person: row.person,
            post: row.post,
            organisation: row.organisation,
            roles: row.roles,
            fromOn: row.from_on,
            toOn: row.to_on,
          },
        ]),
    );
  }

  /** Takes a person in and answers the id; null: somebody else stands under it. */
  addPerson(realm: string, person: NewPerson, keyed: Keyed): Promise<string | null> {
    return this.reading.inRealm(realm, (manager) =>
      answeredOnce<string | null>(
        manager,
        keyed,
        async () => {
          const people = manager.getRepository(PersonRow);
          if (await people.existsBy({ realm_id: realm, id: person.id })) return null;
          await people.insert({ realm_id: realm, ...person });
          return person.id;
        },
        (added) => added !== null,
      ),
    );
  }
}
