/** Where a kind's cases stand in the address space. */
export interface Place {
  readonly kind: string;
  readonly plural: string;
  /** New cases are made under another. */
  readonly under?: { readonly kind: string; readonly plural: string };
}

/** Between case ids (`purchase/<uuid>`, `budget/2025/line-1`) and addresses (`/v1/purchases/<uuid>`, `/v1/budget-lines/2025~line-1`). */
export class Routes {
  private readonly plurals: ReadonlyMap<string, string>;
  constructor(private readonly places: readonly Place[]) {
    this.plurals = new Map(places.map(({ kind, plural }) => [kind, plural]));
  }

  /** How cases of a kind stand in addresses. */
  pluralOf(kind: string): string {
    return this.plurals.get(kind) ?? kind;
  }

  /** The address of a case; null where its kind has none. */
  href(caseId: string): string | null {
    const at = caseId.indexOf('/');
    const plural = this.plurals.get(caseId.slice(0, at));
    return plural === undefined ? null : `/v1/${plural}/${caseId.slice(at + 1).replaceAll('/', '~')}`;
  }

  /** Where a case of this kind is begun; `{id}` stands for the case beneath which it is. */
  start(kind: string): { readonly href: string; readonly under: string | null } {
    const place = this.places.find((one) => one.kind === kind);
    const under = place?.under ?? null;
    return { href: under ? `/v1/${under.plural}/{id}/${place?.plural}` : `/v1/${place?.plural}`, under: under?.kind ?? null };
  }
}

export const caseIdOf = (kind: string, inAddress: string): string => `${kind}/${inAddress.replaceAll('~', '/')}`;
/** `submitReview` as it stands in an address: `submit-review`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
