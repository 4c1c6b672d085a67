import { Empty, Input } from 'antd';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import type { CaseSummary } from '../../api/types';
import { useOwn } from '../../app/me';
import { kindWord } from '../../app/words';
import { Paged } from '../../kit/Paged';
import { useTitle } from '../../kit/title';
import { useCaseColumns } from '../case/CasesPage';

/** Finds cases of every kind by a run of characters. */
export default function SearchPage() {
  const { t } = useTranslation();
  const { post } = useOwn();
  const [query, setQuery] = useSearchParams();
  const columns = useCaseColumns();
  const asked = query.get('q') ?? '';
  useTitle(t('search.title'));
  return (
    <>
      <h1 className="title">{t('search.title')}</h1>
      <p className="sub">{t('search.hint')}</p>
      <Input.Search
        defaultValue={asked}
        placeholder={t('search.placeholder')}
        aria-label={t('search.placeholder')}
        enterButton={t('search.title')}
        maxLength={100}
        onSearch={(text) => setQuery(text.trim() === '' ? {} : { q: text.trim() })}
        style={{ maxWidth: 560, marginBottom: 16 }}
      />
      {asked !== '' && (
        <Paged<CaseSummary>
          queryKey={['cases', 'search', asked, post?.key]}
          path={`/v1/search?q=${encodeURIComponent(asked)}`}
          keyOf={({ id }) => id}
          columns={[{ name: t('workbench.kind'), cell: ({ kind }) => kindWord(kind) }, ...columns]}
          empty={<Empty description={t('search.empty')} />}
        />
      )}
    </>
  );
}
