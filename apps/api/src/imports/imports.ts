import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { mayOperate } from '@goufu/access';
import { type CaseId, dateOf, isRefusal } from '@goufu/domain';
import { readWorkbook, WorkbookUnreadable } from '@goufu/documents';
import type { Step } from '@goufu/engine';
import type { Door } from '../door.js';
import { once } from '../drafts/once.js';
import { problem, ProblemError } from '../http/problem-error.js';
import type { Acting } from '../http/request.js';
import { type Directory, faultAt, type ImportPlan, type Item, type KnownOrganisation, namedIn, Planner } from './plan.js';
import { type CellFault, type ReadRows, readRows } from './rows.js';

/** Of a file of two megabytes nobody reads the faults through. */
const MOST_BYTES = 2_000_000;
const HEARD_OUT = 4 * MOST_BYTES;
const LIMITS = { unpacked: 40_000_000, rows: 1_001, columns: 40 };
/** What it is said to be; what it is, is seen when it is opened. */
const TYPES = ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'application/octet-stream'];

export interface Trial {
  readonly plan: ImportPlan;
  readonly rows: number;
  readonly faults: readonly CellFault[];
}

/** The bytes that were sent, up to the limit: what comes beyond it is let past and dropped, so that the sender hears why; of much more nothing is heard out. */
export const bytesOf = async (body: unknown, mediaType: string | undefined): Promise<Uint8Array> => {
  const isWorkbook = TYPES.includes(mediaType?.split(';')[0]?.trim().toLowerCase() ?? '');
  // No body at all, or one that was read as something else.
  if (!(body instanceof Readable)) throw problem('import.type_not_allowed', { meta: { allowed: TYPES } });
  const stream = body;
  const parts: Buffer[] = [];
  let size = 0;
  await new Promise<void>((resolve, reject) => {
    stream.on('data', (part: Buffer) => {
      size += part.length;
      if (size <= MOST_BYTES) parts.push(part);
      if (size > HEARD_OUT) stream.destroy(problem('import.too_large', { meta: { limit: MOST_BYTES } }));
    });
    stream.on('end', resolve);
    stream.on('error', reject);
    // Whoever goes away in the middle of it hears no answer: nothing waits for the rest.
    stream.on('close', () => reject(problem('input.bad_request')));
  });
  if (!isWorkbook) throw problem('import.type_not_allowed', { meta: { allowed: TYPES } });
  if (size > MOST_BYTES) throw problem('import.too_large', { meta: { limit: MOST_BYTES } });
  return Buffer.concat(parts);
};

const opened = async (bytes: Uint8Array): Promise<ReadRows> => {
  try {
    return readRows(await readWorkbook(bytes, LIMITS));
  } catch (error) {
    if (!(error instanceof WorkbookUnreadable)) throw error;
    if (error.fault === 'too-large') throw problem('import.too_large', { meta: { limit: LIMITS.unpacked } });
    if (error.fault === 'too-many-rows')
      throw problem('import.too_many_rows', { meta: { sheet: error.sheet ?? '', limit: LIMITS.rows - 1 } });
    throw problem('import.not_xlsx');
  }
};

interface SeenOrganisation {
  readonly finance: CaseId | null;
  readonly posts: Readonly<Record<string, unknown>>;
  readonly appointments?: readonly { readonly person: string; readonly post: string; readonly from: string; readonly to: string | null }[];
}
const lookUp = async (door: Door, { realm, person, appointment, now }: Acting, read: ReadRows): Promise<Directory> => {
  const ids = await door.views.directory.organisationsNamed(realm, namedIn(read));
  const today = dateOf(now);
  const organisations = new Map<string, KnownOrganisation>();
  for (const [name, id] of ids) {
    const seen = (await door.engine.view(realm, id, { person, appointment }))?.view as SeenOrganisation | undefined;
    if (!seen) continue;
    const held = (seen.appointments ?? []).filter(({ to }) => to === null || to >= today);
    organisations.set(name, {
      id,
      finance: seen.finance,
      posts: Object.keys(seen.posts),
      held: held.map((one) => `${one.post} ${one.person}`),
    });
  }
  const asked = read.rows.flatMap(({ said }) => (typeof said.id === 'string' ? [said.id] : []));
  return { organisations, people: await door.views.directory.peopleAmong(realm, asked) };
};

/** A place for each item, so that those after it find what it began. */
const stepsOf = (items: readonly Item[]): readonly Step[] => items.map((item): Step => ('step' in item ? item.step : () => null));

/** Tries a workbook out: every fault at its cell, of its form and of what each command would be answered. Nothing is written. */
export const tryOut = async (door: Door, acting: Acting, bytes: Uint8Array): Promise<Trial> => {
  const read = await opened(bytes);
  if (read.rows.length === 0 && read.faults.length === 0) throw problem('import.empty');
  const directory = await lookUp(door, acting, read);
  const plan = new Planner(read, directory, { organisation: acting.post?.organisation ?? null }).plan();
  const tried = await door.engine.rehearse(acting.realm, { person: acting.person, appointment: acting.appointment }, stepsOf(plan.items));
  const mayAdd = mayOperate('addPerson', acting.post?.roles ?? []);
  const refused = plan.items.flatMap((item, n) => {
    const answer = 'person' in item ? mayAdd : tried[n];
    return answer && typeof answer === 'object' ? [faultAt(item, answer)] : [];
  });
  return { plan, rows: read.rows.length, faults: [...plan.faults, ...refused] };
};

const digest = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(value, (_key, one: unknown) => (typeof one === 'bigint' ? `${one}` : one)))
    .digest('hex');

/** Carries out what a trial found without fault, one command after the other; what is refused all the same ends it, and the same file takes it up where it stood. */
export const carryOut = async (door: Door, acting: Acting, { plan }: Trial, key: string, requestId: string): Promise<number> => {
  const { realm, person: actor, appointment } = acting;
  const begun: (CaseId | null)[] = [];
  for (const item of plan.items) {
    if ('person' in item) {
      const { id, name, phone = null, email = null } = item.person;
      const keyed = { realm, actor, key: `${key} ${digest(item.person)}`, body: 'import', subject: 'person', requestId };
      await once(() => door.views.directory.addPerson(realm, { id, name, phone, email }, keyed));
      begun.push(null);
      continue;
    }
    const given = item.step((at) => begun[at] ?? null);
    if (given === null) throw new Error('an import goes on with what it has begun');
    // The same item of the catalogue or line of the budget brought in another file is the same: it is known by what it says.
    const mark = digest([given.kind, given.type, given.caseId, given.data]);
    const own = given.caseId === null && given.kind !== 'organisation' ? `import ${mark}` : `${key} ${mark}`;
    const answer = await door.engine.execute({ realm, ...given, acting: { person: actor, appointment }, key: own, requestId });
    if (isRefusal(answer)) throw new ProblemError(answer);
    begun.push(answer.id);
  }
  return plan.items.length;
};
