import { useQuery } from '@tanstack/react-query';
import { Button, Empty } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { read } from '../../api/client';
import { formOf, placeOf } from '../../api/forms';
import type { Count, Page, Task } from '../../api/types';
import { useOwn } from '../../app/me';
import { commandWord, kindWord, stageWord, taskHint, taskWord } from '../../app/words';
import { DueTag } from '../../kit/DueTag';
import { Money } from '../../kit/Money';
import { minuteOf } from '../../kit/moment';
import { Paged } from '../../kit/Paged';
import { useTitle } from '../../kit/title';
import CasesPage from '../case/CasesPage';

const Counts = () => {
  const { t } = useTranslation();
  const { data } = useQuery({
    queryKey: ['tasks', 'counts'],
    queryFn: ({ signal }) =>
      read<Page<Task> & { readonly counts: { readonly open: Count; readonly late: Count } }>('/v1/tasks?limit=1', signal),
  });
  return (
    <p className="sub">
      <span>
        {t('workbench.waiting')} <b className="number">{data?.counts.open.text ?? '…'}</b>
      </span>
      {data && data.counts.late.value > 0 && (
        <span className="due late">
          {t('workbench.late')} {data.counts.late.text}
        </span>
      )}
    </p>
  );
};

/** What this person may begin of itself, not beneath another case. */
const Begin = () => {
  const { t } = useTranslation();
  const { me } = useOwn();
  const starts = me?.starts.filter(({ under }) => under === null) ?? [];
  if (starts.length === 0) return null;
  return (
    <div className="bar">
      <span>{t('workbench.begin')}</span>
      {starts.map(({ kind, command }) => (
        <Button key={`${kind}.${command}`} href={`/begin/${kind}/${command}`}>
          {commandWord(kind, command)}
        </Button>
      ))}
    </div>
  );
};

/** Where a to-do is done: at the form of its command, with what it is about filled in; else at the case. */
const openOf = ({ name, meta, case: of }: Task): string => {
  const place = placeOf(of.href) ?? '/';
  if (of.kind === null || formOf(of.kind, name) === null) return place;
  const about = Object.entries(meta).filter((entry): entry is [string, string | number] => ['string', 'number'].includes(typeof entry[1]));
  return `${place}/do/${name}?${new URLSearchParams(about.map(([key, value]) => [key, String(value)]))}`;
};

/** First screen of everybody who works here: what waits for them, the most pressing first. */
export default function WorkbenchPage() {
  const { t, i18n } = useTranslation();
  const { me, post } = useOwn();
  useTitle(t('workbench.title'));
  if (!me) return <CasesPage />;
  return (
    <>
      <h1 className="title">{t('workbench.title')}</h1>
      <Counts />
      <Begin />
      <Paged<Task>
        queryKey={['tasks', 'list', post?.key]}
        path="/v1/tasks"
        keyOf={(task) => `${task.case.id} ${task.key}`}
        columns={[
          {
            name: t('workbench.matter'),
            className: 'whole',
            cell: (task) => (
              <>
                <Link to={openOf(task)}>
                  <b>{taskWord(task.case.kind ?? '', task.name)}</b>
                </Link>
                {taskHint(task.case.kind ?? '', task.name) !== null && (
                  <div className="rule">{taskHint(task.case.kind ?? '', task.name)}</div>
                )}
                <div>
                  {task.case.title} {task.case.number !== null && <span className="rule">{task.case.number}</span>}
                </div>
              </>
            ),
          },
          { name: t('workbench.kind'), cell: (task) => (task.case.kind === null ? '' : kindWord(task.case.kind)) },
          { name: t('workbench.stage'), cell: (task) => (task.case.stage === null ? '—' : stageWord(task.case.stage)) },
          {
            name: t('workbench.amount'),
            className: 'amount',
            cell: (task) => (task.case.amount === null ? '—' : <Money yuan={task.case.amount} />),
          },
          { name: t('workbench.due'), cell: (task) => <DueTag at={task.dueAt} late={task.late} now={me.now} /> },
          { name: t('workbench.since'), cell: (task) => <time dateTime={task.since}>{minuteOf(task.since, i18n.language)}</time> },
          {
            name: t('workbench.handle'),
            cell: (task) => (
              <Link
                to={openOf(task)}
                aria-label={`${t('workbench.handle')} ${taskWord(task.case.kind ?? '', task.name)} ${task.case.title ?? ''}`}
              >
                {t('workbench.handle')}
              </Link>
            ),
          },
        ]}
        empty={
          <Empty description={t('workbench.empty')}>
            <Link to="/cases">{t('workbench.seeCases')}</Link>
          </Empty>
        }
      />
    </>
  );
}
