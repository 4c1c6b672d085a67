import { setTimeout as sleep } from 'node:timers/promises';
import type { Cast } from '../../apps/local/src/scenario/cast.js';
import { type Acting, addressOf, type Answer, type Door } from '../../apps/local/src/scenario/door.js';
import type { Acknowledgements } from './acknowledgements.js';

/** The realm of the mixed load. */
export const LOAD = 'load';
export const SINCE = '2025-01-06';
/** As many short commands on one house, then a line of the budget and a catalogue item, whose stages Temporal drives. */
const POSTS = 12;
const BETWEEN_MS = 150;
/** Every so often a command is sent twice at the same moment, under one key. */
const TWICE_EVERY = 5;

export interface LoadParts {
  readonly cast: Cast;
  readonly operator: Acting;
  readonly realm: string;
  readonly acknowledgements: Acknowledgements;
  /** Each asks the processes in another order. */
  readonly doors: readonly [Door, Door];
  readonly over: () => boolean;
}

/**
 * One client: short commands one after the other, each under a key of its own that also stands in what it writes. Begun again after its own death it asks
 * anew for what it has no acknowledgement of, and goes on.
 */
export const client = async (parts: LoadParts, number: number): Promise<void> => {
  const { cast, operator } = parts;
  let sent = 0;
  const give = async (who: Acting, path: string, command: string | null, body: object, key: string): Promise<Answer> => {
    const address = command === null ? path : `${addressOf(path)}/${command}`;
    const known = parts.acknowledgements.find({ realm: parts.realm, actor: who.person, path: address, key });
    if (known) return known;
    await sleep(BETWEEN_MS);
    sent += 1;
    const twice = sent % TWICE_EVERY === 0 ? parts.doors : [parts.doors[sent % 2] as Door];
    const answers = await Promise.all(twice.map((door) => door.command(who, address, body, key)));
    const [first] = answers as [Answer];
    if (answers.some(({ id, version }) => id !== first.id || version !== first.version))
      throw new Error(`the same key ${key} got ${JSON.stringify(answers)}`);
    return first;
  };
  for (let round = 1; !parts.over(); round += 1) {
    const key = (what: string): string => `load-${number}-${round}-${what}`;
    const { id } = await give(operator, 'organisations', null, { type: 'purchaser', name: key('house') }, key('house'));
    for (let n = 1; n <= POSTS && !parts.over(); n += 1)
      await give(operator, id, 'create-post', { post: key(`post-${n}`), roles: ['purchaser-handler'] }, key(`post-${n}`));
    if (parts.over()) return;
    await give(cast.as('zheng-hong'), 'budget-lines', null, lineOf(cast, key('line')), key('line'));
    const item = await give(cast.as('gao-feng'), 'catalogue-items', null, itemOf(cast, key('item')), key('item'));
    const handler = cast.as('zhang-min');
    await give(handler, item.id, 'accept', {}, key('accept'));
    await give(handler, item.id, 'assess-need', { needed: false, text: key('assess') }, key('assess'));
  }
};

const lineOf = (cast: Cast, number: string): object => ({
  number,
  title: number,
  purchaser: cast.id('justice'),
  functionalCode: '2040610',
  economicCode: '50502',
  projectCode: number,
  fundsKind: '一般公共预算',
  source: 'county-budget',
  year: Number(SINCE.slice(0, 4)),
  amount: '1000.00',
  continues: null,
});

const itemOf = (cast: Cast, title: string): object => ({
  title,
  guidingCode: 'A1007',
  procurementCode: 'C05020300',
  standard: '按合同。',
  indicators: [{ id: 'visits', name: '实地走访', comparison: 'at-least', target: '1500', unit: '人次' }],
  unit: '岗·年',
  onDepartmentList: true,
  department: cast.id('justice'),
  finance: cast.id('finance'),
  proposer: cast.id('township'),
  origin: 'bottom-up',
  negativeFacts: [],
});
