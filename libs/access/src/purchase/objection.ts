import type { Json } from '@goufu/domain';
import type { Permission } from '../permission.js';
import { isInside, type Viewer } from './viewer.js';

export const objectionPermissions: Readonly<Record<string, readonly Permission[]>> = {
  answerPlanObjection: [{ roles: ['purchaser-handler'], in: 'purchaser' }],
};

/** Between purchaser and finance, before anything is public. */
export const seeObjection = (viewer: Viewer): Json | null => {
  const { objection } = viewer.state;
  if (!objection || !isInside(viewer)) return null;
  return { answers: objection.answers.map(({ objectedAt, answer, at }) => ({ objectedAt, answer: { ...answer }, at })) };
};
