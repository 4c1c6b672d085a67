/** Everything that one person was told, in order: what was asked, and status, headers and body of the answer. */
export interface Told {
  readonly asked: string;
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/** The connection's own, not ours. */
const OF_THE_CONNECTION: readonly string[] = ['date', 'connection', 'keep-alive', 'transfer-encoding'];

export const told = async (asked: string, response: Response): Promise<Told> => ({
  asked,
  status: response.status,
  headers: [...response.headers].filter(([name]) => !OF_THE_CONNECTION.includes(name)).map(([name, value]) => `${name}: ${value}`),
  body: await response.text(),
});

/** The operators' page without what the machine and its processes are at that moment: none of it is the realm's. */
export const withoutMachine = (answer: Told): Told =>
  answer.status === 200
    ? {
        ...answer,
        headers: answer.headers.filter((line) => !line.startsWith('content-length')),
        body: JSON.stringify({ ...(JSON.parse(answer.body) as object), capacity: null, processes: null }).replaceAll(
          /"oldestSeconds":\d+/g,
          '"oldestSeconds":0',
        ),
      }
    : answer;

const ISO = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)`;
const UUID = String.raw`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`;
/** Hashes of what holds ids or a salt. */
const HASH = String.raw`\b[0-9a-f]{64}\b`;
/** Milliseconds since 1970 of this century, as cursors hold them. */
const EPOCH = String.raw`\b1[0-9]{12}\b`;
const CHANCE = new RegExp(`${UUID}|${HASH}|(?<iso>${ISO})|(?<epoch>${EPOCH})`, 'g');
const BASE64URL = /"([\w-]{12,})"/g;

/** A cursor as what it holds. */
const opened = (text: string): string | null => {
  const inside = Buffer.from(text, 'base64url').toString('utf8');
  return inside.startsWith('[') && inside.endsWith(']') && Buffer.from(inside, 'utf8').toString('base64url') === text ? inside : null;
};

/** An answer as any world would give it: ids by their order of appearance, instants taken out and kept beside. */
interface PlainAnswer {
  readonly lines: readonly string[];
  readonly instants: readonly number[];
}

/**
 * Takes out of what one person was told in one world what two worlds cannot have in common: ids and hashes are replaced by their order of
 * appearance, instants are set beside (the clocks of two worlds differ by moments), the world's own name is a word, cursors are opened first. Every
 * other number stays as it is.
 */
export const plainly = (world: string, answers: readonly Told[]): readonly PlainAnswer[] => {
  const seen = new Map<string, string>();
  const plain = (raw: string, instants: number[]): string => {
    const open = raw.replace(BASE64URL, (all, text: string) => opened(text) ?? all);
    return open.replaceAll(world, '<world>').replace(CHANCE, (found: string, ...rest: unknown[]) => {
      const { iso, epoch } = rest.at(-1) as Readonly<Record<'iso' | 'epoch', string | undefined>>;
      if (iso ?? epoch) {
        instants.push(iso ? Date.parse(iso) : Number(epoch));
        return '<instant>';
      }
      const known = seen.get(found) ?? `<id ${seen.size}>`;
      seen.set(found, known);
      return known;
    });
  };
  return answers.map(({ asked, status, headers, body }) => {
    const instants: number[] = [];
    return { lines: [asked, String(status), ...headers, body].map((line) => plain(line, instants)), instants };
  });
};
