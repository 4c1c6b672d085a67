import { Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { Notice } from '../../api/types';
import { noticeWord } from '../../app/words';
import { dayOf, minuteOf } from '../../kit/moment';
import { Paged } from '../../kit/Paged';
import { useTitle } from '../../kit/title';

/** What stands published, newest first; open to everybody. */
export default function NoticesPage() {
  const { t, i18n } = useTranslation();
  useTitle(t('notices.title'));
  return (
    <>
      <h1 className="title">{t('notices.title')}</h1>
      <Paged<Notice>
        queryKey={['notices']}
        path="/v1/notices"
        keyOf={({ key }) => key}
        columns={[
          {
            name: t('notices.title'),
            className: 'whole',
            cell: ({ key, title }) => <Link to={`/notices/${encodeURIComponent(key)}`}>{title}</Link>,
          },
          { name: t('notices.kind'), cell: ({ kind }) => noticeWord(kind) },
          {
            name: t('notices.published'),
            cell: ({ publishedAt }) => <time dateTime={publishedAt}>{minuteOf(publishedAt, i18n.language)}</time>,
          },
          {
            name: t('notices.until'),
            cell: ({ untilAt }) => (untilAt === null ? '—' : <time dateTime={untilAt}>{dayOf(untilAt, i18n.language)}</time>),
          },
        ]}
        empty={<Empty description={t('notices.empty')} />}
      />
    </>
  );
}
