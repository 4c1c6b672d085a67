import { currentDeclarations, type Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

export const declarationPermissions: Readonly<Record<string, readonly Permission[]>> = {
  judgeDeclaration: [
    { roles: ['purchaser-handler'], in: 'purchaser' },
    { roles: ['agency-officer'], in: 'agency', power: 'check-qualification' },
  ],
};

/** The purchaser's side and the panel see what a bid declared otherwise than the directory holds; a bidder sees what was found of its own bid. */
export const seeDeclarations = (viewer: Viewer): Json | null => {
  const { state, actor } = viewer;
  const findings = currentDeclarations(state);
  const sits = state.evaluation.course?.panel?.members.some(({ person, sits: seated }) => seated && person === actor.person) ?? false;
  const shown = isInside(viewer) || sits ? findings : findings.filter(({ supplier }) => supplier === actor.organisation);
  return shown.length === 0 ? null : (shown as unknown as Json);
};
