import { randomBytes } from 'node:crypto';
import { encode, type ContentRef, type Json } from '@goufu/domain';
import { v7 } from 'uuid';
import { sha256 } from './hash.js';
import type { NewContent } from './plan.js';

type Tree = { [key: string]: unknown } | unknown[];

const at = (tree: unknown, step: string): readonly string[] =>
  step === '-' ? (Array.isArray(tree) ? tree.map((_, i) => String(i)) : []) : [step];

const replace = (tree: unknown, steps: readonly string[], take: (body: Json) => ContentRef): unknown => {
  const [step, ...rest] = steps;
  if (step === undefined) return tree === undefined || tree === null ? tree : take(tree as Json);
  if (typeof tree !== 'object' || tree === null) return tree;
  const copy = (Array.isArray(tree) ? [...(tree as unknown[])] : { ...tree }) as Tree;
  for (const key of at(tree, step))
    if (key in copy) (copy as Record<string, unknown>)[key] = replace((tree as Record<string, unknown>)[key], rest, take);
  return copy;
};

/** Moves what stands at the patterns into content rows: the command that is decided holds only id and salted hash. */
export const separateContents = (data: unknown, patterns: readonly string[] = []): { data: unknown; contents: NewContent[] } => {
  const contents: NewContent[] = [];
  const take = (body: Json): ContentRef => {
    const row = { id: v7(), salt: randomBytes(16).toString('hex'), body: encode(body) };
    const hash = sha256(row.salt + row.body);
    contents.push({ ...row, hash });
    return { content: row.id, hash };
  };
  let separated = data;
  for (const pattern of patterns) separated = replace(separated, pattern.split('/').slice(1), take);
  return { data: separated, contents };
};

const isRef = (value: object): value is ContentRef =>
  typeof (value as { content?: unknown }).content === 'string' &&
  typeof (value as { hash?: unknown }).hash === 'string' &&
  Object.keys(value).length === 2;

/** Ids of all content that a view refers to. */
export const contentIds = (view: unknown): string[] => {
  const ids: string[] = [];
  collect(view, ids);
  return ids;
};
const collect = (view: unknown, ids: string[]): void => {
  if (typeof view !== 'object' || view === null) return;
  if (Array.isArray(view)) for (const item of view) collect(item, ids);
  else if (isRef(view)) ids.push(view.content);
  else for (const key of Object.keys(view)) collect((view as Record<string, unknown>)[key], ids);
};

/** The view with each reference replaced by its body; an erased one reads null. What holds no reference is not copied. */
export const withContents = (view: unknown, bodies: ReadonlyMap<string, Json>): unknown => {
  if (typeof view !== 'object' || view === null) return view;
  if (!Array.isArray(view) && isRef(view)) return bodies.get(view.content) ?? null;
  let copy: Record<string, unknown> | unknown[] | null = null;
  for (const key of Object.keys(view)) {
    const value = (view as Record<string, unknown>)[key];
    const filled = withContents(value, bodies);
    if (filled === value) continue;
    copy ??= (Array.isArray(view) ? [...(view as unknown[])] : { ...view }) as Record<string, unknown>;
    (copy as Record<string, unknown>)[key] = filled;
  }
  return copy ?? view;
};
