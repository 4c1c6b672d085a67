/** What a script needs of the kernel that follows a case. */
interface Followed {
  readonly facts: { readonly lifecycle: number };
  stage(name: string): Promise<string>;
  again(name: string): Promise<string>;
  close(): Promise<void>;
}
export type Script = (it: Followed) => Promise<void>;
type Outcomes = Readonly<Record<string, readonly string[]>>;

/** From this stage with this outcome to that one; null: the lifecycle is over. `when` stands where the first round leads elsewhere than later ones. */
export interface Edge {
  readonly from: string;
  readonly outcome: string;
  readonly to: string | null;
  readonly when: 'first' | 'again' | null;
}

/** What is drawn is the order of stages of a case that begins now. */
const facts = { lifecycle: Number.MAX_SAFE_INTEGER };

class Asked extends Error {
  constructor(readonly stage: string) {
    super(stage);
  }
}

/** Which stage a script asks for once the stages before have ended like this; null: none any more. */
const askedAfter = async (script: Script, path: readonly string[]): Promise<string | null> => {
  const answers = [...path];
  const rounds = new Map<string, number>();
  const stage = (name: string): Promise<string> => {
    const answer = answers.shift();
    return answer === undefined ? Promise.reject(new Asked(name)) : Promise.resolve(answer);
  };
  const again = (name: string): Promise<string> => {
    const round = (rounds.get(name) ?? 0) + 1;
    rounds.set(name, round);
    return stage(round === 1 ? name : `${name}:${round}`);
  };
  try {
    await script({ facts, stage, again, close: () => Promise.resolve() });
    return null;
  } catch (error) {
    if (error instanceof Asked) return error.stage;
    throw error;
  }
};

const baseOf = (stage: string): string => stage.split(':')[0] ?? stage;
interface Found {
  readonly from: string;
  readonly outcome: string;
  readonly to: string | null;
  readonly first: boolean;
}

/**
 * Every way through a script: it is run with every outcome of every stage that it asks for. A script remembers nothing but where it stands, and that
 * follows from the last two ends: a path that ends in two ends already walked leads nowhere new.
 */
export const walk = async (script: Script, outcomes: Outcomes): Promise<{ readonly begin: string; readonly edges: readonly Edge[] }> => {
  const begin = await askedAfter(script, []);
  if (begin === null) throw new Error('the script asks for no stage');
  const found: Found[] = [];
  const seen = new Set<string>();
  const paths: { readonly path: readonly string[]; readonly stage: string; readonly last: string }[] = [
    { path: [], stage: begin, last: '' },
  ];
  for (let way = paths.shift(); way; way = paths.shift()) {
    const from = baseOf(way.stage);
    const ends = outcomes[from];
    if (!ends) throw new Error(`the outcomes of the stage ${from} are not declared`);
    for (const outcome of ends) {
      const path = [...way.path, outcome];
      const next = await askedAfter(script, path);
      const to = next === null ? null : baseOf(next);
      const end = `${from} ${outcome}`;
      if (seen.has(`${way.last} > ${end} > ${to}`)) continue;
      seen.add(`${way.last} > ${end} > ${to}`);
      found.push({ from, outcome, to, first: !way.stage.includes(':') });
      if (next !== null) paths.push({ path, stage: next, last: end });
    }
  }
  return { begin: baseOf(begin), edges: distinct(found) };
};

const distinct = (found: readonly Found[]): readonly Edge[] => {
  const edges = new Map<string, Edge>();
  for (const { from, outcome, to, first } of found) {
    const forks = found.some((other) => other.from === from && other.outcome === outcome && other.to !== to);
    const when = forks ? (first ? 'first' : 'again') : null;
    edges.set(JSON.stringify([from, outcome, to, when]), { from, outcome, to, when });
  }
  return [...edges.values()];
};
