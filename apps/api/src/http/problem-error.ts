import { refuse, type Refusal } from '@goufu/domain';
import type { DoorCode } from './refusals.js';

/** A refusal on its way out of a handler: the filter turns it into `application/problem+json`. */
export class ProblemError extends Error {
  constructor(
    readonly refusal: Refusal,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(refusal.refused);
  }
}

/** A refusal of the door's own catalogue. */
export const problem = (
  code: DoorCode,
  more: Omit<Refusal, 'refused'> = {},
  headers: Readonly<Record<string, string>> = {},
): ProblemError => {
  const { also, ...rest } = more;
  return new ProblemError({ ...refuse(code, rest), ...(also ? { also } : {}) }, headers);
};
