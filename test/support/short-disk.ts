import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, statSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

/** A disk that can be filled to the last byte, and that can stop answering. */
export interface ShortDisk {
  /** What it is, for the reader of the test run. */
  readonly what: string;
  /** Where a server's data are to lie; undefined: anywhere. */
  readonly path: string | undefined;
  fill(): Promise<void>;
  makeRoom(): Promise<void>;
  stall(): Promise<void>;
  goOn(): Promise<void>;
  /** Lets so many bytes a second be written to it. False: nobody may slow it here. */
  slowDown(bytesPerSecond: number): Promise<boolean>;
  speedUp(): Promise<void>;
  remove(): void;
}

const done = (command: string, args: readonly string[]): boolean => spawnSync(command, args).status === 0;
const SIZE = 300_000_000;
/** The kernel's own throttle, by device and for every process: control groups of version 1 have it at their root, those of version 2 for members alone. */
const THROTTLE = '/sys/fs/cgroup/blkio/blkio.throttle.write_bps_device';
const PIECE = Buffer.alloc(65_536);

/** A file system of its own in a file: what root may mount. It stalls by being frozen, as for a snapshot. */
class MountedDisk implements ShortDisk {
  readonly what = 'a disk of 300 MB of its own';
  private constructor(
    private readonly folder: string,
    readonly path: string,
  ) {}

  /** Null where nobody may mount, or the programs are missing. */
  static mount(): MountedDisk | null {
    const folder = mkdtempSync(join(tmpdir(), 'goufu-disk-'));
    const [image, path] = [join(folder, 'image'), join(folder, 'disk')];
    mkdirSync(path);
    spawnSync('chmod', ['755', folder]);
    writeFileSync(image, '');
    truncateSync(image, SIZE);
    // nothing set aside for the superuser: full is full for everybody
    const mounted = done('mkfs.ext4', ['-q', '-m', '0', image]) && done('mount', ['-o', 'loop', image, path]);
    if (mounted && done('fsfreeze', ['--freeze', path]) && done('fsfreeze', ['--unfreeze', path])) {
      spawnSync('chmod', ['755', path]);
      return new MountedDisk(folder, path);
    }
    if (mounted) done('umount', [path]);
    rmSync(folder, { recursive: true, force: true });
    return null;
  }

  private get ballast(): string {
    return join(this.path, 'ballast');
  }
  async fill(): Promise<void> {
    const file = openSync(this.ballast, 'a');
    try {
      for (let size = PIECE.length; size >= 512; ) {
        try {
          writeSync(file, PIECE, 0, size);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          size /= 2;
        }
      }
    } finally {
      closeSync(file);
    }
  }
  async makeRoom(): Promise<void> {
    rmSync(this.ballast, { force: true });
  }
  async stall(): Promise<void> {
    if (!done('fsfreeze', ['--freeze', this.path])) throw new Error('the disk does not freeze');
  }
  async goOn(): Promise<void> {
    if (!done('fsfreeze', ['--unfreeze', this.path])) throw new Error('the disk stays frozen');
  }
  private throttle(bytesPerSecond: number): void {
    const { dev } = statSync(this.path);
    const [major, minor] = [(dev >> 8) & 0xfff, (dev & 0xff) | ((dev >> 12) & 0xfff00)];
    writeFileSync(THROTTLE, `${major}:${minor} ${bytesPerSecond}`, { flag: 'r+' });
  }
  async slowDown(bytesPerSecond: number): Promise<boolean> {
    try {
      this.throttle(bytesPerSecond);
      return true;
    } catch {
      return false;
    }
  }
  async speedUp(): Promise<void> {
    this.throttle(0);
  }
  remove(): void {
    done('fsfreeze', ['--unfreeze', this.path]);
    done('umount', [this.path]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Where nobody may mount: the server itself says what it would say of such a disk, for every event that is to be written. */
class SaidDisk implements ShortDisk {
  readonly what = 'no disk of its own, since mounting one is the superuser’s: the server says what it would say of it';
  readonly path = undefined;
  constructor(private readonly owner: () => string) {}

  private async rule(body: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.owner() });
    await client.connect();
    try {
      await client.query('drop trigger if exists short on event');
      if (body === '') return;
      await client.query(`create or replace function short() returns trigger language plpgsql as $$ begin ${body}; return new; end $$`);
      await client.query('create trigger short before insert on event for each row execute function short()');
    } finally {
      await client.end();
    }
  }
  fill = () => this.rule(`raise exception using errcode = '53100', message = 'could not extend file: No space left on device'`);
  makeRoom = () => this.rule('');
  stall = () => this.rule('perform pg_sleep(60)');
  goOn = () => this.rule('');
  slowDown = async (bytesPerSecond: number): Promise<boolean> => {
    await this.rule(`perform pg_sleep(least(60, length(new.data) / ${bytesPerSecond}.0))`);
    return true;
  };
  speedUp = () => this.rule('');
  remove(): void {}
}

/** The shortest of disks that this machine lets one have. `owner`: of the database that will lie on it. */
export const shortDisk = (owner: () => string): ShortDisk => MountedDisk.mount() ?? new SaidDisk(owner);
