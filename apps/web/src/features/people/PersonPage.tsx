import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert, Button, Empty } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useParams } from 'react-router';
import { ask, read } from '../../api/client';
import { placeOf } from '../../api/forms';
import type { Person } from '../../api/types';
import { useOwn } from '../../app/me';
import { commandWord, postWords } from '../../app/words';
import { Failed, Loaded } from '../../kit/Faults';
import { dateOf, minuteOf } from '../../kit/moment';
import { useTitle } from '../../kit/title';
import { nameOf } from './words';

const Posts = ({ shown }: { readonly shown: Person }) => {
  const { t, i18n } = useTranslation();
  const { me } = useOwn();
  if (shown.posts.length === 0) return <Empty description={t('people.noPost')} />;
  const columns = ['organisation', 'post', 'from', 'to'] as const;
  const mayEnd = me?.may.includes('disablePerson') === true;
  return (
    <div className="scroll">
      <table className="table">
        <thead>
          <tr>
            {columns.map((name) => (
              <th key={name} scope="col">
                {t(`people.${name}`)}
              </th>
            ))}
            {mayEnd && <th scope="col">{t('people.act')}</th>}
          </tr>
        </thead>
        <tbody>
          {shown.posts.map((one) => {
            const place = placeOf(one.organisation.href) ?? '/';
            return (
              <tr key={one.key}>
                <td data-label={t('people.organisation')}>
                  <Link to={`${place}?tab=posts`}>{one.organisation.name ?? one.organisation.id}</Link>
                </td>
                <td data-label={t('people.post')}>{postWords(one)}</td>
                <td data-label={t('people.from')}>{dateOf(one.fromOn, i18n.language)}</td>
                <td data-label={t('people.to')}>{one.toOn === null ? t('people.open') : dateOf(one.toOn, i18n.language)}</td>
                {mayEnd && (
                  <td data-label={t('people.act')}>
                    <Link
                      to={`${place}/do/endAppointment?${new URLSearchParams({ person: shown.person, post: one.post })}`}
                      aria-label={`${commandWord('organisation', 'endAppointment')} ${postWords(one)}`}
                    >
                      {t('people.end')}
                    </Link>
                  </td>
                )}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

/** One person: how to be reached, in which posts, and whether they may come in. */
export default function PersonPage() {
  const { t, i18n } = useTranslation();
  const { id = '' } = useParams();
  const { post } = useOwn();
  const [asking, setAsking] = useState(false);
  const queries = useQueryClient();
  const query = useQuery({
    queryKey: ['people', 'one', id, post?.key],
    queryFn: ({ signal }) => read<Person>(`/v1/people/${encodeURIComponent(id)}`, signal),
  });
  const change = useMutation({
    mutationFn: (href: string) => ask(href, { method: 'POST', body: {} }),
    onSettled: () => {
      setAsking(false);
      return queries.invalidateQueries();
    },
  });
  useTitle(query.data ? nameOf(query.data) : null);
  return (
    <Loaded query={query}>
      {(shown) => {
        const name = nameOf(shown);
        return (
          <article>
            <h1 className="title">{name}</h1>
            <p className="sub">
              <span>
                {t('people.id')} {shown.person}
              </span>
              {shown.phone !== null && <a href={`tel:${shown.phone}`}>{shown.phone}</a>}
              {shown.email !== null && <a href={`mailto:${shown.email}`}>{shown.email}</a>}
            </p>
            {shown.disabledAt !== null && (
              <Alert type="warning" showIcon title={t('people.disabledSince', { at: minuteOf(shown.disabledAt, i18n.language) })} />
            )}
            {change.error && <Failed error={change.error} />}
            {asking && (
              <Alert
                role="alertdialog"
                type="warning"
                showIcon
                title={t('people.disableTitle', { name })}
                description={
                  <>
                    <p>{t('people.disableText')}</p>
                    <Button danger type="primary" loading={change.isPending} onClick={() => change.mutate(`${shown.href}/disable`)}>
                      {t('people.disable')}
                    </Button>{' '}
                    <Button onClick={() => setAsking(false)}>{t('act.cancel')}</Button>
                  </>
                }
              />
            )}
            <h2>{t('people.posts')}</h2>
            <Posts shown={shown} />
            <div className="bar">
              {shown.actions
                .filter(({ allowed }) => allowed && !asking)
                .map(({ name: action, href }) => (
                  <Button
                    key={action}
                    danger={action === 'disable'}
                    loading={change.isPending}
                    onClick={() => (action === 'disable' ? setAsking(true) : change.mutate(href))}
                  >
                    {t(`people.${action}`)}
                  </Button>
                ))}
              <Button href="/people?of=departments">{t('people.departments')}</Button>
            </div>
          </article>
        );
      }}
    </Loaded>
  );
}
