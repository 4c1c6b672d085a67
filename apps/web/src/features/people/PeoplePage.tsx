import { Button, Empty, Input, Segmented, Tag } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { placeOf } from '../../api/forms';
import type { CaseSummary, Person } from '../../api/types';
import { useOwn } from '../../app/me';
import { postWords } from '../../app/words';
import { dateOf } from '../../kit/moment';
import { Paged } from '../../kit/Paged';
import { useTitle } from '../../kit/title';
import { nameOf, placeOfPerson } from './words';

const STATES = ['all', 'active', 'disabled'] as const;

const List = ({ q, state }: { readonly q: string; readonly state: string }) => {
  const { t, i18n } = useTranslation();
  const { post } = useOwn();
  const query = new URLSearchParams({ ...(q === '' ? {} : { q }), ...(state === 'all' ? {} : { state }) });
  return (
    <Paged<Person>
      queryKey={['people', q, state, post?.key]}
      path={`/v1/people${query.size === 0 ? '' : `?${query}`}`}
      keyOf={({ person }) => person}
      columns={[
        {
          name: t('people.name'),
          cell: (person) => (
            <Link to={placeOfPerson(person)}>
              <b>{nameOf(person)}</b>
            </Link>
          ),
        },
        {
          name: t('people.posts'),
          className: 'whole',
          cell: ({ posts }) =>
            posts.length === 0
              ? t('people.noPost')
              : posts.map((one) => (
                  <div key={one.key}>
                    {one.organisation.name} {postWords(one)}
                    {!one.held && t('people.coming', { from: dateOf(one.fromOn, i18n.language) })}
                  </div>
                )),
        },
        {
          name: t('people.state'),
          cell: ({ disabledAt }) => (disabledAt === null ? t('people.active') : <Tag color="red">{t('people.disabled')}</Tag>),
        },
      ]}
      empty={<Empty description={t('people.empty')} />}
    />
  );
};

const Departments = () => {
  const { t } = useTranslation();
  const { post } = useOwn();
  return (
    <Paged<CaseSummary>
      queryKey={['cases', 'organisations', post?.key]}
      path="/v1/organisations"
      keyOf={({ id }) => id}
      columns={[
        {
          name: t('people.organisation'),
          className: 'whole',
          cell: ({ href, title }) => <Link to={`${placeOf(href) ?? '/'}?tab=posts`}>{title}</Link>,
        },
        { name: t('cases.number'), cell: ({ number }) => number ?? '—' },
      ]}
      empty={<Empty description={t('cases.empty')} />}
    />
  );
};

/** Who works here and in which posts, for who keeps the directory. What is shown stands in the address. */
export default function PeoplePage() {
  const { t } = useTranslation();
  const { me } = useOwn();
  const [query, setQuery] = useSearchParams();
  const q = query.get('q') ?? '';
  const state = query.get('state') ?? 'all';
  const isDepartments = query.get('of') === 'departments';
  useTitle(t('people.title'));
  const show = (more: Record<string, string>): void => {
    const next = { q, state, ...more };
    setQuery(Object.fromEntries(Object.entries(next).filter(([name, value]) => value !== '' && !(name === 'state' && value === 'all'))));
  };
  return (
    <>
      <h1 className="title">{t('people.title')}</h1>
      <p className="sub">{t('people.hint')}</p>
      <div className="bar">
        <Segmented
          aria-label={t('people.title')}
          value={isDepartments ? 'departments' : 'people'}
          options={(['people', 'departments'] as const).map((value) => ({ value, label: t(`people.${value}`) }))}
          onChange={(of) => (of === 'people' ? show({}) : setQuery({ of }))}
        />
        {!isDepartments && (
          <>
            <Input.Search
              defaultValue={q}
              placeholder={t('people.find')}
              aria-label={t('people.find')}
              allowClear
              maxLength={100}
              onSearch={(text) => show({ q: text.trim() })}
              style={{ maxWidth: 280 }}
            />
            <Segmented
              aria-label={t('people.state')}
              value={state}
              options={STATES.map((value) => ({ value, label: t(`people.${value}`) }))}
              onChange={(next) => show({ state: next })}
            />
          </>
        )}
        {me?.may.includes('addPerson') && (
          <Button type="primary" href="/people/new">
            {t('people.add')}
          </Button>
        )}
        {me?.may.includes('addPerson') && <Button href="/import">{t('import.title')}</Button>}
      </div>
      {isDepartments ? <Departments /> : <List q={q} state={state} />}
    </>
  );
}
