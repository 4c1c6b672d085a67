import type { Anchor, Pins, PlainDate, Rule, Rules } from '@goufu/domain';
import type { Stack, StackedRow, StackedVersion } from './pack.js';

/** A rule with what a reader wants to know about it. */
export interface RuleInForce extends Rule {
  readonly quoted?: string;
  readonly notes?: string;
  readonly from: PlainDate;
  readonly to?: PlainDate;
}

/** The law says nothing for that date and place: before a topic's first row, after its last, or a figure that no pack has filled. Never answered with today's law. */
export class RulesNotInForce extends Error {
  override readonly name = 'RulesNotInForce';
  constructor(
    readonly ruleId: string,
    readonly on: PlainDate,
    readonly jurisdiction: string,
    /** The first day on which it holds; null when no pack of the chain has a value. */
    readonly firstOn: PlainDate | null,
  ) {
    super(
      firstOn === null
        ? `rule ${ruleId} has no value in ${jurisdiction}: a pack has to fill it`
        : `rule ${ruleId} is not in force in ${jurisdiction} on ${on}; its first row begins on ${firstOn}`,
    );
  }
}

/** A pin names a pack that was never loaded: whoever holds the stored packs adds it and asks again. */
export class PackUnknown extends Error {
  override readonly name = 'PackUnknown';
  constructor(readonly pack: string) {
    super(`no pack with hash ${pack} is loaded`);
  }
}

/** All packs at hand: the current one of each jurisdiction, and earlier ones that running cases are pinned to. */
export class RuleBook {
  readonly #current = new Map<string, Stack>();
  readonly #byHash = new Map<string, Stack>();

  /** `current`: one stack a jurisdiction. `earlier`: stacks kept because something is pinned to them. */
  constructor(current: readonly Stack[], earlier: readonly Stack[] = []) {
    for (const stack of current) {
      if (this.#current.has(stack.jurisdiction)) throw new Error(`two current packs of ${stack.jurisdiction}`);
      this.#current.set(stack.jurisdiction, stack);
    }
    for (const stack of [...earlier, ...current]) this.#byHash.set(stack.hash, stack);
  }

  /** The same book, knowing these packs by their hash too. */
  with(earlier: readonly Stack[]): RuleBook {
    return new RuleBook([...this.#current.values()], [...this.#byHash.values(), ...earlier]);
  }
  get jurisdictions(): readonly string[] {
    return [...this.#current.keys()];
  }
  knows(hash: string): boolean {
    return this.#byHash.has(hash);
  }
  /** The current stack of a jurisdiction; throws when there is none. */
  current(jurisdiction: string): Stack {
    const stack = this.#current.get(jurisdiction);
    if (!stack) throw new Error(`no pack for jurisdiction ${jurisdiction}; there are ${this.jurisdictions.join(', ')}`);
    return stack;
  }

  /** Law and policy of a jurisdiction as seen today; throws when it has no pack. */
  at(jurisdiction: string, today: PlainDate): RulesInForce {
    return new RulesInForce(this.current(jurisdiction), today, this.#byHash);
  }
}

/** `Rules` over one current stack; a pin leads to the stack and the date at which its anchor happened. */
class RulesInForce implements Rules {
  constructor(
    readonly stack: Stack,
    readonly today: PlainDate,
    readonly byHash: ReadonlyMap<string, Stack>,
  ) {}

  get pack(): string {
    return this.stack.hash;
  }

  rule(id: string, pins: Pins = {}): RuleInForce {
    const found = this.#find(id, pins);
    if (!found) throw new Error(`no pack knows the rule ${id}`);
    const { stack, row, on } = found;
    const version = versionOn(row, on);
    if (!version) throw new RulesNotInForce(id, on, stack.jurisdiction, firstDay(row));
    return ruleOf(id, row.anchor, version, stack.hash);
  }

  has(id: string, pins: Pins = {}): boolean {
    const found = this.#find(id, pins);
    return found !== null && versionOn(found.row, found.on) !== undefined;
  }

  #find(id: string, pins: Pins): { readonly stack: Stack; readonly row: StackedRow; readonly on: PlainDate } | null {
    const row = own(this.stack, id) ?? this.#pinnedRow(id, pins);
    if (!row) return null;
    const pin = pins[row.anchor];
    if (!pin) return { stack: this.stack, row, on: this.today };
    const stack = this.byHash.get(pin.pack);
    if (!stack) throw new PackUnknown(pin.pack);
    const pinned = own(stack, id);
    // a rule that was not yet written when the anchor happened: today's pack, on the pinned day
    return pinned ? { stack, row: pinned, on: pin.on } : { stack: this.stack, row, on: pin.on };
  }

  /** A row that today's pack has dropped still holds for what was pinned to it. */
  #pinnedRow(id: string, pins: Pins): StackedRow | undefined {
    for (const [anchor, pin] of Object.entries(pins)) {
      const stack = this.byHash.get(pin.pack);
      const row = stack && own(stack, id);
      if (row?.anchor === (anchor as Anchor)) return row;
    }
    return undefined;
  }
}

const own = (stack: Stack, id: string): StackedRow | undefined => (Object.hasOwn(stack.rows, id) ? stack.rows[id] : undefined);
const versionOn = (row: StackedRow, on: PlainDate): StackedVersion | undefined =>
  row.versions.find(({ from, to }) => from <= on && (to === undefined || on <= to));
const firstDay = (row: StackedRow): PlainDate | null => row.versions.map(({ from }) => from).toSorted()[0] ?? null;
const ruleOf = (id: string, anchor: Anchor, version: StackedVersion, pack: string): RuleInForce => ({ ...version, id, anchor, pack });
