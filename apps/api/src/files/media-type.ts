const starts = (head: Buffer, ...bytes: readonly number[]): boolean => bytes.every((byte, at) => head[at] === byte);
const isZip = (head: Buffer): boolean => starts(head, 0x50, 0x4b, 0x03, 0x04);
const isText = (head: Buffer): boolean => !head.includes(0);

/** By its first bytes alone: whether a file can be what it says. A type that is not listed is taken at its word. */
const signs: Readonly<Record<string, (head: Buffer) => boolean>> = {
  'application/pdf': (head) => head.subarray(0, 5).toString('latin1') === '%PDF-',
  'image/png': (head) => starts(head, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/jpeg': (head) => starts(head, 0xff, 0xd8, 0xff),
  'application/ofd': isZip,
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document': isZip,
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet': isZip,
  'text/plain': isText,
  'text/csv': isText,
  'application/xml': (head) => isText(head) && /^[\s\ufeff]*</.test(head.toString('utf8')),
};
export const isWhatItSays = (mediaType: string, head: Buffer): boolean => signs[mediaType]?.(head) ?? true;
