import type { CaseId, Command, ContentRef, DomainEvent } from '../../kernel/case.js';
import type { Due } from '../../kernel/deadline.js';
import type { Instant } from '../../kernel/time.js';

/** What an expert wrote on why nobody else can supply it. */
interface Opinion {
  readonly expert: string;
  readonly text: ContentRef;
}
interface Named {
  readonly supplier: CaseId;
  readonly ground: string;
  readonly reason: ContentRef;
  readonly opinions: readonly Opinion[];
  /** 公示: from here nobody may object any more; absent where the ground asks for no publicity. */
  readonly openUntil?: Instant;
  /** Until when objections are argued, from the end of the publicity. */
  readonly answerDue?: Due;
}

export type SingleSourceCommand =
  | Command<'nameSingleSource', Pick<Named, 'supplier' | 'ground' | 'reason' | 'opinions'>>
  | Command<'objectToSingleSource', { readonly objection: ContentRef }>
  | Command<'argueSingleSource', { readonly stands: boolean; readonly reason: ContentRef; readonly opinions: readonly Opinion[] }>;
export type SingleSourceEvent =
  | DomainEvent<'SingleSourceNamed', Named>
  | DomainEvent<'SingleSourceObjected', { readonly id: string; readonly by: CaseId; readonly objection: ContentRef }>
  | DomainEvent<'SingleSourceArgued', { readonly stands: boolean; readonly reason: ContentRef; readonly opinions: readonly Opinion[] }>;

/** 单一来源: whom alone, on which ground, and what was said against it. The last naming counts. */
export interface SingleSourceState extends Named {
  readonly at: Instant;
  readonly objections: readonly { readonly id: string; readonly by: CaseId; readonly text: ContentRef; readonly at: Instant }[];
  readonly argument: { readonly stands: boolean; readonly reason: ContentRef; readonly at: Instant } | null;
}

/** Whether the purchase may go to the one named: its publicity is over, and what was objected was argued and does not hold. */
export const isCleared = (one: SingleSourceState, at: Instant): boolean =>
  (one.openUntil === undefined || at >= one.openUntil) && (one.objections.length === 0 || one.argument?.stands === true);
