import { createHash, createHmac, randomBytes } from 'node:crypto';

/** What is kept of a command's body: enough to know it again, too little to guess what it says from the answers that were possible. */
export interface BodyHash {
  readonly body_hash: string;
  /** Null in rows of the release that did not salt. */
  readonly body_salt: string | null;
}
const keyed = (salt: string, body: string): string => createHmac('sha256', salt).update(body, 'utf8').digest('hex');

/** The hash under which a body is stored, with fresh salt. */
export const hashedBody = (body: string): BodyHash & { readonly body_salt: string } => {
  const salt = randomBytes(16).toString('hex');
  return { body_hash: keyed(salt, body), body_salt: salt };
};

/** Whether this body is the stored one. */
export const isSameBody = ({ body_hash: hash, body_salt: salt }: BodyHash, body: string): boolean =>
  hash === (salt === null ? createHash('sha256').update(body, 'utf8').digest('hex') : keyed(salt, body));
