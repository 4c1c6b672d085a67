import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { read } from '../../api/client';
import { caseIdOf } from '../../api/forms';
import { valueWord } from '../../app/words';
import { CaseName } from '../../kit/CaseName';
import { Loaded } from '../../kit/Faults';
import { minuteOf } from '../../kit/moment';
import { Money } from '../../kit/Money';
import { Paged } from '../../kit/Paged';

interface Posting {
  readonly case: { readonly id: string };
  readonly from: string;
  readonly to: string;
  readonly amount: string;
  readonly memo: string;
  readonly effectiveAt: string;
}
interface LedgerStatement {
  readonly balances: Readonly<Record<string, string>>;
}

/** The ledger of a budget line: what stands where, and every posting. */
export const Statement = ({ id }: { readonly id: string }) => {
  const { t, i18n } = useTranslation();
  const path = `/v1/budget-lines/${id}/statement`;
  const key = ['case', caseIdOf('budget', id), 'statement'];
  const query = useQuery({ queryKey: [...key, 'balances'], queryFn: ({ signal }) => read<LedgerStatement>(`${path}?limit=1`, signal) });
  return (
    <>
      <Loaded query={query} rows={3}>
        {({ balances }) => (
          <dl className="facts">
            {Object.entries(balances).map(([bucket, yuan]) => (
              <div key={bucket} style={{ display: 'contents' }}>
                <dt>{valueWord('balances', bucket)}</dt>
                <dd>
                  <Money yuan={yuan} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </Loaded>
      <Paged<Posting>
        queryKey={key}
        path={path}
        keyOf={(one) => `${one.effectiveAt} ${one.from} ${one.to} ${one.amount} ${one.memo}`}
        columns={[
          { name: t('case.when'), cell: ({ effectiveAt }) => minuteOf(effectiveAt, i18n.language) },
          { name: t('case.from'), cell: ({ from }) => valueWord('from', from) },
          { name: t('case.to'), cell: ({ to }) => valueWord('to', to) },
          { name: t('workbench.amount'), className: 'amount', cell: ({ amount }) => <Money yuan={amount} /> },
          { name: t('workbench.matter'), cell: (one) => <CaseName id={one.case.id} /> },
          { name: t('case.memo'), cell: ({ memo }) => valueWord('memo', memo) },
        ]}
        empty={<p className="sub">{t('case.empty')}</p>}
      />
    </>
  );
};
