import type { Play } from '../../apps/local/src/scenario/stage.js';
import { keep, keepWhatIsNew } from './corpus.js';
import type { EngineDoor } from './engine-door.js';

/** Keeps what was played for all later releases: the purchase, and of the rest whatever is new. Only with KEEP_CORPUS set. */
export const keepPlayed = async ({ play, door }: { readonly play: Play; readonly door: EngineDoor }, name: string): Promise<void> => {
  const sql = async (text: string, values: readonly unknown[] = []) =>
    (await door.place.everyRealm.query(text, [...values])).rows as never[];
  const realm = { id: door.realm, sql, engine: door.place.engine };
  await keep(realm, { [`purchase-${name}`]: play.purchase });
  await keepWhatIsNew(realm, name, ['bid', 'budget', 'disbursement', 'batch', 'catalogue']);
};

/** The body that somebody is about to send; what comes back is sent instead, null: nothing is. */
type Aside = (body: Record<string, unknown>, person: string) => Promise<object | null | void>;
/** What else happens before and after steps of a story: each aside once, at the first step with its command. */
export interface Asides {
  readonly before?: Readonly<Record<string, Aside>>;
  readonly after?: Readonly<Record<string, Aside>>;
  /** After a step by what is said of it. */
  readonly said?: Readonly<Record<string, () => Promise<void>>>;
}
export const withAsides = (play: Play, { before = {}, after = {}, said = {} }: Asides): Play => {
  const give = play.give.bind(play);
  const say = play.say.bind(play);
  const told = new Set<string>();
  const once = async (asides: Readonly<Record<string, Aside>>, moment: string, command: string, body: object, person: string) => {
    const aside = asides[command];
    if (!aside || told.has(`${moment} ${command}`)) return undefined;
    told.add(`${moment} ${command}`);
    return aside(body as Record<string, unknown>, person);
  };
  play.give = async (person, command, body, what, more) => {
    const instead = await once(before, 'before', command, body, person);
    if (instead === null) return;
    await give(person, command, instead ?? body, what, more);
    await once(after, 'after', command, instead ?? body, person);
  };
  play.say = async (person, what, more) => {
    await say(person, what, more);
    await once(said, 'said', what, {}, person);
  };
  return play;
};
