import { addressOf } from './door.js';
import type { PlayedBid } from './input.js';
import type { Play } from './stage.js';
import { talk } from './talking.js';
import type { PanelMember } from './view.js';

const EVALUATION_DAY = 63;
const stage = { stage: '评审' };

/** 评审: qualification, the draw, conflicts, compliance, hidden scores, the signed report. */
export const evaluation = async (play: Play, later: number): Promise<void> => {
  const { cast, input } = play;
  await play.on(EVALUATION_DAY + later, '13:30');
  const bids = [...play.bids];
  const opened = await play.seen('tang-lin');
  for (const { bid, declared, registered } of opened.view.declarations ?? [])
    await play.give(
      'tang-lin',
      'judge-declaration',
      { bid, truthful: true, reason: '经查声明属实，登记信息未及时更新。' },
      `认定企业类型声明：声明${declared}，登记${registered}`,
      { ...stage, rule: 'sme.false_declaration' },
    );
  for (const [supplier, bid] of bids)
    await play.give(
      'tang-lin',
      'check-qualification',
      { bid, qualified: true, reason: null },
      `资格审查合格：${cast.nameOf(cast.id(supplier))}`,
      { ...stage, rule: 'tender.qualification' },
    );
  await play.give(
    'tang-lin',
    'draw-panel',
    { pool: cast.pool, representatives: [], size: null, complex: false, highImpact: false, fields: ['社会工作'] },
    '随机抽取评审专家',
    { ...stage, rule: 'committee.size' },
  );
  if (play.until === 'evaluation') return;
  const members = await membersOf(play);
  for (const { person } of members)
    await play.give(person, 'declare-conflict', { conflict: false, bidder: null, statement: null }, '声明无利害关系', {
      ...stage,
      rule: 'committee.recusal',
    });
  const [chair] = members;
  if (chair) for (const { person } of members) await maybe(play, person, 'elect-chair', { person: chair.person }, '推选组长');
  for (const { person } of members)
    for (const [supplier, bid] of bids)
      await maybe(play, person, 'vote-compliance', { bid, compliant: true, reason: null }, `符合性审查：${cast.nameOf(cast.id(supplier))}`);
  if (play.input.talks && chair) await talk(play, later, chair.person, play.input.talks);
  await play.on(EVALUATION_DAY + later, '15:30');
  const scored = play.input.method !== 'competitive-negotiation';
  for (const [at, { person }] of scored ? members.entries() : [])
    await play.give(person, 'submit-sheet', { sheet: sheetOf(play, input.bids, at) }, '独立评分', stage);
  await play.give('tang-lin', 'present-report', { report: '评标报告：推荐中标候选人排序如下。' }, '形成评标报告', stage);
  const { view } = await play.seen('tang-lin');
  const hash = view.evaluation?.panel?.report?.hash ?? '';
  for (const { person } of members)
    await play.give(person, 'sign-report', { hash, dissent: null }, '签署评标报告', { ...stage, rule: 'committee.majority' });
};

/** A step that the panel may have decided already by majority. */
const maybe = async (play: Play, person: string, command: string, body: object, what: string): Promise<void> => {
  const { actions } = await play.seen(person);
  const name = command.replace(/-(\w)/g, (_all, letter: string) => letter.toUpperCase());
  if (actions.find((one) => one.name === name)?.allowed) await play.give(person, command, body, what, stage);
};

/** The organisers know whom they called; nobody else does before the result notice. */
const membersOf = async (play: Play): Promise<readonly PanelMember[]> => {
  const { view } = await play.seen('tang-lin');
  return (view.evaluation?.panel?.members ?? []).filter((member) => member.standing === undefined || member.standing === 'sitting');
};

/** Points of one expert: shares of each item's maximum; objective items are the same for all. */
const sheetOf = (play: Play, bids: readonly PlayedBid[], expert: number): Record<string, Record<string, string>> => {
  const { technical, capability, credit } = play.input.weights;
  const OBJECTIVE_SHARE = [100, 80, 60];
  return Object.fromEntries(
    bids.flatMap((bid, rank) => {
      const id = play.bids.get(bid.supplier);
      if (id === undefined) return [];
      const share = bid.quality[expert % bid.quality.length] ?? 80;
      const points = (max: string, percent: number): string => String(Math.round(Number(max) * percent) / 100);
      return [
        [
          id,
          Object.fromEntries([
            ...technical.map((max, i) => [`t${i + 1}`, points(max, share)]),
            ...capability.map((max, i) => [`s${i + 1}`, points(max, OBJECTIVE_SHARE[rank] ?? 60)]),
            ...credit.map((max, i) => [`c${i + 1}`, points(max, OBJECTIVE_SHARE[rank] ?? 60)]),
          ]),
        ],
      ];
    }),
  );
};

/** 定标: the purchaser confirms in order, or is silent until the law speaks; notice and notification go out together. */
export const award = async (play: Play, round: number, later: number): Promise<void> => {
  const { cast } = play;
  const done = { stage: '定标' };
  if (play.variant === 'silent-purchaser') {
    await play.on(EVALUATION_DAY + later + 12);
    await play.say('zhao-lei', '五个工作日内未确认：依法视同第一候选人中标，记录违规', { ...done, rule: 'award.decide' });
  } else {
    await play.on(EVALUATION_DAY + later + 3 + round);
    const { view } = await play.seen('zhao-lei');
    const ranking = view.evaluation?.result?.ranking ?? [];
    const bid = ranking.find((one) => one.rank === round)?.bid;
    await play.give('zhao-lei', 'confirm-winner', { bid }, `按排序确认第${round}候选人中标`, { ...done, rule: 'award.decide' });
  }
  await play.give('tang-lin', 'publish-result', { media: ['provincial-portal'] }, '公告中标结果，同时发出中标通知书', {
    ...done,
    rule: 'award.notice',
  });
  const { view } = await cast.door.show(cast.as('tang-lin'), addressOf(play.purchase));
  const winner = view.award?.current?.winner;
  if (winner) await play.say('tang-lin', `中标人：${cast.nameOf(winner.supplier)}，总分${winner.total}`, { ...done, money: winner.price });
};
