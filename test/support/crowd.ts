import { type Acting, type Answer, type Door, Refused, type Shown, type StoredFile } from '../../apps/local/src/scenario/door.js';
import type { HttpDoor } from '../../apps/local/src/scenario/http-door.js';

/** An impatient crowd: every command is sent to every process at once under one key; whoever asks next asks another process. */
export class Crowd implements Door {
  /** Keys of commands that were carried out. */
  readonly carriedOut = new Set<string>();
  /** Commands that got an answer from one process and none from another. */
  lost = 0;
  private turn = 0;
  private readonly plans: { readonly at: number; readonly happen: () => void }[] = [];

  constructor(private doors: readonly HttpDoor[]) {}

  /** When so many further commands have been sent, but not yet answered. */
  after(commands: number, happen: () => void): void {
    this.plans.push({ at: this.carriedOut.size + commands, happen });
  }
  without(gone: HttpDoor | undefined): void {
    this.doors = this.doors.filter((door) => door !== gone);
  }

  async command(who: Acting, path: string, body: object, key: string): Promise<Answer> {
    const sent = this.doors.map((door) => door.command(who, path, body, key));
    const settled = Promise.allSettled(sent);
    for (const { happen } of this.plans.filter(({ at }) => at === this.carriedOut.size)) happen();
    const answers: Answer[] = [];
    let failure: unknown = null;
    for (const result of await settled) {
      if (result.status === 'fulfilled') answers.push(result.value);
      else if (result.reason instanceof Refused && result.reason.problem.status !== 503) throw result.reason;
      else failure = result.reason;
    }
    const [first] = answers;
    if (!first) throw failure;
    if (failure) this.lost += 1;
    if (answers.some(({ id, version }) => id !== first.id || version !== first.version))
      throw new Error(`${path}: the same key got ${JSON.stringify(answers)}`);
    this.carriedOut.add(`${who.person} ${key}`);
    return first;
  }

  /** Asks one process, and another if that one is no more. */
  private async anyOf<T>(ask: (door: HttpDoor) => Promise<T>): Promise<T> {
    this.turn += 1;
    const turned = this.doors.map((_, n) => this.doors[(n + this.turn) % this.doors.length] as HttpDoor);
    let failure: unknown = null;
    for (const door of turned) {
      try {
        return await ask(door);
      } catch (error) {
        if (error instanceof Refused) throw error;
        failure = error;
      }
    }
    throw failure;
  }
  show = (who: Acting | null, path: string): Promise<Shown> => this.anyOf((door) => door.show(who, path));
  get = <T>(who: Acting | null, path: string): Promise<T> => this.anyOf((door) => door.get<T>(who, path));
  store = (who: Acting, name: string, text: string): Promise<StoredFile> => this.anyOf((door) => door.store(who, name, text));
  now = (): Promise<string> => this.anyOf((door) => door.now());
  advance = (to: string): Promise<void> => this.anyOf((door) => door.advance(to));
  settle = (): Promise<void> => this.anyOf((door) => door.settle());
}
