import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import { kept } from './release-before.js';

export interface Given {
  /** The release whose client this is. */
  readonly tree: string;
  readonly realm: string;
  readonly issuer: string;
  readonly apis: readonly string[];
  readonly until: 'planning' | 'evaluation' | 'closed';
  /** Where the world is to be made; without it, the world is there. */
  readonly place?: { readonly databaseUrl: string; readonly temporalAddress: string; readonly temporalNamespace: string };
  /** Where it writes down what it was answered, to be played on from there. */
  readonly journal?: string;
}
export interface Over {
  readonly purchase: string;
  /** Commands that somebody was told are carried out. */
  readonly acknowledged: readonly { readonly key: string; readonly id: string; readonly version: number }[];
  /** What one API answered otherwise than the other. */
  readonly wrong: readonly string[];
  /** What the figures of the end are, and should not be. */
  readonly differences: readonly string[];
}

/** Somebody who plays a purchase, in a process of their own that speaks as its release does. */
export class Customer {
  private readonly child: ChildProcess;
  private sent = 0;
  private readonly waiting: { readonly sent: number; readonly go: () => void }[] = [];
  private entered: (() => void) | null = null;
  readonly over: Promise<Over>;

  constructor(given: Given) {
    this.child = fork(join(import.meta.dirname, 'customer.mjs'), [JSON.stringify({ ...given, stricter: kept.stricter })], {
      execArgv: ['--enable-source-maps'],
    });
    this.over = new Promise((resolve, reject) => {
      this.child.on('message', (told: { sent?: number; entered?: number; over?: Over & { failed?: string } }) => {
        if (told.sent !== undefined) {
          this.sent = told.sent;
          for (const one of this.waiting.filter(({ sent }) => sent <= this.sent)) one.go();
        }
        if (told.entered !== undefined) this.entered?.();
        if (!told.over) return;
        if (told.over.failed) reject(new Error(`${given.realm}: ${told.over.failed}\n${told.over.wrong.join('\n')}`));
        else resolve(told.over);
      });
      this.child.once('exit', (code) => reject(new Error(`the customer of ${given.realm} ended with exit ${code}`)));
    });
    this.over.catch(() => undefined);
  }

  /** When so many commands have been sent: the story goes on meanwhile. */
  async after(commands: number): Promise<void> {
    await Promise.race([this.over, new Promise<void>((go) => (this.sent >= commands ? go() : this.waiting.push({ sent: commands, go })))]);
  }

  /** From the next command on it goes to these APIs. */
  async turnTo(apis: readonly string[]): Promise<void> {
    const entered = new Promise<void>((resolve) => (this.entered = resolve));
    if (!this.child.connected) return;
    this.child.send({ apis });
    await Promise.race([entered, this.over]);
  }
}
