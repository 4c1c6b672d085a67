import { join } from 'node:path';
import type { Trace } from './dates.js';
import { LineJournal } from './line-journal.js';

export interface Told {
  readonly n: number;
  readonly realm: string;
  readonly tale: string;
}
type Line =
  | { readonly t: 'begun'; readonly seed: number }
  | { readonly t: 'stroke'; readonly n: number; readonly word: string; readonly kill: boolean }
  | { readonly t: 'quiet'; readonly tale: string; readonly trace: Trace }
  | ({ readonly t: 'tale' } & Told)
  | { readonly t: 'ended'; readonly n: number; readonly problem: string | null }
  | { readonly t: 'spent'; readonly seconds: number };

/** How far a run has come: begun again in its directory, it goes on from here. */
export class RunJournal {
  readonly quiet = new Map<string, Trace>();
  readonly tales = new Map<number, Told & { problem?: string | null }>();
  readonly strokes: Record<string, number> = {};
  kills = 0;
  /** The number of the next stroke. */
  next = 0;
  /** Seconds of earlier starts. */
  spent = 0;

  private constructor(private readonly journal: LineJournal<Line>) {}

  static async open(folder: string, seed: number): Promise<RunJournal> {
    const { journal, lines } = await LineJournal.open<Line>(join(folder, 'run.jsonl'));
    const run = new RunJournal(journal);
    for (const line of lines) run.apply(line);
    const begun = lines.find((line) => line.t === 'begun');
    if (begun && begun.seed !== seed)
      throw new Error(`the directory holds a run of seed ${begun.seed}: choose another with --data, or that seed`);
    if (!begun) await run.write({ t: 'begun', seed });
    return run;
  }

  async write(line: Line): Promise<void> {
    await this.journal.write(line);
    this.apply(line);
  }
  close(): Promise<void> {
    return this.journal.close();
  }

  private apply(line: Line): void {
    switch (line.t) {
      case 'begun':
        return;
      case 'stroke':
        this.next = line.n + 1;
        this.strokes[line.word] = (this.strokes[line.word] ?? 0) + 1;
        if (line.kill) this.kills += 1;
        return;
      case 'quiet':
        this.quiet.set(line.tale, line.trace);
        return;
      case 'tale':
        this.tales.set(line.n, { n: line.n, realm: line.realm, tale: line.tale });
        return;
      case 'ended': {
        const tale = this.tales.get(line.n);
        if (tale) tale.problem = line.problem;
        return;
      }
      case 'spent':
        this.spent += line.seconds;
    }
  }
}
