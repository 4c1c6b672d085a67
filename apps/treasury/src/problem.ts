/** Every way in which the treasury says no at its door, with its HTTP status. Stable for ever: callers decide by the code. */
export const problems = {
  'treasury.not_json': [400, 'The body is not JSON.'],
  'treasury.key_missing': [400, 'The header Idempotency-Key is missing.'],
  'treasury.key_malformed': [400, 'An idempotency key is 1 to 200 visible ASCII characters.'],
  'treasury.path_malformed': [400, 'The path is not well formed.'],
  'treasury.no_such_path': [404, 'There is no such path here.'],
  'treasury.order_unknown': [404, 'No order was accepted under this key.'],
  'treasury.fault_unknown': [404, 'There is no such fault.'],
  'treasury.method_not_allowed': [405, 'This path does not take this method.'],
  'treasury.key_reused': [409, 'This key was used for another body.'],
  'treasury.order_no_open': [409, 'This order number was accepted under another key and is neither refused nor returned nor partly paid.'],
  'treasury.body_too_large': [413, 'The body is larger than 16 KiB.'],
  'treasury.not_acceptable_type': [415, 'The body must be application/json.'],
  'treasury.invalid': [422, 'The request can never be accepted as it is.'],
  'treasury.not_recorded': [503, 'The journal cannot be written: nothing was acknowledged.'],
  'treasury.down': [503, 'The treasury is down for a while.'],
} as const satisfies Record<string, readonly [number, string]>;

export type ProblemCode = keyof typeof problems;
/** Where a body is wrong: RFC 6901 pointer and a code. */
export interface Fault {
  readonly pointer: string;
  readonly code: 'required' | 'malformed' | 'too_long' | 'not_positive' | 'unknown_field' | 'unsupported';
}

/** Thrown inside the door alone and turned into `application/problem+json` there. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly errors: readonly Fault[];
  constructor(code: ProblemCode, errors: readonly Fault[] = []) {
    super(problems[code][1]);
    this.code = code;
    this.errors = errors;
  }
  get status(): number {
    return problems[this.code][0];
  }
}
