import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import type { Viewer } from './viewer.js';

export const awardPermissions: Readonly<Record<string, readonly Permission[]>> = {};

/** What of this part the viewer may see, by stage and role; null: nothing. */
export const seeAward = (_viewer: Viewer): Json | null => null;
