import { Alert, Button, Dropdown, Layout, Select, Tag } from 'antd';
import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, NavLink, Outlet, useLocation } from 'react-router';
import { ask } from '../api/client';
import { Failed, Waiting } from '../kit/Faults';
import { type Language, say } from './language';
import { useLooks } from './look';
import { OwnProvider, useOwn } from './me';
import { useNews } from './news';
import { postWords } from './words';

const signOut = async (): Promise<void> => {
  const { body } = await ask<{ href: string }>('/v1/sessions/current/sign-out', { method: 'POST', body: {} });
  location.assign(body.href);
};

const Person = () => {
  const { t, i18n } = useTranslation();
  const { me } = useOwn();
  const { dark, large, setDark, setLarge } = useLooks();
  const { pathname, search } = useLocation();
  if (!me)
    return (
      <Button type="primary" href={`/session/sign-in?to=${encodeURIComponent(pathname + search)}`}>
        {t('state.signIn')}
      </Button>
    );
  const other: Language = i18n.language === 'en' ? 'zh' : 'en';
  const items = [
    { key: 'account', label: <Link to="/account">{t('account.title')}</Link> },
    ...(me.posts.length > 0 ? [{ key: 'import', label: <Link to="/import">{t('import.title')}</Link> }] : []),
    { key: 'language', label: other === 'en' ? 'English' : '中文', onClick: () => say(other) },
    { key: 'dark', label: `${t('account.dark')}：${t(dark ? 'act.yes' : 'act.no')}`, onClick: () => setDark(!dark) },
    { key: 'large', label: `${t('account.large')}：${t(large ? 'act.yes' : 'act.no')}`, onClick: () => setLarge(!large) },
    { type: 'divider' as const },
    { key: 'out', label: t('account.signOut'), onClick: () => void signOut() },
  ];
  return (
    <Dropdown menu={{ items }} trigger={['click']}>
      <Button type="text">{me.name ?? me.person} ▾</Button>
    </Dropdown>
  );
};

const Acting = () => {
  const { t } = useTranslation();
  const { me, post, choosePost } = useOwn();
  if (!me) return null;
  const words = (one: (typeof me.posts)[number]): string => `${one.organisation.name ?? ''} ${postWords(one)}`.trim();
  if (me.posts.length <= 1) return <span className="acting">{post ? words(post) : t('account.noPost')}</span>;
  return (
    <Select
      aria-label={t('account.actingAs')}
      value={post?.key ?? null}
      placeholder={t('account.choosePost')}
      onChange={(key) => key && choosePost(key)}
      options={me.posts.map((one) => ({ value: one.key, label: words(one) }))}
      popupMatchSelectWidth={false}
    />
  );
};

const Inside = () => {
  const { t } = useTranslation();
  const { me, post } = useOwn();
  useNews(me !== null);
  const places = [
    ...(me ? [['/', t('nav.workbench')] as const] : []),
    ['/cases', t('nav.cases')] as const,
    ['/notices', t('nav.notices')] as const,
    ['/search', t('nav.search')] as const,
    ...(me?.may.includes('viewPeople') ? [['/people', t('nav.people')] as const] : []),
  ];
  return (
    <Layout style={{ minHeight: '100vh' }}>
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      <Layout.Header className="head">
        <Link to="/" className="mark" title={t('systemLong')}>
          {t('system')}
        </Link>
        <nav aria-label={t('nav.label')}>
          {places.map(([to, name]) => (
            <NavLink key={to} to={to} end={to === '/'}>
              {name}
            </NavLink>
          ))}
        </nav>
        <Acting />
        <Person />
      </Layout.Header>
      <main id="content" className="body" tabIndex={-1}>
        {me?.realm.held && <Alert type="warning" banner title={t('state.held')} />}
        {me && me.posts.length > 1 && !post && <Alert type="info" showIcon title={t('account.choosePost')} />}
        {me?.realm.world && me.realm.id !== 'demo' && <Tag color="gold">{t('state.rehearsal')}</Tag>}
        <Suspense fallback={<Waiting />}>
          <Outlet />
        </Suspense>
      </main>
    </Layout>
  );
};

/** What stands around every page. */
export const Shell = () => (
  <OwnProvider waiting={<Waiting />} failed={(error, again) => <Failed error={error} again={again} />}>
    <Inside />
  </OwnProvider>
);
