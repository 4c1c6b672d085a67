import { useQuery } from '@tanstack/react-query';
import { Button, Collapse, Tabs } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';
import { read } from '../../api/client';
import { caseIdOf, kindOf } from '../../api/forms';
import type { CaseShown } from '../../api/types';
import { useOwn } from '../../app/me';
import { commandWord, fieldWord, isStage, kindWord, stageWord } from '../../app/words';
import { Because, Loaded } from '../../kit/Faults';
import { Facts } from '../../kit/Facts';
import { Money } from '../../kit/Money';
import { useTitle } from '../../kit/title';
import { type Fields, headOf, isFields, text } from './head';
import { Process } from './Process';
import { Statement } from './Statement';
import { WhyNot } from './WhyNot';
import { CaseTimeline } from './CaseTimeline';
import { Board } from '../people/Board';

/** Parts of the view that the page shows elsewhere. */
const SHOWN_APART = ['title', 'name', 'stage', 'since', 'ended', 'closed', 'words'];

const Actions = ({ shown, here }: { readonly shown: CaseShown; readonly here: string }) => {
  const [, plural = '', id = ''] = here.split('/');
  const { t } = useTranslation();
  const { me } = useOwn();
  const { kind, actions } = shown;
  const open = actions.filter(({ allowed }) => allowed);
  const shut = actions.filter(({ allowed }) => !allowed);
  const beneath = me?.starts.filter(({ under }) => under === kind) ?? [];
  return (
    <aside>
      <section className="group">
        <h2 style={{ margin: 0, fontSize: '1.1em' }}>{t('case.can')}</h2>
        {open.length === 0 && <span>{me ? t('case.nothing') : t('state.signIn')}</span>}
        {open.map(({ name }, at) => (
          <Button key={name} block type={at === 0 ? 'primary' : 'default'} href={`${here}/do/${name}`}>
            {commandWord(kind, name)}
          </Button>
        ))}
        {beneath.length > 0 && <span>{t('case.under')}</span>}
        {beneath.map((start) => (
          <Button key={start.command} block href={`/begin/${start.kind}/${start.command}?under=${encodeURIComponent(here)}`}>
            {commandWord(start.kind, start.command)}
          </Button>
        ))}
      </section>
      {shut.length > 0 && (
        <Collapse
          ghost
          items={[
            {
              key: 'shut',
              label: t('case.cannot'),
              children: (
                <dl className="facts" style={{ gridTemplateColumns: '1fr' }}>
                  {shut.map(({ name, reason }) => (
                    <div key={name}>
                      <dt>{commandWord(kind, name)}</dt>
                      <dd>
                        {reason && <Because reason={reason} />}
                        <WhyNot plural={plural} id={id} kind={kind} command={name} />
                      </dd>
                    </div>
                  ))}
                </dl>
              ),
            },
          ]}
        />
      )}
    </aside>
  );
};

/** The parts of a large case as sections that open one by one, the one under way first; a small one as one list. */
const Overview = ({ kind, view, stage }: { readonly kind: string; readonly view: Fields; readonly stage: string | null }) => {
  const { t } = useTranslation();
  const rest = Object.entries(view).filter(([name, value]) => !SHOWN_APART.includes(name) && value !== null);
  const parts = rest.filter((entry): entry is [string, Fields] => isFields(entry[1]) && Object.keys(entry[1]).length > 0);
  const facts = Object.fromEntries(rest.filter(([, value]) => !isFields(value)));
  if (parts.length <= 2) return <Facts fields={view} path={[kind]} without={SHOWN_APART} />;
  const now = stage?.split(':')[0] ?? '';
  return (
    <>
      {Object.keys(facts).length > 0 && <Facts fields={facts} path={[kind]} />}
      <Collapse
        defaultActiveKey={parts.some(([name]) => name === now) ? [now] : parts.slice(0, 1).map(([name]) => name)}
        items={parts.map(([name, value]) => ({
          key: name,
          label: `${partWord(name)}${name === now ? `（${t('case.now')}）` : ''}`,
          children: <Facts fields={value} path={[kind, name]} />,
        }))}
      />
    </>
  );
};
const partWord = (name: string): string => (isStage(name) ? stageWord(name) : fieldWord([name]));

/** One case: what it is, where it stands, what one may do, what happened. */
export default function CasePage() {
  const { t } = useTranslation();
  const { plural = '', id = '' } = useParams();
  const [search, setSearch] = useSearchParams();
  const { post } = useOwn();
  const kind = kindOf(plural) ?? '';
  const query = useQuery({
    queryKey: ['case', caseIdOf(kind, id), 'shown', post?.key],
    queryFn: ({ signal }) => read<CaseShown>(`/v1/${plural}/${id}`, signal),
  });
  useTitle(query.data ? (headOf(query.data).title ?? kindWord(kind)) : null);
  const here = `/${plural}/${id}`;
  return (
    <Loaded query={query} rows={12}>
      {(shown) => {
        const { title, amount, stage } = headOf(shown);
        const tabs: { key: string; label: string; children: ReactNode }[] = [
          { key: 'overview', label: t('case.overview'), children: <Overview kind={kind} view={shown.view} stage={stage} /> },
          { key: 'timeline', label: t('case.timeline'), children: <CaseTimeline kind={kind} plural={plural} id={id} /> },
          ...(kind === 'organisation' && shown.view.appointments !== undefined
            ? [{ key: 'posts', label: t('people.board'), children: <Board shown={shown} here={here} /> }]
            : []),
          ...(kind === 'budget' ? [{ key: 'statement', label: t('case.budget'), children: <Statement id={id} /> }] : []),
        ];
        return (
          <article>
            <h1 className="title">{title ?? kindWord(kind)}</h1>
            <p className="sub">
              <span>{kindWord(kind)}</span>
              {text(shown.view.number) && <span>{text(shown.view.number)}</span>}
              {amount && <Money yuan={amount} capitals />}
              <span>{t('case.version', { version: shown.version })}</span>
            </p>
            <Process view={shown.view} />
            <div className="columns">
              <Tabs
                activeKey={search.get('tab') ?? 'overview'}
                onChange={(tab) => setSearch(tab === 'overview' ? {} : { tab }, { replace: true })}
                items={tabs}
              />
              <Actions shown={shown} here={here} />
            </div>
          </article>
        );
      }}
    </Loaded>
  );
}
