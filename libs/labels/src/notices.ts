import { type Label, paired } from './label.js';

/** Kinds of published notices; the words of a tender stand for every method. */
export const noticeLabels: Readonly<Record<string, Label>> = paired({
  catalogueNotice: ['购买服务目录公告', 'Catalogue notice'],
  intentNotice: ['采购意向公告', 'Intent notice'],
  singleSourceNotice: ['单一来源公示', 'Publicity of a single source'],
  tenderNotice: ['采购公告', 'Tender notice'],
  clarification: ['澄清公告', 'Clarification'],
  amendment: ['更正公告', 'Amendment'],
  deadline: ['延期公告', 'Extension of the deadline'],
  failureNotice: ['采购失败公告', 'Notice of failure'],
  awardNotice: ['中标结果公告', 'Award notice'],
  contractNotice: ['合同公告', 'Contract notice'],
  supplementNotice: ['补充协议公告', 'Supplement notice'],
  acceptanceNotice: ['验收结果公告', 'Acceptance notice'],
  cancellationNotice: ['采购取消公告', 'Cancellation notice'],
  terminationNotice: ['采购终止公告', 'Termination notice'],
  voidNotice: ['废标公告', 'Notice of a void tender'],
  awardInvalidNotice: ['中标无效公告', 'Notice of an invalid award'],
  abandonmentNotice: ['放弃采购公告', 'Abandonment notice'],
  rescissionNotice: ['合同解除公告', 'Rescission notice'],
});
/** The label of a kind of notice; some carry their number (`amendment-2`). Null: no kind that is known. */
export const noticeLabel = (kind: string): Label | null => {
  const [, name = kind, number] = /^(.+)-(\d+)$/.exec(kind) ?? [];
  const label = noticeLabels[name];
  if (!label) return null;
  return number === undefined ? label : { zh: `${label.zh}（第${number}次）`, en: `${label.en} ${number}` };
};
