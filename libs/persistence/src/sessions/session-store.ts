import type { EntityManager } from 'typeorm';
import type { Reading } from '../http/reading.js';
import { AccessRecordRow, SessionRow, SigningInRow } from '../rows/session.row.js';

/** What the log of accesses knows. */
export type Act =
  | 'signedIn'
  | 'signInRefused'
  | 'signedOut'
  | 'signedOutEverywhere'
  | 'endedByProvider'
  | 'disabledPerson'
  | 'enabledPerson';
/** From where somebody did it, as far as it may be kept. */
export interface From {
  readonly address: string | null;
  readonly agent: string | null;
  readonly requestId: string;
}
/** A session that holds at this moment. Instants are epoch milliseconds of the real clock. */
export interface OpenSession {
  readonly realm: string;
  readonly person: string;
  readonly label: string;
  readonly signedInAt: number;
  readonly idleUntil: number;
  readonly endsAt: number;
  readonly idToken: string | null;
}
export interface ShownSession {
  readonly label: string;
  readonly agent: string | null;
  readonly signedInAt: number;
  readonly seenAt: number;
  readonly endsAt: number;
}
export interface Begun {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}
export interface SignedIn {
  readonly person: string;
  readonly providerSession: string | null;
  readonly idToken: string | null;
  readonly idleSeconds: number;
  readonly longestSeconds: number;
}

/** An idle session is seen at most this often: not every look at a page is a write. */
const SEEN_EVERY = `interval '1 minute'`;
const STILL_HOLDS = `ends_at > clock_timestamp() and seen_at > clock_timestamp() - idle_seconds * interval '1 second'`;

interface Held {
  readonly person: string;
  readonly label: string;
  readonly signed_in_at: Date;
  readonly seen_at: Date;
  readonly ends_at: Date;
  readonly idle_seconds: number;
  readonly id_token: string | null;
  readonly is_stale: boolean;
}
/** The driver's own kind of instant, whatever it is set to. */
const ms = (at: Date | number): number => Number(at);

/** Writes one line of the log. `object`: whom it was done to, where that is somebody else. */
export const note = (
  manager: EntityManager,
  realm: string,
  act: Act,
  person: string | null,
  session: string | null,
  from: From,
  object: string | null = null,
) =>
  manager
    .createQueryBuilder()
    .insert()
    .into(AccessRecordRow)
    .values({ realm_id: realm, act, person, session, address: from.address, agent: from.agent, request_id: from.requestId, object })
    .updateEntity(false)
    .execute();

/** Sessions of people at browsers. What is handed in and kept as `id` is a hash: who reads the table can sign in as nobody. */
export class SessionStore {
  constructor(private readonly reading: Reading) {}

  /** Remembers that somebody was sent to the provider. */
  async begin(realm: string, id: string, begun: Begun): Promise<void> {
    const { returnTo, ...rest } = begun;
    await this.reading.inRealm(realm, (manager) =>
      manager.getRepository(SigningInRow).insert({ realm_id: realm, id, ...rest, return_to: returnTo }),
    );
  }

  /** What was remembered, once, and only within so many seconds; null: it was used, is too old or never was. */
  async comeBack(realm: string, id: string, withinSeconds: number): Promise<Begun | null> {
    const [[row]] = await this.reading.inRealm(
      realm,
      async (manager) =>
        (await manager.query(
          `delete from signing_in where realm_id = $1 and id = $2
           returning state, nonce, verifier, return_to, begun_at > clock_timestamp() - $3::integer * interval '1 second' as fresh`,
          [realm, id, withinSeconds],
        )) as [({ return_to: string; fresh: boolean } & Omit<Begun, 'returnTo'>)[], number],
    );
    return row?.fresh ? { state: row.state, nonce: row.nonce, verifier: row.verifier, returnTo: row.return_to } : null;
  }

  /** Opens a session and writes it down. */
  async open(realm: string, id: string, who: SignedIn, from: From): Promise<void> {
    await this.reading.inRealm(realm, async (manager) => {
      const [row] = (await manager.query(
        `insert into session (realm_id, id, person, provider_session, id_token, agent, idle_seconds, ends_at)
         values ($1, $2, $3, $4, $5, $6, $7, clock_timestamp() + $8::integer * interval '1 second') returning label`,
        [realm, id, who.person, who.providerSession, who.idToken, from.agent, who.idleSeconds, who.longestSeconds],
      )) as { label: string }[];
      await note(manager, realm, 'signedIn', who.person, row?.label ?? null, from);
    });
  }

