/** Where a kind's cases stand in the address space. */
export interface Place {
  readonly kind: string;
  readonly plural: string;
}

/** Between case ids (`purchase/<uuid>`, `budget/2025/line-1`) and addresses (`/v1/purchases/<uuid>`, `/v1/budget-lines/2025~line-1`). */
export class Routes {
  private readonly plurals: ReadonlyMap<string, string>;
  constructor(places: readonly Place[]) {
    this.plurals = new Map(places.map(({ kind, plural }) => [kind, plural]));
  }

  /** The address of a case; null where its kind has none. */
  href(caseId: string): string | null {
    const at = caseId.indexOf('/');
    const plural = this.plurals.get(caseId.slice(0, at));
    return plural === undefined ? null : `/v1/${plural}/${caseId.slice(at + 1).replaceAll('/', '~')}`;
  }
}

export const caseIdOf = (kind: string, inAddress: string): string => `${kind}/${inAddress.replaceAll('~', '/')}`;
/** `submitReview` as it stands in an address: `submit-review`. */
export const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
