import { createHash } from 'node:crypto';
import { accessRefusals } from '@goufu/access';
import { type CaseId, isRefusal, type Refusal } from '@goufu/domain';
import { type ActingPerson, type Answer as Given, type Engine, engineRefusals } from '@goufu/engine';
import { subjectRefusals } from '@goufu/subjects';
import type pg from 'pg';
import type { z } from 'zod';
import { kindControllers } from '../../apps/api/src/controllers.js';
import { type CommandRoute, type KindRoutes } from '../../apps/api/src/cases/command-controller.js';
import { caseIdOf, kebab } from '../../apps/api/src/http/routes.js';
import { faultsOf } from '../../apps/api/src/wire/faults.js';
import { toInside } from '../../apps/api/src/wire/to-inside.js';
import { toWire } from '../../apps/api/src/wire/to-wire.js';
import { type Acting, type Answer, type Door, Refused, type Shown, type StoredFile } from '../../apps/local/src/scenario/door.js';

const statuses: ReadonlyMap<string, number> = new Map(
  [engineRefusals, accessRefusals, ...subjectRefusals.map(({ refusals }) => refusals)].flatMap((refusals) =>
    refusals.map(({ code, status }): [string, number] => [code, status]),
  ),
);
const routesAt: ReadonlyMap<string, KindRoutes> = new Map(kindControllers.map(({ routes }) => [routes.plural, routes]));

/** The paths and bodies of the API given to an engine directly. What drives the cases on, and the clock, is another's. */
export abstract class CommandDoor implements Door {
  requests = 0;
  private readonly appointments = new Map<string, string | null>();

  protected constructor(
    private readonly engine: Engine,
    private readonly everyRealm: pg.Pool,
    readonly realm: string,
  ) {}

  abstract now(): Promise<string>;
  abstract advance(to: string): Promise<void>;
  abstract settle(): Promise<void>;

  /** As the API takes it: without a post named, the only one that the person holds. */
  private async actingOf({ person, appointment }: Acting): Promise<ActingPerson> {
    if (appointment !== '') return { person, appointment };
    const known = this.appointments.get(person);
    if (known !== undefined) return { person, appointment: known };
    const { rows } = await this.everyRealm.query<{ key: string }>('select key from appointment where realm_id = $1 and person = $2', [
      this.realm,
      person,
    ]);
    const only = rows.length === 1 ? (rows[0]?.key ?? null) : null;
    this.appointments.set(person, only);
    return { person, appointment: only };
  }

  async command(who: Acting, path: string, body: object, key: string): Promise<Answer> {
    // People stand in no case: only the display of names asks for them.
    if (path === 'people') return { id: (body as { id: string }).id, version: 1 };
    const answer = await this.give(who, path, body, key);
    if (isRefusal(answer)) throw new Refused(`${who.person} POST ${path}`, problemOf(answer));
    await this.settle();
    return { id: answer.id, version: answer.version };
  }

  /** Gives a command and answers as the engine does, before anything follows from it. */
  async give(who: Acting, path: string, body: object, key: string, requestId: string | null = null): Promise<Given | Refusal> {
    this.requests += 1;
    const { kind, type, caseId, command, parent } = placed(path);
    const parsed = await (command.schema as z.ZodType<object>).safeParseAsync(body, { reportInput: true });
    if (!parsed.success) {
      const errors = faultsOf(parsed.error.issues).map(({ refused: code, pointer = '', meta }) => ({ code, pointer, ...meta }));
      throw new Refused(`${who.person} POST ${path}`, { status: 422, code: 'input.invalid', errors });
    }
    const data = { ...(toInside(command.schema, parsed.data) as object), ...parent };
    const { realm } = this;
    const acting = await this.actingOf(who);
    return this.engine.execute({ realm, kind, caseId, type, data, acting, key, requestId });
  }

  async show(who: Acting | null, path: string): Promise<Shown> {
    this.requests += 1;
    const [plural = '', id = ''] = path.split('/');
    const caseId = caseIdOf(routesAt.get(plural)?.kind ?? plural, id);
    const viewed = await this.engine.view(this.realm, caseId, who ? await this.actingOf(who) : 'anonymous');
    if (!viewed) throw new Refused(`${who?.person ?? 'anybody'} GET ${path}`, { status: 404, code: 'case.not_found' });
    const actions = viewed.actions.map(({ name, allowed, reason }) => ({
      name,
      allowed,
      ...(reason ? { reason: { code: reason.refused } } : {}),
    }));
    return { id: caseId, version: viewed.version, view: toWire(viewed.view) as Shown['view'], actions };
  }

  /** One case, or of a kind all that this person sees. */
  async get<T>(who: Acting | null, path: string): Promise<T> {
    const [place = ''] = path.split('?');
    if (place.includes('/')) return (await this.show(who, place)) as T;
    const { rows } = await this.everyRealm.query<{ id: CaseId }>(
      'select id from cases where realm_id = $1 and kind = $2 order by created_at desc, id desc',
      [this.realm, routesAt.get(place)?.kind ?? place],
    );
    const acting = who ? await this.actingOf(who) : ('anonymous' as const);
    const seen = await Promise.all(rows.map(({ id }) => this.engine.view(this.realm, id, acting)));
    return { items: seen.flatMap((one) => (one ? [{ id: one.id }] : [])), next: null } as T;
  }

  store(_who: Acting, name: string, text: string): Promise<StoredFile> {
    const file = createHash('sha256').update(text).digest('hex');
    return Promise.resolve({ file, name, size: Buffer.byteLength(text), mediaType: 'application/pdf' });
  }
}

/** The problem that the API would answer with. */
export const problemOf = ({ refused: code, meta }: Refusal) => {
  const status = statuses.get(code);
  // The API answers it with a fault of its own, and so must no scenario pass with it.
  if (status === undefined) throw new Error(`no catalogue knows ${code}`);
  return { status, code, ...(meta ? { meta } : {}) };
};

interface Placed {
  readonly kind: string;
  readonly type: string;
  readonly caseId: CaseId | null;
  readonly command: CommandRoute;
  readonly parent: object;
}
/** Which command of which case a path of the API names. */
const placed = (path: string): Placed => {
  const [plural = '', id, last] = path.split('/');
  const under = last === undefined ? undefined : routesAt.get(last);
  if (id !== undefined && under?.under?.plural === plural) {
    const { kind, field } = under.under;
    return { ...creating(under, path), parent: { [field]: caseIdOf(kind, id) } };
  }
  const routes = routesAt.get(plural);
  if (!routes) throw new Error(`no route POST ${path}`);
  if (id === undefined || last === undefined) return creating(routes, path);
  const found = Object.entries(routes.commands).find(([type, command]) => !command.creates && kebab(type) === last);
  if (!found) throw new Error(`no route POST ${path}`);
  const [type, command] = found;
  return { kind: routes.kind, type, caseId: caseIdOf(routes.kind, id), command, parent: {} };
};
const creating = ({ kind, commands }: KindRoutes, path: string): Placed => {
  const found = Object.entries(commands).find(([, command]) => command.creates);
  if (!found) throw new Error(`no route POST ${path}`);
  return { kind, type: found[0], caseId: null, command: found[1], parent: {} };
};
