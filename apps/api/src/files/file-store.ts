import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';

/** The bytes are more than may be stored. */
export class TooLarge extends Error {}

export interface Kept {
  readonly hash: string;
  readonly size: number;
  /** The first bytes, to see whether the file is what it says. */
  readonly head: Buffer;
}

/** Bytes on disk under their SHA-256: written whole and flushed before they are named, never changed. */
export class FileStore {
  constructor(
    private readonly folder: string,
    private readonly limit: number,
  ) {}

  private pathOf(hash: string): string {
    return join(this.folder, hash.slice(0, 2), hash.slice(2, 4), hash);
  }

  /** Takes the bytes in; `check` may still refuse them by throwing. Throws `TooLarge`. */
  async keep(bytes: Readable, check: (kept: Kept) => void): Promise<Kept> {
    const waiting = join(this.folder, 'incoming');
    await mkdir(waiting, { recursive: true });
    const temporary = join(waiting, randomUUID());
    const handle = await open(temporary, 'wx', 0o640);
    try {
      const hash = createHash('sha256');
      const head: Buffer[] = [];
      let size = 0;
      for await (const chunk of bytes as AsyncIterable<Buffer>) {
        size += chunk.length;
        if (size > this.limit) throw new TooLarge();
        if (size - chunk.length < 512) head.push(chunk.subarray(0, 512));
        hash.update(chunk);
        await handle.write(chunk);
      }
      await handle.sync();
      await handle.close();
      const kept = { hash: hash.digest('hex'), size, head: Buffer.concat(head).subarray(0, 512) };
      check(kept);
      const path = this.pathOf(kept.hash);
      await mkdir(join(path, '..'), { recursive: true });
      await rename(temporary, path);
      await flushFolder(join(path, '..'));
      return kept;
    } catch (error) {
      await handle.close().catch(() => undefined);
      await rm(temporary, { force: true });
      throw error;
    }
  }

  /** Room that is left for files; null: the folder cannot be reached. */
  async freeBytes(): Promise<number | null> {
    const found = await statfs(this.folder).catch(() => null);
    return found && found.bavail * found.bsize;
  }

  /** The bytes; null: they are not here. */
  async read(hash: string): Promise<{ stream: Readable; size: number } | null> {
    const path = this.pathOf(hash);
    const found = await stat(path).catch(() => null);
    return found ? { stream: createReadStream(path), size: found.size } : null;
  }
}

const flushFolder = async (folder: string): Promise<void> => {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
};
