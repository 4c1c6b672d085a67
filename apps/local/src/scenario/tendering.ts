import { addressOf } from './door.js';
import type { PlayedBid } from './input.js';
import { shifted, type Play } from './stage.js';

/** Days of the story on which the notice goes out and bids close, by round of the tender. */
const NOTICE_DAY = 36;
const DEADLINE_DAY = 63;
const ROUND_DAYS = 40;

/** What is said of each step, by method. */
const words = {
  'open-tender': {
    notice: '发布招标公告',
    timeRule: 'tender.min_bid_time',
    bid: '递交投标文件（密封）',
    opening: '开标、唱标',
    record: '开标记录签字',
  },
  'competitive-consultation': {
    notice: '发布磋商公告',
    timeRule: 'cc.min_response_time',
    bid: '提交响应文件（密封）',
    opening: '开启响应文件（不唱价）',
    record: '开启记录签字',
  },
  'competitive-negotiation': {
    notice: '发布谈判公告',
    timeRule: 'neg.min_time',
    bid: '提交响应文件（密封）',
    opening: '开启响应文件（不唱价）',
    record: '开启记录签字',
  },
} as const;

const NOTICES = {
  'open-tender': '公开招标公告：社区矫正矫治帮教社会工作服务。',
  'competitive-consultation': '竞争性磋商公告。',
  'competitive-negotiation': '竞争性谈判公告。',
} as const;

/** 采购: notice, a question and its answer, bids with a replacement and a withdrawal, the closing, the opening. False when it failed. */
export const tender = async (play: Play, round: number, bidders: readonly PlayedBid[]): Promise<boolean> => {
  const { cast } = play;
  const later = (round - 1) * ROUND_DAYS;
  const stage = { stage: '采购' };
  const spoken = words[play.input.method ?? 'open-tender'];
  await play.on(NOTICE_DAY + later);
  const day = (n: number, hour: string): string => play.day(n + later, hour);
  const deadlineAt = day(DEADLINE_DAY, '10:00');
  const document = await cast.door.store(cast.as('tang-lin'), '招标文件.pdf', `%PDF-1.4\n招标文件 ${play.input.title} 第${round}次`);
  const from = day(NOTICE_DAY, '09:00').slice(0, 10);
  await play.give(
    'tang-lin',
    'publish-tender-notice',
    {
      documents: [document],
      text: NOTICES[play.input.method ?? 'open-tender'],
      supply: { from, to: shifted(from, 20) },
      deadlineAt,
      openingAt: deadlineAt,
      questionsUntil: day(NOTICE_DAY + 10, '17:00'),
      media: ['provincial-portal'],
      bond: null,
    },
    `${spoken.notice}${round === 1 ? '' : `（第${round}次）`}`,
    { ...stage, rule: spoken.timeRule, due: deadlineAt },
  );
  if (play.variant === 'ended-in-tender') return true;
  await play.on(NOTICE_DAY + later + 3);
  await play.give('agent-b', 'ask-question', { question: '二十四个岗位是否允许跨片区调配？' }, '询问采购文件', stage);
  const { view } = await play.seen('tang-lin');
  const question = view.tender.current.questions.find((one) => !one.answer);
  if (question)
    await play.give(
      'tang-lin',
      'answer-question',
      { question: question.id, answer: '可以，须提前报备。', affectsBids: false },
      '答复并告知所有供应商',
      stage,
    );
  await play.on(DEADLINE_DAY + later - 6);
  for (const bidder of bidders) {
    const { id } = await cast.command(
      bidder.agent,
      `${addressOf(play.purchase)}/bids`,
      offerOf(play, bidder, round),
      play.key(`bid:${bidder.supplier}`),
    );
    play.bids.set(bidder.supplier, id);
    await play.say(bidder.agent, spoken.bid, { ...stage, money: null });
  }
  const [first] = bidders;
  const bid = first ? play.bids.get(first.supplier) : undefined;
  if (first && bid) {
    const { offer, documentVersion } = offerOf(play, first, round);
    await cast.on(first.agent, bid, 'withdraw', {}, play.key('withdraw'));
    await cast.on(first.agent, bid, 'replace', { documentVersion, offer }, play.key('replace'));
    await play.say(first.agent, '撤回并替换投标文件', stage);
  }
  // Nobody does anything at the deadline: the closing is a due.
  await play.time.until(deadlineAt);
  await cast.door.settle();
  await play.on(DEADLINE_DAY + later, '10:05');
  const closed = await play.seen('tang-lin');
  if (!(closed.view.stage ?? '').startsWith('tender')) {
    await play.say('tang-lin', `投标人不足三家，第${round}次招标失败`, { ...stage, rule: 'tender.open.min_bidders' });
    return false;
  }
  await play.give('tang-lin', 'open-bids', { attendees: '投标人代表、采购人代表、监督人员', record: null }, spoken.opening, {
    ...stage,
    due: deadlineAt,
    rule: 'tender.open.time',
  });
  await play.give('tang-lin', 'close-opening', { record: '无异议' }, spoken.record, stage);
  return true;
};

const offerOf = (play: Play, bidder: PlayedBid, round: number) => ({
  round,
  supplier: play.cast.id(bidder.supplier),
  documentVersion: 1,
  contractor: null,
  offer: {
    price: bidder.price,
    enterprise: bidder.kind,
    share: bidder.share ?? null,
    commitments: { staff: '二十四名专职社工按期到岗' },
    answers: { t1: '服务方案详见投标文件第三章' },
    files: [],
  },
});

/** The tender failed: what the purchaser finds and chooses. */
export const failed = async (play: Play): Promise<void> => {
  const stage = { stage: '采购失败处理' };
  await play.give(
    'zhang-min',
    'record-finding',
    { kind: 'document-faulty', faults: [{ text: '人员资格条件设置过窄。' }] },
    '认定采购文件存在不合理条款',
    stage,
  );
  await play.give('zhang-min', 'choose', { choice: 'mend', method: null, reason: '修改后重新招标。' }, '修改文件，重新招标', {
    ...stage,
    rule: 'tender.lt3.above_threshold',
  });
};
