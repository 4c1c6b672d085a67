import { isOpen } from '../kernel/index.js';
import type { CatalogueState, CatalogueVersion } from './catalogue.js';

/** The version of an item that may be bought now: the last one of a listed item; null for one that is not listed, or no longer. */
export const catalogueListing = (state: unknown): CatalogueVersion | null => {
  const item = state as CatalogueState | undefined;
  return item && isOpen(item.stages, 'listing') ? (item.versions.at(-1) ?? null) : null;
};
