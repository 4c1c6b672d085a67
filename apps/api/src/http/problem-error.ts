import { refuse, type Refusal } from '@goufu/domain';
import type { DoorCode } from './refusals.js';

/** Where a fault stands that is not in the body: a pointer could not name it. */
export interface Parameter {
  readonly in: 'query' | 'path' | 'header';
  readonly name: string;
}
/** A refusal of the door, which may point at a parameter of the request. */
export interface DoorRefusal extends Refusal {
  readonly parameter?: Parameter;
  readonly also?: readonly DoorRefusal[];
}

/** A refusal on its way out of a handler: the filter turns it into `application/problem+json`. */
export class ProblemError extends Error {
  constructor(
    readonly refusal: DoorRefusal,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(refusal.refused);
  }
}

/** A refusal of the door's own catalogue. */
export const problem = (
  code: DoorCode,
  more: Omit<DoorRefusal, 'refused'> = {},
  headers: Readonly<Record<string, string>> = {},
): ProblemError => {
  const { also, parameter, ...rest } = more;
  return new ProblemError({ ...refuse(code, rest), ...(parameter ? { parameter } : {}), ...(also ? { also } : {}) }, headers);
};
/** The same at a header of the request. */
export const problemOfHeader = (code: DoorCode, name: string, more: Omit<DoorRefusal, 'refused'> = {}): ProblemError =>
  problem(code, { ...more, parameter: { in: 'header', name } });
