import type { Outcome } from '../kernel/index.js';
import type { CatalogueStage } from './catalogue.js';

/** How each stage of a catalogue item can end. */
export const catalogueOutcomes = {
  proposal: ['accepted', 'withdrawn'],
  assessment: ['needed', 'not-needed'],
  review: ['listed', 'refused'],
  listing: ['delisted'],
  closing: ['closed'],
} as const satisfies Record<CatalogueStage, readonly Outcome[]>;
