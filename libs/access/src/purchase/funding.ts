import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

export const fundingPermissions: Readonly<Record<string, readonly Permission[]>> = {
  fundPlannedPart: [{ roles: ['finance-officer', 'finance-approver'], in: 'finance' }],
  moveExpectedPayment: [{ roles: ['purchaser-handler'], in: 'purchaser' }],
};

/** What of this part the viewer may see: the purchaser's side all of it, the contract party what became of its instalments. */
export const seeFunding = (viewer: Viewer): Json | null => {
  const { funding } = viewer.state;
  const instalments = Object.values(funding.instalments).map(({ drawn: _drawn, ...instalment }) => instalment);
  if (isInside(viewer)) return { ...funding, instalments } as unknown as Json;
  return viewer.relations.has('supplier') ? ({ instalments, clawbacks: funding.clawbacks } as unknown as Json) : null;
};
