import { setTimeout as sleep } from 'node:timers/promises';
import { type Acting, type Answer, type Door, Refused, type Shown, type StoredFile } from '../../apps/local/src/scenario/door.js';
import type { HttpDoor } from '../../apps/local/src/scenario/http-door.js';
import type { Acknowledgements } from './acknowledgements.js';

const BETWEEN = /\.(between_stages|stage_not_open)$/;
const PASSING = new Set(['world.unsettled', 'system.busy', 'system.unavailable', 'system.closing', 'system.issuer_unreachable']);
/** Longer than everything that a person waits for: who got no answer by then has lost it. */
const ANSWER_MS = 20_000;
const REST_MS = 60_000;

/** What clients met on the way. */
export interface Met {
  /** Requests that were sent again. */
  again: number;
  /** Answers that no outage explains: each is a fault. */
  readonly serverErrors: string[];
}

/** A client as they are told to be: whoever has no answer, or hears that the system is away, asks again under the same key, another process too. */
export class PatientDoor implements Door {
  private turn: number;

  constructor(
    private readonly realm: string,
    private readonly doors: readonly HttpDoor[],
    private readonly acknowledgements: Acknowledgements | null,
    private readonly met: Met,
    private readonly patienceMs: number,
    first = 0,
  ) {
    this.turn = first;
  }

  private async patiently<T>(ask: (door: HttpDoor) => Promise<T>, answerMs = ANSWER_MS): Promise<T> {
    const until = performance.now() + this.patienceMs;
    for (let pause = 50; ; pause = Math.min(1_000, pause * 2)) {
      this.turn += 1;
      const door = this.doors[this.turn % this.doors.length] as HttpDoor;
      try {
        return await inTime(answerMs, ask(door));
      } catch (error) {
        if (!this.isPassing(error) || performance.now() > until) throw error;
      }
      this.met.again += 1;
      await sleep(pause);
    }
  }

  private isPassing(error: unknown): boolean {
    if (!(error instanceof Refused)) return true; // no answer
    const { status, code } = error.problem;
    // Counted, and asked again all the same: one fault is not to hide the next.
    if (status >= 500 && status !== 503) this.met.serverErrors.push(error.message);
    return status >= 500 || PASSING.has(code) || BETWEEN.test(code);
  }

  async command(who: Acting, path: string, body: object, key: string): Promise<Answer> {
    const asked = { realm: this.realm, actor: who.person, path, key };
    await this.acknowledgements?.asked(asked);
    const answer = await this.patiently((door) => door.command(who, path, body, key));
    await this.acknowledgements?.acknowledged(asked, answer);
    return answer;
  }
  show(who: Acting | null, path: string): Promise<Shown> {
    return this.patiently((door) => door.show(who, path));
  }
  get<T>(who: Acting | null, path: string): Promise<T> {
    return this.patiently((door) => door.get<T>(who, path));
  }
  store(who: Acting, name: string, text: string): Promise<StoredFile> {
    return this.patiently((door) => door.store(who, name, text));
  }
  now(): Promise<string> {
    return this.patiently((door) => door.now(), REST_MS);
  }
  advance(to: string): Promise<void> {
    return this.patiently((door) => door.advance(to), REST_MS);
  }
  settle(): Promise<void> {
    return this.patiently((door) => door.settle(), REST_MS);
  }
}

const inTime = async <T>(ms: number, answer: Promise<T>): Promise<T> => {
  const over = new AbortController();
  try {
    return await Promise.race([
      answer,
      sleep(ms, null, { signal: over.signal }).then(() => {
        throw new Error(`no answer within ${ms} ms`);
      }),
    ]);
  } finally {
    over.abort();
    answer.catch(() => undefined);
  }
};
