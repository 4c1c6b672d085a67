// What the console reads of the API's answers: the schemas of these names in docs/openapi.json.

export interface Reason {
  readonly code: string;
  readonly detail: string;
  readonly details: { readonly zh: string; readonly en: string };
  readonly pointer?: string;
  readonly rule?: { readonly id: string; readonly citation: string; readonly verified: boolean; readonly jurisdiction: string };
}
export interface Problem extends Reason {
  readonly title: string;
  readonly status: number;
  readonly requestId: string;
  readonly errors: readonly Reason[];
}
interface Action {
  readonly name: string;
  readonly href: string | null;
  readonly allowed: boolean;
  readonly reason?: Reason;
}
export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };

export interface CaseShown {
  readonly id: string;
  readonly kind: string;
  readonly href: string | null;
  readonly version: number;
  readonly view: Readonly<Record<string, Json>>;
  readonly actions: readonly Action[];
}
export interface Answer {
  readonly id: string;
  readonly kind: string;
  readonly href: string | null;
  readonly version: number;
}
export interface CaseSummary {
  readonly id: string;
  readonly kind: string;
  readonly href: string | null;
  readonly number: string | null;
  readonly title: string;
  readonly stage: string | null;
  readonly state: string | null;
  readonly amount: string | null;
  readonly dueAt: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
}
export interface Task {
  readonly case: {
    readonly id: string;
    readonly href: string | null;
    readonly kind: string | null;
    readonly title: string | null;
    readonly number: string | null;
    readonly stage: string | null;
    readonly amount: string | null;
  };
  readonly key: string;
  readonly name: string;
  readonly posts: readonly string[];
  readonly since: string;
  readonly dueAt: string | null;
  readonly late: boolean;
  readonly rule: string | null;
  readonly meta: Readonly<Record<string, Json>>;
}
export interface Count {
  readonly value: number;
  readonly more: boolean;
  readonly text: string;
}
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}
export interface TimelineEntry {
  readonly version: number;
  readonly type: string;
  readonly stage: string | null;
  readonly outcome: string | null;
  readonly effectiveAt: string;
  readonly at: string;
  readonly by: { readonly organisation: string; readonly post: string | null; readonly you: boolean } | null;
}
export interface Notice {
  readonly key: string;
  readonly case: { readonly id: string; readonly href: string | null };
  readonly kind: string;
  readonly title: string;
  readonly publishedAt: string;
  readonly untilAt: string | null;
}
export interface Post {
  readonly key: string;
  readonly post: string;
  readonly organisation: { readonly id: string; readonly name: string | null };
  readonly roles: readonly string[];
  readonly fromOn: string;
  readonly toOn: string | null;
}
export interface Me {
  readonly person: string;
  readonly name: string | null;
  readonly realm: {
    readonly id: string;
    readonly name: string;
    readonly jurisdiction: string;
    readonly world: boolean;
    readonly held: boolean;
  };
  readonly now: string;
  /** What the person may do in this post that concerns no case. */
  readonly may: readonly string[];
  readonly posts: readonly Post[];
  /** What the person may begin; beneath a case of the kind `under`, where that is said. */
  readonly starts: readonly { readonly kind: string; readonly command: string; readonly href: string; readonly under: string | null }[];
}
export interface Session {
  readonly person: string;
  readonly csrfToken: string;
  readonly signedInAt: string;
  readonly idleUntilAt: string;
  readonly endsAt: string;
}

export interface Person {
  readonly person: string;
  readonly href: string;
  readonly name: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly disabledAt: string | null;
  readonly posts: readonly (Post & { readonly organisation: { readonly href: string | null }; readonly held: boolean })[];
  readonly actions: readonly { readonly name: string; readonly href: string; readonly allowed: boolean }[];
}
