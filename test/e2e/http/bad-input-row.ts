import { randomUUID } from 'node:crypto';
import type { Acting } from '../../../apps/local/src/scenario/door.js';
import type { Answered } from './api.js';
import type { BadInputWorld } from './bad-input-world.js';

/** What somebody sends that must be refused, and how. Words in braces are names of the world: `{purchase}`. */
export interface BadRow {
  readonly title: string;
  /** A command of the story whose sender, address and body this one takes over, in the world as it stood before it. */
  readonly like?: string;
  /** Another world: as it stood before this command of the story. */
  readonly before?: string;
  /** Another person of the cast; null: nobody. */
  readonly as?: string | null;
  /** Another method and address. */
  readonly send?: string;
  readonly body?: unknown;
  /** The body but for this: pointer to what stands there instead. */
  readonly set?: Readonly<Record<string, unknown>>;
  readonly drop?: readonly string[];
  readonly raw?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly key?: string | null;
  readonly answer: readonly [status: number, code: string];
  /** The pointer into the body, or the name of the parameter. */
  readonly at?: string;
  /** The rule that is enforced. */
  readonly rule?: string;
}
interface BadFault {
  readonly code: string;
  readonly pointer?: string;
  readonly parameter?: { readonly name: string };
  readonly detail: string;
  readonly details: { readonly zh: string; readonly en: string };
  readonly rule?: { readonly id: string; readonly citation: string };
}
export type BadAnswer = Answered<BadFault & { readonly errors?: readonly BadFault[] }>;

type Tree = Record<string, unknown>;
const stepsOf = (pointer: string): string[] =>
  pointer
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
/** Does something with the member that a pointer names, and with what holds it. */
const changed = (body: Tree, pointer: string, change: (holder: Tree, member: string) => void): void => {
  const steps = stepsOf(pointer);
  const last = steps.pop() ?? '';
  const holder = steps.reduce<Tree>((place, step) => place[step] as Tree, body);
  change(holder, last);
};

const bodyOf = (world: BadInputWorld, row: BadRow): unknown => {
  const given = row.body ?? (row.like === undefined ? undefined : world.sent.get(row.like)?.body);
  if (row.set === undefined && row.drop === undefined) return world.filled(given);
  const body = structuredClone(given) as Tree;
  for (const [pointer, value] of Object.entries(row.set ?? {}))
    changed(body, world.filled(pointer), (holder, member) => void (holder[member] = value));
  for (const pointer of row.drop ?? []) changed(body, world.filled(pointer), (holder, member) => void delete holder[member]);
  return world.filled(body);
};

const whoOf = (world: BadInputWorld, row: BadRow): Acting | null => {
  if (row.as === null) return null;
  if (row.as !== undefined) return world.cast.as(row.as);
  return (row.like === undefined ? undefined : world.sent.get(row.like)?.by) ?? world.cast.as('zhang-min');
};

/** Sends a row in a language. */
export const callOf = (world: BadInputWorld, row: BadRow, language: 'zh' | 'en'): Promise<BadAnswer> => {
  const like = row.like === undefined ? undefined : world.sentAs(row.like);
  const send = row.send ?? `POST ${like?.path ?? ''}`;
  const at = send.indexOf(' ');
  const [method, address] = [send.slice(0, at), world.filled(send.slice(at + 1))];
  const body = row.raw ?? (method === 'GET' ? undefined : JSON.stringify(bodyOf(world, row)));
  const realm = `before-${row.before ?? row.like ?? ''}`;
  return world.api.ask(method, address.startsWith('/') ? address : `/v1/${address}`, {
    as: whoOf(world, row),
    realm,
    key: row.key === null ? null : world.filled(row.key ?? randomUUID()),
    ...(body === undefined ? {} : { raw: body }),
    headers: {
      'accept-language': language,
      realm,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...world.filled(row.headers ?? {}),
    },
  });
};
