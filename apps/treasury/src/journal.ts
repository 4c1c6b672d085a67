import { closeSync, fdatasyncSync, fsyncSync, ftruncateSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FaultRequest, Plan } from './fault.js';
import type { Order, Receipt } from './order.js';

/** What happened, in order. Everything that the simulator knows is the fold of these. */
export type Entry =
  | { readonly t: 'journal'; readonly version: number; readonly at: number }
  | {
      readonly t: 'accepted';
      readonly at: number;
      readonly key: string;
      readonly hash: string;
      readonly order: Order;
      readonly plan: Plan;
      readonly faults: readonly string[];
    }
  | { readonly t: 'settled'; readonly at: number; readonly key: string }
  | { readonly t: 'returned'; readonly at: number; readonly key: string }
  | { readonly t: 'received'; readonly at: number; readonly key: string; readonly hash: string; readonly receipt: Receipt }
  | { readonly t: 'told'; readonly line: number; readonly delivered: boolean }
  | { readonly t: 'fault'; readonly at: number; readonly id: string; readonly request: FaultRequest }
  | { readonly t: 'faultUsed'; readonly id: string }
  | { readonly t: 'faultRemoved'; readonly id: string };

const version = 1;
const nameOf = (dir: string): string => join(dir, 'journal.jsonl');

/** Money survives JSON as `{"fen":"162240000"}`. */
const write = (entry: Entry): string =>
  `${JSON.stringify(entry, (_, value: unknown) => (typeof value === 'bigint' ? { fen: value.toString() } : value))}\n`;
const revive = (line: string): Entry =>
  JSON.parse(line, (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'fen' in value && typeof value.fen === 'string' ? BigInt(value.fen) : value,
  ) as Entry;

/**
 * Append-only file of entries, one JSON object a line. An entry is on the disk when `append` returns.
 * Writing is synchronous on purpose: decide, write, apply is one step that nothing can interleave.
 */
export class Journal {
  readonly entries: readonly Entry[];
  private readonly fd: number;
  private broken = false;

  /** Opens the directory's journal and reads it. A last line without its end was never acknowledged and is cut off; any other damage is an error. */
  constructor(
    dir: string,
    private readonly now: () => number,
  ) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    this.fd = openSync(nameOf(dir), 'a+', 0o600);
    const bytes = readFileSync(nameOf(dir));
    const end = bytes.lastIndexOf(0x0a) + 1;
    if (end < bytes.length) ftruncateSync(this.fd, end);
    this.entries = bytes
      .subarray(0, end)
      .toString('utf8')
      .split('\n')
      .slice(0, -1)
      .map((line, index) => parsed(line, index + 1, nameOf(dir)));
    const [head] = this.entries;
    if (!head) {
      this.append({ t: 'journal', version, at: this.now() });
      syncDirectory(dir);
    } else if (head.t !== 'journal' || head.version > version) {
      closeSync(this.fd);
      throw new Error(`${nameOf(dir)} was written by a newer version of the simulator; start that version, or name another directory`);
    }
  }

  /** On the disk when it returns. After an error nobody knows what the disk holds, so nothing is written any more until a restart has read it. */
  append(...entries: readonly Entry[]): void {
    if (this.broken) throw new JournalBroken();
    try {
      writeFileSync(this.fd, entries.map(write).join(''));
      fdatasyncSync(this.fd);
    } catch (cause) {
      this.broken = true;
      throw new JournalBroken({ cause });
    }
  }

  close(): void {
    this.broken = true;
    closeSync(this.fd);
  }
}

export class JournalBroken extends Error {
  constructor(options?: ErrorOptions) {
    super('the journal cannot be written', options);
  }
}

const parsed = (line: string, number: number, file: string): Entry => {
  try {
    return revive(line);
  } catch (cause) {
    throw new Error(`${file} is damaged at line ${number}; restore the directory from a copy, or name another one`, { cause });
  }
};

/** A new file's name is lost with the power unless its directory is synced too. */
const syncDirectory = (dir: string): void => {
  const fd = openSync(dir, 'r');
  try {
    fsyncSync(fd);
  } finally {
    closeSync(fd);
  }
};
