import { z } from 'zod';
import { slug, words } from './schemas.js';

/** What an approver answers; `hash` is that of what was read, so that nobody approves what has changed meanwhile. */
export const voteSchema = z.strictObject({
  verb: z.enum(['approve', 'return', 'refuse']),
  hash: z.string().regex(/^[0-9a-f]{64}$/, { error: 'input.wrong_format' }),
  generation: z.int().min(0).optional(),
  /** For a return: `drafter`, or the step that decides again. */
  to: slug().optional(),
  resume: z.enum(['replay', 'direct']).optional(),
  opinion: words().optional(),
});
