import { Empty, Segmented } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams } from 'react-router';
import { kindOf, kinds, placeOf, pluralOf } from '../../api/forms';
import type { CaseSummary } from '../../api/types';
import { useOwn } from '../../app/me';
import { isStage, kindWord, outcomeWord, stageWord } from '../../app/words';
import { Money } from '../../kit/Money';
import { dayOf } from '../../kit/moment';
import { type Column, Paged } from '../../kit/Paged';
import { useTitle } from '../../kit/title';

/** The columns of every list of cases. */
export const useCaseColumns = (): readonly Column<CaseSummary>[] => {
  const { t, i18n } = useTranslation();
  return [
    { name: t('cases.name'), className: 'whole', cell: ({ href, title }) => <Link to={placeOf(href) ?? '/'}>{title}</Link> },
    { name: t('cases.number'), cell: ({ number }) => number ?? '—' },
    {
      name: t('workbench.stage'),
      cell: ({ stage, state }) => (stage !== null ? stageWord(stage) : state !== null ? stageOrOutcome(state) : '—'),
    },
    { name: t('workbench.amount'), className: 'amount', cell: ({ amount }) => (amount === null ? '—' : <Money yuan={amount} />) },
    { name: t('cases.created'), cell: ({ createdAt }) => <time dateTime={createdAt}>{dayOf(createdAt, i18n.language)}</time> },
    { name: t('cases.updated'), cell: ({ updatedAt }) => <time dateTime={updatedAt}>{dayOf(updatedAt, i18n.language)}</time> },
  ];
};
const stageOrOutcome = (state: string): string => (isStage(state) ? stageWord(state) : outcomeWord(state));

const FIRST = 'purchases';
/** Every case that one may see, a kind at a time. */
export default function CasesPage() {
  const { t } = useTranslation();
  const { post } = useOwn();
  const navigate = useNavigate();
  const { plural = FIRST } = useParams();
  const columns = useCaseColumns();
  useTitle(t('cases.title'));
  const shown = kindOf(plural) === null ? FIRST : plural;
  return (
    <>
      <h1 className="title">{t('cases.title')}</h1>
      <div className="bar scroll">
        <Segmented
          aria-label={t('workbench.kind')}
          value={shown}
          options={kinds.map((kind) => ({ value: pluralOf(kind) ?? kind, label: kindWord(kind) }))}
          onChange={(next) => void navigate(`/cases/${next}`)}
        />
      </div>
      <Paged<CaseSummary>
        queryKey={['cases', shown, post?.key]}
        path={`/v1/${shown}`}
        keyOf={({ id }) => id}
        columns={columns}
        empty={<Empty description={t('cases.empty')} />}
      />
    </>
  );
}
