import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 0xffff;
/** Stands where the real number is in a record of ZIP64: nothing that people send here is that large. */
const ELSEWHERE = 0xffffffff;

/** What the archive holds in all, unpacked; null: it is no archive, or more than `most`. What it says of itself is not believed: every entry is unpacked, and dropped. */
export const unpackedSize = (bytes: Uint8Array, most: number, entriesAtMost: number): number | 'too-large' | null => {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = view.length - END_BYTES;
  for (const lowest = Math.max(0, end - LONGEST_COMMENT); end >= lowest && view.readUInt32LE(end) !== END; ) end -= 1;
  if (end < 0 || view.length < END_BYTES || view.readUInt32LE(end) !== END) return null;
  const count = view.readUInt16LE(end + 10);
  if (count > entriesAtMost) return 'too-large';
  let at = view.readUInt32LE(end + 16);
  let size = 0;
  try {
    for (let n = 0; n < count; n += 1) {
      if (view.readUInt32LE(at) !== ENTRY) return null;
      const [method, packed, place] = [view.readUInt16LE(at + 10), view.readUInt32LE(at + 20), view.readUInt32LE(at + 42)];
      if (packed === ELSEWHERE || place === ELSEWHERE || view.readUInt32LE(place) !== LOCAL) return null;
      const from = place + 30 + view.readUInt16LE(place + 26) + view.readUInt16LE(place + 28);
      const body = view.subarray(from, from + packed);
      if (method === 0) size += body.length;
      else if (method === 8) size += inflateRawSync(body, { maxOutputLength: most - size + 1 }).length;
      else return null;
      if (size > most) return 'too-large';
      at += 46 + view.readUInt16LE(at + 28) + view.readUInt16LE(at + 30) + view.readUInt16LE(at + 32);
    }
  } catch (error) {
    return (error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE' ? 'too-large' : null;
  }
  return size;
};
