import { evaluation, award } from './judging.js';
import { acceptance, afterSigning, agentOf, appraisal, assess, contract, evaluateYears, newYear, payInstalment } from './performing.js';
import { planning, prepare } from './preparation.js';
import { poor } from './reckoning.js';
import { atWork, yearOf, type Play } from './stage.js';
import { failed, tender } from './tendering.js';
import { correctReturned, recover } from './treasury.js';

const ROUND_DAYS = 40;
/** Days after an instalment has become ready on which the supplier asks for it. */
const ASKED_AFTER_DAYS = 2;
/** Points of a contract whose assessments nobody described. */
const GOOD = '90';

/** One purchase from the catalogue to its last payment and appraisal, every person doing the own step. */
export const story = async (play: Play): Promise<void> => {
  await prepare(play);
  await planning(play);
  if (play.until === 'planning') return;
  const later = await untilOpened(play);
  if (later === null) return;
  await evaluation(play, later);
  if (play.until === 'evaluation') return;
  const gone = await untilSigned(play, later);
  await afterSigning(play);
  await deliver(play, gone);
};

/** Tenders until one is opened; days lost by then. Null when the purchase has ended. */
const untilOpened = async (play: Play): Promise<number | null> => {
  const { bids } = play.input;
  const bidders = play.variant === 'failed-tender' ? bids.slice(0, 2) : bids;
  const opened = await tender(play, 1, bidders);
  if (play.variant === 'ended-in-tender') {
    await play.on(40);
    await play.give(
      'sun-li',
      'terminate-tender',
      { ground: 'major-change', reason: '上级统一调整购买范围，任务取消。', compensations: [] },
      '终止采购，公告并通知',
      {
        stage: '终止',
        rule: 'tender.cancel_ground',
      },
    );
    await play.cast.door.settle();
    return null;
  }
  if (opened) return 0;
  await failed(play);
  play.bids.clear();
  if (!(await tender(play, 2, bids))) throw new Error('the mended tender failed too');
  return ROUND_DAYS;
};

/** Awards until somebody signs; days lost by then. */
const untilSigned = async (play: Play, later: number): Promise<number> => {
  await award(play, 1, later);
  if (play.variant !== 'winner-refuses') {
    await contract(play, later);
    return later;
  }
  const { view } = await play.seen('zhang-min');
  const agent = agentOf(play, view.award.current.winner.supplier);
  await play.on(72 + later);
  await play.give(agent, 'refuse-to-sign', { reason: '项目负责人离职，无法按期到岗。' }, '中标人拒签合同', {
    stage: '合同',
    rule: 'contract.sign',
  });
  await play.give('zhao-lei', 'choose-after-refusal', { choice: 'next' }, '选择下一中标候选人', { stage: '合同', rule: 'award.refused' });
  await award(play, 2, later + 10);
  await contract(play, later + 14);
  return later + 14;
};

/** Delivery: at each instalment's own day what it depends on is done, then it is asked for and paid. */
const deliver = async (play: Play, _gone: number): Promise<void> => {
  const { schedule, endsOn } = (await play.seen('zhang-min')).view.contract.signed;
  const means = [...(play.variant === 'poor-performance' ? poor.means : play.input.assessment)];
  for (const [i, instalment] of schedule.entries()) {
    const last = i === schedule.length - 1;
    if (last) {
      await cross(play, `${endsOn}T09:00:00+08:00`);
      if (instalment.conditions.includes('assessment')) await assess(play, instalment.id, means.shift() ?? GOOD);
      await acceptance(play);
    }
    const due = await triggerOf(play, instalment.id);
    if (due !== null) await cross(play, due);
    if (!last && instalment.conditions.includes('assessment')) await assess(play, instalment.id, means.shift() ?? GOOD);
    // Where the assessment is what starts the period, it ends later.
    const moved = await triggerOf(play, instalment.id);
    if (moved !== null) await cross(play, moved);
    if (last && play.until === 'last-payment') return;
    const { view } = await play.seen('zhang-min');
    const now = view.delivery.instalments.find((one) => one.id === instalment.id);
    if (now?.settled) continue;
    if (play.variant === 'treasury-returns' && i === 0) await play.outside?.treasury.returnNext(play.outside.realm);
    const disbursement = await payInstalment(play, instalment.id);
    if (play.variant === 'treasury-returns' && i === 0) await correctReturned(play, disbursement);
  }
  await play.cast.door.settle();
  const { view } = await play.seen('zhang-min');
  if (view.delivery?.clawback && play.outside) await recover(play, play.outside.treasury, play.outside.realm);
  await appraisal(play);
  await play.cast.door.settle();
};

/** When an instalment's period ends, as the server reckons; null when it has ended. */
const triggerOf = async (play: Play, id: string): Promise<string | null> => {
  const { view } = await play.seen('zhang-min');
  const instalment = view.delivery.instalments.find((one) => one.id === id);
  return instalment?.readyAt ? null : (instalment?.triggerAt ?? null);
};

/** Goes on to a later day; a new year first gets its budget line, as finance approves it in January. */
const cross = async (play: Play, at: string): Promise<void> => {
  const now = await play.cast.door.now();
  const to = later(at, ASKED_AFTER_DAYS);
  for (let year = yearOf(now) + 1; year <= yearOf(to); year += 1) {
    await play.time.until(`${year}-01-06T09:00:00+08:00`);
    await newYear(play, year);
    // The old line hands its plans on a moment after the new one stands.
    await play.time.until(`${year}-01-06T09:10:00+08:00`);
    await evaluateYears(play);
  }
  await play.time.until(to);
};
const later = (at: string, days: number): string => atWork(new Date(Date.parse(at) + days * 86_400_000).toISOString());
