import type { CaseId } from '@goufu/domain';
import type { AnyCaseType, CaseType } from './case-type.js';

/** All kinds of a system, by name. The kind of a case is the first part of its id. */
export class Registry {
  private readonly types: ReadonlyMap<string, AnyCaseType>;
  constructor(types: readonly unknown[]) {
    this.types = new Map((types as AnyCaseType[]).map((type) => [type.kind, type]));
  }
  get kinds(): readonly string[] {
    return [...this.types.keys()];
  }
  of(kind: string): AnyCaseType {
    const type = this.types.get(kind);
    if (!type) throw new Error(`no kind of case is called ${kind}`);
    return type;
  }
  ofCase(id: CaseId): AnyCaseType {
    return this.of(kindOf(id));
  }
  has(kind: string): boolean {
    return this.types.has(kind);
  }
}

export const kindOf = (id: CaseId): string => id.slice(0, id.indexOf('/'));
/** Types a kind's exact states and commands away so that one registry holds them all. */
export const anyType = <S, C extends import('@goufu/domain').Command, E extends import('@goufu/domain').DomainEvent>(
  type: CaseType<S, C, E>,
): AnyCaseType => type as unknown as AnyCaseType;
