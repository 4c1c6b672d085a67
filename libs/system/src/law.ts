import { calendarFrom, type Instant, type Rules, type WorkingCalendar } from '@goufu/domain';
import { readCalendar, readPacks } from '@goufu/config';
import { lawOf, sha256, type Law } from '@goufu/engine';
import type { PackStore } from '@goufu/persistence';
import { buildStacks, type Library, libraryOf, RuleBook, type Stack, stackFromJson, stackToJson } from '@goufu/rules';

/** The packs of a folder (default: the tree's own), laid over one another and as people read them; throws with every fault of every file. */
export const packsOf = (folder?: string): { readonly stacks: readonly Stack[]; readonly library: Library } => {
  const files = readPacks(folder);
  const stacks = buildStacks(files, sha256);
  return { stacks, library: libraryOf(files, stacks) };
};

/** Packs and calendars of this installation, and every earlier pack that a running case may be pinned to. */
export class InstalledLaw implements Law {
  readonly calendar: WorkingCalendar;
  /** The packs of this release as people read them. */
  readonly library: Library;
  private book: RuleBook;
  private law: Law;
  private readonly known = new Set<string>();
  private kept = false;

  private learning: Promise<void> | null = null;

  /** Reads the folders given (default: the tree's own); throws with every fault of every file. `store`: where releases keep their packs for each other. */
  constructor(
    private readonly store: PackStore,
    folders: { readonly packs?: string | undefined; readonly calendars?: string | undefined } = {},
  ) {
    this.calendar = calendarFrom(readCalendar('cn', folders.calendars));
    const { stacks, library } = packsOf(folders.packs);
    this.library = library;
    this.book = new RuleBook(stacks);
    this.law = lawOf(this.book, this.calendar);
    for (const jurisdiction of this.book.jurisdictions) this.known.add(this.book.current(jurisdiction).hash);
  }

  /** The pack of each jurisdiction under which new cases begin, by its hash. */
  get packs(): readonly { readonly jurisdiction: string; readonly hash: string }[] {
    return this.book.jurisdictions.map((jurisdiction) => ({ jurisdiction, hash: this.book.current(jurisdiction).hash }));
  }
  get jurisdictions(): readonly string[] {
    return this.book.jurisdictions;
  }
  rules(jurisdiction: string, today: Instant): Rules {
    return this.law.rules(jurisdiction, today);
  }

  /** Keeps the present packs for ever and learns those that other releases have kept: one round at a time, whoever asks. */
  learn(): Promise<void> {
    this.learning ??= this.exchange().finally(() => {
      this.learning = null;
    });
    return this.learning;
  }

  private async exchange(): Promise<void> {
    const { store } = this;
    if (!this.kept) {
      const stacks = this.book.jurisdictions.map((jurisdiction) => this.book.current(jurisdiction));
      await store.keep(stacks.map((stack) => ({ hash: stack.hash, jurisdiction: stack.jurisdiction, body: stackToJson(stack) })));
      this.kept = true;
    }
    const others = await store.others([...this.known]);
    if (others.length === 0) return;
    this.book = this.book.with(others.map(({ body }) => stackFromJson(body, sha256)));
    this.law = lawOf(this.book, this.calendar);
    for (const { hash } of others) this.known.add(hash);
  }
}
