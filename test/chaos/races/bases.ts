import { type CaseId, isRefusal } from '@goufu/domain';
import { justiceBureau2025, type PlayedInput } from '../../../apps/local/src/scenario/input.js';
import { planning } from '../../../apps/local/src/scenario/preparation.js';
import { Play } from '../../../apps/local/src/scenario/stage.js';
import { Timeline } from '../../../apps/local/src/scenario/timeline.js';
import { yuanOf } from '../../support/arithmetic.js';
import { enough, Moments } from '../../support/moments.js';

/** The last vote on a plan, and on a payment. */
export const LAST_PLAN_VOTE = 'vote-plan-as-finance-2';
export const LAST_PAYMENT_VOTE = 'vote-disbursement-4';
/** What came back of a payment before, and what all of it then comes to. */
export const RETURNED = { first: 10_000n, all: 30_000n };

const BEFORE: ReadonlySet<string> = new Set([
  LAST_PLAN_VOTE,
  LAST_PAYMENT_VOTE,
  'replace',
  'closing',
  'confirm-winner',
  'disbursements',
  'confirm-request',
]);

/** Signed in the last days of a year, with a first instalment that falls into it. */
const lateInTheYear: PlayedInput = {
  ...justiceBureau2025,
  name: 'late-in-the-year',
  startsOn: '2025-10-15',
  offsets: [{ unit: 'calendarDay', length: 1 }, ...justiceBureau2025.offsets.slice(1)],
};

/** Worlds as they stand before each race. */
export const prepareBases = async (moments: Moments): Promise<void> => {
  await moments.tell({ realm: 'story', input: justiceBureau2025, before: BEFORE, last: LAST_PAYMENT_VOTE });
  await lastFen(moments);
  await twoHandlers(moments);
  await partlyReturned(moments);
  await yearEnd(moments);
};

/** A second purchase on the same line stands before the same vote, and the line bears both but for one fen. */
const lastFen = async (moments: Moments): Promise<void> => {
  const door = await moments.again(`before-${LAST_PLAN_VOTE}`, 'last-fen');
  const second = new Moments(moments.place, moments.cast);
  const watched = second.watched(door, { before: new Set(), last: LAST_PLAN_VOTE });
  const play = new Play(moments.cast.behind(watched), { ...justiceBureau2025, name: 'second' }, new Timeline(watched), null, 'closed');
  play.catalogueItem = moments.filled('{item-id}');
  const line = moments.filled('{line-2025-id}');
  play.lines.set(2025, line);
  await enough(play.time.play([() => planning(play)]));
  const vote = second.sentAs(LAST_PLAN_VOTE);
  moments.sent.set('second-plan-vote', vote);
  const { rows } = await moments.place.everyRealm.query<{ part: bigint; available: bigint }>(
    `select (select balance from account where realm_id = 'before-replace' and line = $1 and bucket = 'reserved') as part,
            (select balance from account where realm_id = 'last-fen' and line = $1 and bucket = 'available') as available`,
    [line],
  );
  const [{ part, available } = { part: 0n, available: 0n }] = rows;
  const missing = { number: '示财预〔2025〕19号', delta: yuanOf(2n * part - 1n - available), reason: '追加指标。' };
  await door.command(moments.cast.as('zheng-hong'), moments.filled('budget-lines/{line-2025}/adjust-line'), missing, 'all-but-a-fen');
};

/** Two persons hold the post of a handler. */
const twoHandlers = async (moments: Moments): Promise<void> => {
  const door = await moments.again('before-confirm-request', 'two-handlers');
  const since = (await door.now()).slice(0, 10);
  const post = { person: 'liu-yang', post: 'handler', from: since };
  await door.command({ person: 'operator', appointment: '' }, moments.filled('organisations/{justice}/appoint'), post, 'second-handler');
};

/** A payment of which a part has come back. */
const partlyReturned = async (moments: Moments): Promise<void> => {
  const door = await moments.again(`before-${LAST_PAYMENT_VOTE}`, 'partly-returned');
  const { by, path, body } = moments.sentAs(LAST_PAYMENT_VOTE);
  await door.command(by, path, body, 'last-vote');
  const caseId: CaseId = moments.filled('{disbursement-id}');
  const told = await door.place.engine.execute({
    realm: door.realm,
    kind: 'disbursement',
    caseId,
    type: 'recordTreasuryMovement',
    data: { key: `${caseId}:1`, movement: { kind: 'returned', amount: RETURNED.first, movementNo: 'R1', reason: 'name_mismatch' } },
    acting: 'system',
    key: null,
    requestId: null,
  });
  if (isRefusal(told)) throw new Error(`the return was refused: ${told.refused}`);
  await door.settle();
};

const yearEnd = async (moments: Moments): Promise<void> => {
  const late = new Moments(moments.place, moments.cast);
  await late.tell({
    realm: 'late-story',
    input: lateInTheYear,
    before: new Set(['sign-as-purchaser']),
    prefix: 'late-before-',
    last: 'sign-as-purchaser',
  });
  moments.sent.set('late-signature', late.sentAs('sign-as-purchaser'));
  for (const name of ['purchase-id', 'line-2025-id']) moments.names.set(`late-${name}`, late.filled(`{${name}}`));
};
