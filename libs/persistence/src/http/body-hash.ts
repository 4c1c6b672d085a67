import { createHash } from 'node:crypto';

/** What is kept of a command's body: enough to know it again, and after a while too little to guess what it says from the answers that were possible. */
export interface BodyHash {
  readonly body_hash: string;
  /** Null as long as a release beside this one, which does not know the salt, may be asked for the answer. */
  readonly body_salt: string | null;
}
const sha256 = (text: string): string => createHash('sha256').update(text, 'utf8').digest('hex');

/**
 * The hash under which a body is stored: without salt, as the release before reads it. A command whose answer was lost is sent again at once, while
 * both releases run to either of them; what is older gets its salt from housekeeping (`saltedHash`). The next release may salt when it writes.
 */
export const hashedBody = (body: string): BodyHash => ({ body_hash: sha256(body), body_salt: null });

/** A salt and the salted hash of a stored one, in SQL: from the hash alone, since the body is nowhere. */
export const saltedHash = (salt: string): string => `encode(sha256(convert_to(${salt} || body_hash, 'UTF8')), 'hex')`;

/** Whether this body is the stored one. */
export const isSameBody = ({ body_hash: hash, body_salt: salt }: BodyHash, body: string): boolean =>
  hash === (salt === null ? sha256(body) : sha256(`${salt}${sha256(body)}`));
