import { acceptance } from '../../apps/local/src/scenario/performing.js';
import { type Play, shifted } from '../../apps/local/src/scenario/stage.js';
import type { Asides } from './kept-plays.js';

const DAY = 86_400_000;
const agent = 'agent-a';

/** A purchase in which people change their minds, ask, object, break the contract, defend themselves and appeal. */
export const eventful = (play: Play): Asides => {
  const give = (person: string, command: string, body: object) => play.give(person, command, body, command);
  const now = (): Promise<string> => play.cast.door.now();
  const today = async (): Promise<string> => (await now()).slice(0, 10);
  const wait = async (days: number): Promise<void> => {
    await play.time.until(new Date(Date.parse(await now()) + days * DAY).toISOString());
    await play.cast.door.settle();
  };
  const last = (list: readonly { readonly id: string }[] | undefined): string => list?.at(-1)?.id ?? '';
  let indicators: unknown = [];
  const delivery = async () => (await play.seen('zhang-min')).view.delivery;

  return {
    said: {
      撤回并替换投标文件: async () => {
        const { view } = await play.seen('tang-lin');
        const { documents } = view.tender.current.documents.at(-1) ?? {};
        await give('tang-lin', 'amend-documents', {
          documents,
          text: '更正联系方式。',
          changes: [],
          media: ['provincial-portal'],
          deadlineAt: null,
        });
        for (const { supplier, agent: bidder } of play.input.bids)
          await play.cast.on(bidder, play.bids.get(supplier) ?? '', 'confirm', { documentVersion: 2 }, play.key('confirm'));
      },
    },
    before: {
      'submit-plan': async (body) => ({
        plan: { ...(body['plan'] as object), milestones: [{ id: 'm1', name: '中期总结', dueOn: shifted(play.day(0).slice(0, 10), 200) }] },
      }),
      'open-bids': async () => {
        const { view } = await play.seen('tang-lin');
        await play.time.until(view.tender.current.deadlineAt);
        await play.cast.door.settle();
      },
      'draw-panel': () => wait(30),
      'publish-contract': () => wait(20),
      'publish-assessment': () => wait(40),
      'open-acceptance': () => wait(40),
      'publish-acceptance': () => wait(20),
      'accept-assessment': async ({ assessment }, person) => {
        await give(person, 'appeal', { assessment, grounds: '第三项评分与记录不符。' });
        await give('zhao-lei', 'answer-appeal', { assessment, upheld: false, reason: '评分有据，维持。' });
        return null;
      },
      'check-acceptance-items': async (body) => ({
        items: (body['items'] as readonly object[]).map((item, nth) => (nth === 0 ? { ...item, passed: false, note: '台账不全。' } : item)),
      }),
      'submit-self-appraisal': async (body) => {
        indicators = body['indicators'];
      },
      'waive-key-appraisal': async () => {
        await give('zheng-hong', 'offer-key-appraisal', { reason: '社会关注度高。' });
        await give('zheng-hong', 'submit-key-appraisal', { indicators, report: '重点评价报告。' });
        return null;
      },
    },
    after: {
      'submit-plan': async (body) => {
        await give('li-gang', 'review-plan', { verdict: 'returned', opinion: '请补充指标。' });
        await give('zhang-min', 'submit-plan', body);
        await give('zhang-min', 'withdraw-plan', { reason: '调整进度安排。' });
        await give('zhang-min', 'submit-plan', body);
      },
      'open-bids': async () => {
        await give('agent-b', 'object-at-opening', { objection: '唱标金额听不清。' });
        const { view } = await play.seen('tang-lin');
        await give('tang-lin', 'answer-objection', { objection: last(view.tender.current.opening?.objections), answer: '已重新宣读。' });
      },
      'file-contract': async () => {
        await give('zhao-lei', 'supplement', { amount: '100000.00', sameObject: true, otherTermsUnchanged: true, text: '增加一名岗位。' });
        await give(agent, 'sign-supplement', { supplement: last((await delivery()).supplements) });
        await give(agent, 'record-personnel', { post: 'post-1', change: 'vacated', on: await today(), note: '离职。' });
        await wait(20);
        await give(agent, 'record-personnel', { post: 'post-1', change: 'filled', on: await today(), note: '到岗。' });
        await give(agent, 'record-service', {
          kind: 'visit',
          on: await today(),
          quantity: 3,
          indicator: null,
          summary: '走访三次。',
          file: null,
        });
        await give(agent, 'report-milestone', { milestone: 'm1', report: '中期总结。', file: null });
        await give('zhang-min', 'confirm-milestone', { milestone: 'm1' });
        const from = shifted(await today(), -20);
        for (const defended of [true, false]) {
          const incident = { kind: 'vacancy', post: 'post-1', from, to: shifted(from, defended ? 15 : 18) };
          await give('zhang-min', 'report-breach', { incident, account: '岗位空缺。' });
          const breach = last((await delivery()).breaches);
          await give('zhang-min', 'notice-breach', { breach, text: '请说明。' });
          if (defended) await give(agent, 'defend', { breach, statement: '正在招聘。' });
          else await wait(30);
          await give('zhao-lei', 'decide-breach', { breach, upheld: !defended, reason: '依合同处理。' });
        }
      },
      'publish-acceptance': async () => {
        await give('zhang-min', 'order-rectification', { until: shifted(await today(), 15), demand: '补齐台账。' });
        await wait(16);
        await acceptance(play);
      },
    },
  };
};
