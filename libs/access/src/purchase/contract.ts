import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

export const contractPermissions: Readonly<Record<string, readonly Permission[]>> = {
  draftContract: [{ roles: ['purchaser-handler'], in: 'purchaser' }],
  reviewContract: [{ roles: ['purchaser-supervision'], in: 'purchaser' }],
  signAsSupplier: [{ roles: ['supplier-agent'], in: 'winner' }],
  signAsPurchaser: [{ roles: ['purchaser-leader'], in: 'purchaser' }],
  refuseToSign: [{ roles: ['supplier-agent'], in: 'winner' }],
  recordRefusalToSign: [{ roles: ['purchaser-handler'], in: 'purchaser' }],
  chooseAfterRefusal: [{ roles: ['purchaser-approver'], in: 'purchaser' }],
};

/** The parties see the text; the public sees the contract once it is concluded, without the account. */
export const seeContract = (viewer: Viewer): Json | null => {
  const { contract } = viewer.state;
  if (isInside(viewer) || viewer.relations.has('winner')) return { ...contract } as unknown as Json;
  if (!contract.signed) return null;
  const { payee: _payee, ...open } = contract.signed;
  return { signed: open } as unknown as Json;
};
