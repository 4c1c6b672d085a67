import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

export const singleSourcePermissions: Readonly<Record<string, readonly Permission[]>> = {
  nameSingleSource: [{ roles: ['purchaser-handler'], in: 'purchaser' }],
  objectToSingleSource: [{ roles: ['supplier-agent'], in: 'any' }],
  argueSingleSource: [{ roles: ['purchaser-handler'], in: 'purchaser' }],
};

/** What was made public is everybody's to read; who objected and what experts wrote stays on the purchaser's side. */
export const seeSingleSource = (viewer: Viewer): Json | null => {
  const { singleSource } = viewer.state;
  if (!singleSource) return null;
  if (isInside(viewer)) return { ...singleSource } as unknown as Json;
  const { supplier, ground, openUntil } = singleSource;
  return openUntil === undefined ? null : { supplier, ground, openUntil };
};
