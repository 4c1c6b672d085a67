import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

const handler: readonly Permission[] = [{ roles: ['purchaser-handler'], in: 'purchaser' }];
const approver: readonly Permission[] = [{ roles: ['purchaser-approver', 'purchaser-leader'], in: 'purchaser' }];
const supplier: readonly Permission[] = [{ roles: ['supplier-agent'], in: 'supplier' }];

export const obligationPermissions: Readonly<Record<string, readonly Permission[]>> = {
  lodgePerformanceBond: supplier,
  returnPerformanceBond: handler,
  publishSupplement: [...handler, { roles: ['agency-officer'], in: 'agency', power: 'publish' }],
  fileSupplement: handler,
  proposeSubcontract: supplier,
  decideSubcontract: approver,
};

/** For both sides of the contract and those who oversee it; the public reads the notices of supplements. */
export const seeObligations = (viewer: Viewer): Json | null =>
  isInside(viewer) || viewer.relations.has('supplier') ? ({ ...viewer.state.obligations } as unknown as Json) : null;
