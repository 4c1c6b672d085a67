import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import type { Acting, Answer, Door, Shown, StoredFile } from './door.js';

/**
 * Remembers what every call answered, so that a story that was cut off is played on from there: calls are answered from the journal in their order
 * until it ends. What was carried out but not written down is asked again under its own key, and so is done once.
 */
export class JournalDoor implements Door {
  private readonly known: string[];
  private at = 0;

  constructor(
    private readonly door: Door,
    private readonly file: string,
  ) {
    const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
    // A last line without its end was never finished.
    this.known = text
      .slice(0, text.lastIndexOf('\n') + 1)
      .split('\n')
      .filter(Boolean);
  }

  private async once<T>(ask: () => Promise<T>): Promise<T> {
    const known = this.known[this.at];
    this.at += 1;
    if (known !== undefined) return (JSON.parse(known) as { answer: T }).answer;
    const answer = await ask();
    appendFileSync(this.file, `${JSON.stringify({ answer })}\n`);
    return answer;
  }

  command(who: Acting, path: string, body: object, key: string): Promise<Answer> {
    return this.once(() => this.door.command(who, path, body, key));
  }
  show(who: Acting | null, path: string): Promise<Shown> {
    return this.once(() => this.door.show(who, path));
  }
  get<T>(who: Acting | null, path: string): Promise<T> {
    return this.once(() => this.door.get<T>(who, path));
  }
  store(who: Acting, name: string, text: string): Promise<StoredFile> {
    return this.once(() => this.door.store(who, name, text));
  }
  now(): Promise<string> {
    return this.once(() => this.door.now());
  }
  advance(to: string): Promise<void> {
    return this.once(() => this.door.advance(to));
  }
  settle(): Promise<void> {
    return this.once(() => this.door.settle());
  }
}
