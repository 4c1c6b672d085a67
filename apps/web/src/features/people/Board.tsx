import { useQuery } from '@tanstack/react-query';
import { Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { read } from '../../api/client';
import type { CaseShown, Page, Person } from '../../api/types';
import { useOwn } from '../../app/me';
import { commandWord, postWords } from '../../app/words';
import { dateOf } from '../../kit/moment';
import { nameOf, placeOfPerson } from './words';

interface Post {
  readonly roles: readonly string[];
  readonly deputy?: string | null;
  readonly from: string;
  readonly to: string | null;
}
interface Held {
  readonly key: string;
  readonly person: string;
  readonly post: string;
  readonly from: string;
  readonly to: string | null;
}
interface Directory {
  readonly posts: Readonly<Record<string, Post>>;
  readonly appointments?: readonly Held[];
  readonly vacancies?: readonly { readonly post: string }[];
}
const MOST = 100;

/** The posts of an organisation: what each entitles to, who holds it, who steps in, and what may be done with it. */
export const Board = ({ shown, here }: { readonly shown: CaseShown; readonly here: string }) => {
  const { t, i18n } = useTranslation();
  const { me } = useOwn();
  const { posts, appointments = [], vacancies = [] } = shown.view as unknown as Directory;
  const maySee = me?.may.includes('viewPeople') === true;
  const { data } = useQuery({
    queryKey: ['people', 'of', shown.id],
    enabled: maySee,
    queryFn: ({ signal }) =>
      read<Page<Person>>(`/v1/people?${new URLSearchParams({ organisation: shown.id, limit: String(MOST) })}`, signal),
  });
  const people = new Map((data?.items ?? []).map((one) => [one.person, one]));
  const today = (me?.now ?? '').slice(0, 10);
  const may = (name: string): boolean => shown.actions.some((action) => action.name === name && action.allowed);
  const link = (command: string, about: Record<string, string>, words: string) =>
    may(command) && (
      <Link
        key={command}
        to={`${here}/do/${command}?${new URLSearchParams(about)}`}
        aria-label={`${commandWord('organisation', command)} ${Object.values(about).join(' ')}`}
      >
        {words}
      </Link>
    );
  const who = ({ person }: Held) => {
    const known = people.get(person);
    return known ? <Link to={placeOfPerson(known)}>{nameOf(known)}</Link> : person;
  };
  const labels = { post: t('people.post'), holders: t('people.holders'), deputy: t('people.deputy'), act: t('people.act') };
  return (
    <div className="scroll">
      <table className="table">
        <thead>
          <tr>
            {Object.values(labels).map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(posts).map(([name, post]) => {
            const held = appointments.filter(
              (one) => one.post === name && (one.to === null || one.to >= today) && (one.to === null || one.to >= one.from),
            );
            const deputy = post.deputy ? posts[post.deputy] : undefined;
            return (
              <tr key={name}>
                <td data-label={labels.post}>
                  <div>
                    <b>{postWords({ post: name, roles: post.roles })}</b> <span className="rule">{name}</span>
                  </div>
                </td>
                <td data-label={labels.holders}>
                  <div>
                    {post.to !== null && t('people.closed', { on: dateOf(post.to, i18n.language) })}
                    {vacancies.some((one) => one.post === name) && <Tag color="red">{t('people.vacant')}</Tag>}
                    {held.map((one) => (
                      <div key={`${one.key}/${one.from}`}>
                        {who(one)}{' '}
                        <span className="rule">
                          {dateOf(one.from, i18n.language)} – {one.to === null ? t('people.open') : dateOf(one.to, i18n.language)}
                        </span>{' '}
                        {link('endAppointment', { person: one.person, post: name }, t('people.end'))}
                      </div>
                    ))}
                  </div>
                </td>
                <td data-label={labels.deputy}>
                  {deputy && post.deputy ? postWords({ post: post.deputy, roles: deputy.roles }) : t('people.noDeputy')}
                </td>
                <td data-label={labels.act}>
                  {post.to === null && (
                    <span className="links">
                      {link('appoint', { post: name }, t('people.appoint'))} {link('setDeputy', { post: name }, t('people.setDeputy'))}{' '}
                      {held.length === 0 && link('closePost', { post: name }, t('people.closePost'))}
                    </span>
                  )}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};
