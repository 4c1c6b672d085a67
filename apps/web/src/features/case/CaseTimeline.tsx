import { useTranslation } from 'react-i18next';
import { caseIdOf } from '../../api/forms';
import type { TimelineEntry } from '../../api/types';
import { useOwn } from '../../app/me';
import { eventWord, outcomeWord, stageWord } from '../../app/words';
import { minuteOf } from '../../kit/moment';
import { Paged } from '../../kit/Paged';

/** What happened, newest first as the API tells it. Who did it is named within one's own organisation. */
export const CaseTimeline = ({ kind, plural, id }: { readonly kind: string; readonly plural: string; readonly id: string }) => {
  const { t, i18n } = useTranslation();
  const { post } = useOwn();
  return (
    <Paged<TimelineEntry>
      queryKey={['case', caseIdOf(kind, id), 'timeline', post?.key]}
      path={`/v1/${plural}/${id}/timeline`}
      keyOf={({ version }) => String(version)}
      columns={[
        {
          name: t('case.timeline'),
          className: 'whole',
          cell: ({ type, stage, outcome }) => (
            <>
              <b>{eventWord(kind, type)}</b>
              {stage !== null && ` ${stageWord(stage)}`}
              {outcome !== null && `：${outcomeWord(outcome)}`}
            </>
          ),
        },
        {
          name: t('case.when'),
          cell: ({ at, effectiveAt }) => (
            <>
              <time dateTime={at}>{minuteOf(at, i18n.language)}</time>
              {minuteOf(effectiveAt, i18n.language) !== minuteOf(at, i18n.language) && (
                <div className="rule">{t('case.effective', { at: minuteOf(effectiveAt, i18n.language) })}</div>
              )}
            </>
          ),
        },
        {
          name: t('case.by'),
          cell: ({ by }) => (by === null ? '—' : by.you ? t('case.you') : (by.post ?? '—')),
        },
      ]}
      empty={<p className="sub">{t('case.empty')}</p>}
    />
  );
};
