import type { Answer } from '../../apps/local/src/scenario/door.js';
import { LineJournal } from './line-journal.js';

/** A command as its client knows it: whose, in which realm, under which key. */
export interface Given {
  readonly realm: string;
  readonly actor: string;
  readonly path: string;
  readonly key: string;
}
export interface Acknowledged extends Given {
  readonly id: string;
  readonly version: number;
}
type Line = (Given & { readonly t: 'asked' }) | (Acknowledged & { readonly t: 'acknowledged' });

const nameOf = ({ realm, actor, key }: Given): string => `${realm} ${actor} ${key}`;

/** What the clients asked for and what they were told, written down on their side before they go on. */
export class Acknowledgements {
  private readonly open = new Map<string, Given>();
  private readonly kept = new Map<string, Acknowledged>();

  private constructor(private readonly journal: LineJournal<Line>) {}

  static async open(file: string): Promise<Acknowledgements> {
    const { journal, lines } = await LineJournal.open<Line>(file);
    const known = new Acknowledgements(journal);
    for (const line of lines) {
      if (line.t === 'asked') known.open.set(nameOf(line), line);
      else known.keep(line);
    }
    return known;
  }

  async asked(given: Given): Promise<void> {
    this.open.set(nameOf(given), given);
    await this.journal.write({ t: 'asked', ...given });
  }
  async acknowledged(given: Given, { id, version }: Answer): Promise<void> {
    const line = { ...given, id, version };
    await this.journal.write({ t: 'acknowledged', ...line });
    this.keep(line);
  }

  /** What the client was told of this command; null: nothing so far. */
  find(given: Given): Acknowledged | null {
    return this.kept.get(nameOf(given)) ?? null;
  }
  get all(): readonly Acknowledged[] {
    return [...this.kept.values()];
  }
  /** Asked, and never answered so far: they may have been carried out. */
  get unanswered(): readonly Given[] {
    return [...this.open.values()];
  }

  close(): Promise<void> {
    return this.journal.close();
  }

  private keep(line: Acknowledged): void {
    this.open.delete(nameOf(line));
    this.kept.set(nameOf(line), line);
  }
}
