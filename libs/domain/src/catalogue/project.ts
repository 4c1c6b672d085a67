import { bigrams, currentStage, readersWithAudit, type Effect, type Recorded, type Row } from '../kernel/index.js';
import { type CatalogueEvent, type CatalogueState, currentVersion, isListed } from './catalogue.js';

const standing = (state: CatalogueState): string => {
  const { stages, review } = state;
  if (stages.closed || state.closing) return state.versions.length > 0 ? 'delisted' : 'ended';
  if (isListed(state)) return review ? 'under-revision' : 'listed';
  return review?.chain ? review.chain.status : (currentStage(stages) ?? stages.ended.review ?? 'waiting');
};

/** The item's row in lists and search: the public finds it once listed. */
const caseRow = (recorded: Recorded<CatalogueEvent>, state: CatalogueState): Row => {
  const content = currentVersion(state) ?? state.draft;
  const isPublic = state.versions.length > 0;
  const title = content?.title ?? '';
  return {
    table: 'case_view',
    key: recorded.caseId,
    values: {
      kind: 'catalogue',
      number: content?.guidingCode ?? null,
      title,
      stage: currentStage(state.stages),
      state: standing(state),
      organisation: state.department,
      readers: [...readersWithAudit(state.department, state.finance, state.proposer), ...(isPublic ? ['public'] : [])],
      public: isPublic,
      amount: null,
      due_at: state.review?.due.dueAt ?? null,
      bigrams: bigrams(`${title} ${content?.guidingCode ?? ''} ${content?.procurementCode ?? ''}`),
      created_at: state.since,
      updated_at: recorded.at,
    },
  };
};

const noticeKey = (caseId: string, version: number | 'delisted'): string => `${caseId}/catalogue-notice/${version}`;

const noticeOf = (recorded: Recorded<CatalogueEvent>): { key: string; kind: string; title: string; body: string } | null => {
  const { event, caseId } = recorded;
  if (event.type !== 'VersionListed') return null;
  const { version, content } = event.data;
  const indicators = content.indicators.map(({ name, target, unit }) => `${name} ${target}${unit}`).join('；');
  return {
    key: noticeKey(caseId, version),
    kind: 'catalogueNotice',
    title: `政府购买服务目录：${content.title}（第${version}版）`,
    body: `指导性目录代码 ${content.guidingCode}，采购品目 ${content.procurementCode}，计量单位 ${content.unit}。绩效指标：${indicators}。`,
  };
};

/** Rows that lists, search and the public read. */
export const projectCatalogue = (recorded: Recorded<CatalogueEvent>, state: CatalogueState): readonly Row[] => {
  const rows = [caseRow(recorded, state)];
  const notice = noticeOf(recorded);
  if (notice) {
    const { key, kind, title, body } = notice;
    rows.push({
      table: 'notice',
      key,
      values: { case_id: recorded.caseId, kind, title, body, published_at: recorded.effectiveAt, until_at: null },
    });
  }
  return rows;
};

/** The catalogue is public: every version that comes into force is published. */
export const catalogueEffects = (recorded: Recorded<CatalogueEvent>): readonly Effect[] => {
  const notice = noticeOf(recorded);
  return notice
    ? [{ key: notice.key, kind: 'notice', payload: { caseId: recorded.caseId, kind: notice.kind, title: notice.title, body: notice.body } }]
    : [];
};
