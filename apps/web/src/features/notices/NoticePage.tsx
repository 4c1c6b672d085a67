import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';
import { read } from '../../api/client';
import type { Json, Notice } from '../../api/types';
import { noticeWord } from '../../app/words';
import { CaseName } from '../../kit/CaseName';
import { Facts } from '../../kit/Facts';
import { Loaded } from '../../kit/Faults';
import { minuteOf } from '../../kit/moment';
import { useTitle } from '../../kit/title';

const fieldsIn = (body: string): Readonly<Record<string, Json>> | null => {
  try {
    const parsed = JSON.parse(body) as Json;
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Readonly<Record<string, Json>>) : null;
  } catch {
    return null; // a notice of plain words
  }
};

/** One notice in full. */
export default function NoticePage() {
  const { t, i18n } = useTranslation();
  const { key = '' } = useParams();
  const query = useQuery({
    queryKey: ['notice', key],
    queryFn: ({ signal }) => read<Notice & { readonly body: string }>(`/v1/notices/${encodeURIComponent(key)}`, signal),
  });
  useTitle(query.data?.title);
  return (
    <Loaded query={query}>
      {({ title, kind, publishedAt, untilAt, body, case: of }) => {
        const fields = fieldsIn(body);
        return (
          <article>
            <h1 className="title">{title}</h1>
            <p className="sub">
              <span>{noticeWord(kind)}</span>
              <span>
                {t('notices.published')} <time dateTime={publishedAt}>{minuteOf(publishedAt, i18n.language)}</time>
              </span>
              {untilAt !== null && (
                <span>
                  {t('notices.until')} <time dateTime={untilAt}>{minuteOf(untilAt, i18n.language)}</time>
                </span>
              )}
              <span>
                {t('notices.of')} <CaseName id={of.id} />
              </span>
            </p>
            {fields ? <Facts fields={fields} /> : <p style={{ whiteSpace: 'pre-line' }}>{body}</p>}
          </article>
        );
      }}
    </Loaded>
  );
}
