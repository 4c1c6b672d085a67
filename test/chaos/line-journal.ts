import { closeSync, existsSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** One JSON value a line, on the disk before whoever wrote it goes on: what a client knows after its own death. */
export class LineJournal<T> {
  private waiting: { readonly text: string; readonly done: () => void; readonly failed: (error: unknown) => void }[] = [];
  private writing: Promise<void> | null = null;

  private constructor(private readonly handle: FileHandle) {}

  /** Opens or makes the file; answers what stands in it. A last line without its end was never acknowledged and is cut off. */
  static async open<T>(file: string): Promise<{ readonly journal: LineJournal<T>; readonly lines: readonly T[] }> {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const whole = text.slice(0, text.lastIndexOf('\n') + 1);
    if (whole.length < text.length) {
      const descriptor = openSync(file, 'r+');
      ftruncateSync(descriptor, Buffer.byteLength(whole));
      closeSync(descriptor);
    }
    const lines = whole
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line) as T);
    return { journal: new LineJournal<T>(await open(file, 'a')), lines };
  }

  /** Resolves once the line is on the disk; what is written at the same time goes there together. */
  write(value: T): Promise<void> {
    return new Promise((done, failed) => {
      this.waiting.push({ text: `${JSON.stringify(value)}\n`, done, failed });
      this.writing ??= this.drain();
    });
  }

  async close(): Promise<void> {
    await this.writing;
    await this.handle.close();
  }

  private async drain(): Promise<void> {
    while (this.waiting.length > 0) {
      const lot = this.waiting;
      this.waiting = [];
      try {
        await this.handle.appendFile(lot.map(({ text }) => text).join(''));
        await this.handle.datasync();
        for (const { done } of lot) done();
      } catch (error) {
        for (const { failed } of lot) failed(error);
      }
    }
    this.writing = null;
  }
}