  /** The session if it still holds; whoever uses it is seen now. */
  async use(realm: string, id: string): Promise<OpenSession | null> {
    return this.reading.inRealm(realm, async (manager) => {
      const [held] = (await manager.query(
        `select person, label, signed_in_at, seen_at, ends_at, idle_seconds, id_token, seen_at < clock_timestamp() - ${SEEN_EVERY} as is_stale
         from session where realm_id = $1 and id = $2 and ${STILL_HOLDS}`,
        [realm, id],
      )) as Held[];
      if (!held) return null;
      let seenAt = ms(held.seen_at);
      if (held.is_stale) {
        const [[seen]] = (await manager.query(
          'update session set seen_at = clock_timestamp() where realm_id = $1 and id = $2 returning seen_at',
          [realm, id],
        )) as [{ seen_at: Date }[], number];
        if (!seen) return null;
        seenAt = ms(seen.seen_at);
      }
      return {
        realm,
        person: held.person,
        label: held.label,
        signedInAt: ms(held.signed_in_at),
        idleUntil: Math.min(seenAt + held.idle_seconds * 1000, ms(held.ends_at)),
        endsAt: ms(held.ends_at),
        idToken: held.id_token,
      };
    });
  }

  /** Whether the session of this label still holds; it counts as no use of it. */
  holds(realm: string, label: string): Promise<boolean> {
    return this.reading.inRealm(realm, (manager) =>
      manager
        .createQueryBuilder(SessionRow, 's')
        .where(`s.realm_id = :realm and s.label = :label and ${STILL_HOLDS}`, { realm, label })
        .getExists(),
    );
  }

  /** The open sessions of a person, the last one seen first. */
  async ofPerson(realm: string, person: string): Promise<readonly ShownSession[]> {
    const rows = await this.reading.inRealm(realm, (manager) =>
      manager
        .createQueryBuilder(SessionRow, 's')
        .where(`s.realm_id = :realm and s.person = :person and ${STILL_HOLDS}`, { realm, person })
        .orderBy('s.seen_at', 'DESC')
        .addOrderBy('s.id')
        .limit(100)
        .getMany(),
    );
    return rows.map((row) => ({
      label: row.label,
      agent: row.agent,
      signedInAt: row.signed_in_at,
      seenAt: row.seen_at,
      endsAt: row.ends_at,
    }));
  }

  /** Ends one session of a person, by its label. */
  async end(realm: string, person: string, label: string, from: From): Promise<boolean> {
    return this.reading.inRealm(realm, async (manager) => {
      const { affected } = await manager.getRepository(SessionRow).delete({ realm_id: realm, person, label });
      if (affected) await note(manager, realm, 'signedOut', person, label, from);
      return Boolean(affected);
    });
  }

  /** Ends every session of a person; answers how many. */
  async endAll(realm: string, person: string, from: From): Promise<number> {
    return this.reading.inRealm(realm, async (manager) => {
      const { affected } = await manager.getRepository(SessionRow).delete({ realm_id: realm, person });
      await note(manager, realm, 'signedOutEverywhere', person, null, from);
      return affected ?? 0;
    });
  }

  /** Ends what the provider says has ended: one session of its own, or all of a person; in whichever realm it was used. */
  async endOfProvider(ended: { readonly session: string } | { readonly person: string }, from: From): Promise<number> {
    const [column, value] = 'session' in ended ? ['provider_session', ended.session] : ['person', ended.person];
    return this.reading.everywhere(async (manager) => {
      const [gone] = (await manager.query(`delete from session where ${column} = $1 returning realm_id, person, label`, [value])) as [
        { realm_id: string; person: string; label: string }[],
        number,
      ];
      for (const { realm_id: realm, person, label } of gone) await note(manager, realm, 'endedByProvider', person, label, from);
      return gone.length;
    });
  }

  /** Writes down that somebody came back from the provider and was not let in. */
  async refused(realm: string, from: From): Promise<void> {
    await this.reading.inRealm(realm, (manager) => note(manager, realm, 'signInRefused', null, null, from));
  }
}
