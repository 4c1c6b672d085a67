import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { ask, read } from '../../api/client';
import { useOwn } from '../../app/me';
import { postWords } from '../../app/words';
import { Failed, Loaded } from '../../kit/Faults';
import { dateOf, minuteOf } from '../../kit/moment';
import { useTitle } from '../../kit/title';

interface Listed {
  readonly items: readonly {
    readonly label: string;
    readonly isThis: boolean;
    readonly agent: string | null;
    readonly signedInAt: string;
    readonly seenAt: string;
    readonly endsAt: string;
  }[];
}

/** The person's posts, and where they are signed in. */
export default function AccountPage() {
  const { t, i18n } = useTranslation();
  const { me } = useOwn();
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ['sessions'], queryFn: ({ signal }) => read<Listed>('/v1/sessions', signal) });
  const end = useMutation({
    mutationFn: (label: string) => ask(`/v1/sessions/${label}`, { method: 'DELETE' }),
    onSuccess: () => queries.invalidateQueries(),
  });
  const everywhere = useMutation({
    mutationFn: () => ask('/v1/sessions/sign-out-everywhere', { method: 'POST', body: {} }),
    onSuccess: () => location.assign('/'),
  });
  useTitle(t('account.title'));
  return (
    <>
      <h1 className="title">{me?.name ?? t('account.title')}</h1>
      <ul>
        {me?.posts.map((post) => (
          <li key={post.key}>
            {post.organisation.name} {postWords(post)}（{dateOf(post.fromOn, i18n.language)} –{' '}
            {post.toOn === null ? '…' : dateOf(post.toOn, i18n.language)}）
          </li>
        ))}
      </ul>
      <h2>{t('account.sessions')}</h2>
      {(end.error ?? everywhere.error) && <Failed error={end.error ?? everywhere.error} />}
      <Loaded query={query}>
        {({ items }) => (
          <table className="table">
            <thead>
              <tr>
                {['agent', 'since', 'seen', 'until', 'end'].map((name) => (
                  <th key={name} scope="col">
                    {t(`account.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {items.map(({ label, isThis, agent, signedInAt, seenAt, endsAt }) => (
                <tr key={label}>
                  <td className="whole">
                    {agent ?? '—'} {isThis && <Tag color="blue">{t('account.here')}</Tag>}
                  </td>
                  {[signedInAt, seenAt, endsAt].map((at, n) => (
                    <td key={n} data-label={t(`account.${['since', 'seen', 'until'][n]}`)}>
                      {minuteOf(at, i18n.language)}
                    </td>
                  ))}
                  <td data-label={t('account.end')}>
                    {!isThis && (
                      <Button size="small" loading={end.isPending && end.variables === label} onClick={() => end.mutate(label)}>
                        {t('account.end')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Loaded>
      <div className="bar">
        <Button danger loading={everywhere.isPending} onClick={() => everywhere.mutate()}>
          {t('account.everywhere')}
        </Button>
      </div>
    </>
  );
}
