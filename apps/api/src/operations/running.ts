import type { System } from '@goufu/system';

/** What this process runs, and whether Temporal answers it. */
export interface Running {
  readonly release: string;
  readonly namespace: string;
  readonly calendar: string;
  packs(): readonly { readonly jurisdiction: string; readonly hash: string }[];
  temporalAnswers(): Promise<boolean>;
}

/** Whoever looks at the page waits no longer for a Temporal that is silent. */
const ANSWERS_WITHIN_MS = 1_000;
/** So long an answer is good: not everybody who looks asks anew. */
const GOOD_FOR_MS = 3_000;

export const runningOf = (
  { packs, law, lifecycles }: Pick<System, 'packs' | 'law' | 'lifecycles'>,
  { release, namespace }: Pick<Running, 'release' | 'namespace'>,
): Running => {
  let asked: { readonly at: number; readonly answer: Promise<boolean> } | null = null;
  return {
    release,
    namespace,
    calendar: law.calendar.version,
    packs,
    temporalAnswers: () => {
      const at = performance.now();
      if (asked === null || at - asked.at > GOOD_FOR_MS) asked = { at, answer: lifecycles.answers(ANSWERS_WITHIN_MS) };
      return asked.answer;
    },
  };
};
