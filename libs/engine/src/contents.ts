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
  if (typeof view !== 'object' || view === null) return [];
  if (isRef(view)) return [view.content];
  return Object.values(view).flatMap(contentIds);
};

/** The view with each reference replaced by its body; an erased one reads null. */
export const withContents = (view: unknown, bodies: ReadonlyMap<string, Json>): unknown => {
  if (typeof view !== 'object' || view === null) return view;
  if (isRef(view)) return bodies.get(view.content) ?? null;
  if (Array.isArray(view)) return view.map((item) => withContents(item, bodies));
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, withContents(value, bodies)]));
};
