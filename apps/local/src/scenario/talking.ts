import type { PlayedTalks } from './input.js';
import type { Play } from './stage.js';

const TALKS_DAY = 63;

/** 磋商: the panel talks with each supplier, may change the needs, and asks everybody who is left for a final quote, sealed until all are due. */
export const talk = async (play: Play, later: number, chair: string, { finals, change }: PlayedTalks): Promise<void> => {
  const { cast } = play;
  const word = play.input.method === 'competitive-negotiation' ? '谈判' : '磋商';
  const stage = { stage: word };
  await play.on(TALKS_DAY + later, '14:00');
  const bids = [...play.bids];
  const withAll = async (): Promise<void> => {
    for (const [supplier, bid] of bids)
      await play.give(
        chair,
        'record-talk',
        { bid, record: `就服务方案与合同条款${word}。` },
        `与${cast.nameOf(cast.id(supplier))}${word}`,
        {
          ...stage,
          rule: 'cc.meeting',
        },
      );
  };
  await withAll();
  if (change) {
    const changed = { changes: ['service-needs'], text: '岗位由二十四个增至二十五个。', documents: [] };
    await play.give(chair, 'propose-change', changed, '提出变动服务要求', { ...stage, rule: 'cc.change' });
    await play.give('zhao-lei', 'confirm-change', { number: 1, confirmed: true, reason: null }, '确认变动，同时书面通知所有供应商', {
      ...stage,
      rule: 'cc.change',
    });
    await withAll();
  }
  const agentOf = (supplier: string): string => play.input.bids.find((bid) => bid.supplier === supplier)?.agent ?? '';
  for (const [supplier, bid] of bids) {
    if (finals[supplier] !== 'left') continue;
    await cast.on(agentOf(supplier), bid, 'leave-talks', {}, play.key('leave-talks'));
    await play.say(agentOf(supplier), `退出${word}`, { ...stage, rule: 'cc.leave' });
  }
  const until = play.day(TALKS_DAY + later, '15:00');
  await play.give(chair, 'call-final-quotes', { until }, '要求在规定时间内提交最后报价', { ...stage, due: until });
  for (const [supplier, bid] of bids) {
    const price = finals[supplier];
    if (price === undefined || price === 'left' || price === 'silent') continue;
    const quote = { price, commitments: { staff: '二十五名专职社工按期到岗' }, files: [] };
    await cast.on(agentOf(supplier), bid, 'quote-finally', { needsVersion: change ? 1 : 0, quote }, play.key('quote-finally'));
    await play.say(agentOf(supplier), '提交最后报价（密封）', { ...stage, money: null });
  }
  // Nobody does anything when the time is over: the closing is a due.
  await play.time.until(until);
  await cast.door.settle();
  await play.on(TALKS_DAY + later, '15:05');
  await play.give('tang-lin', 'open-final-quotes', { record: null }, '开启最后报价', { ...stage, rule: 'cc.final_quotes_min' });
};
