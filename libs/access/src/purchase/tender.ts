import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import type { Viewer } from './viewer.js';

export const tenderPermissions: Readonly<Record<string, readonly Permission[]>> = {};

/** What of this part the viewer may see, by stage and role; null: nothing. */
export const seeTender = (_viewer: Viewer): Json | null => null;
