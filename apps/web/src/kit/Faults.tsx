import { Alert, Button, Skeleton, Typography } from 'antd';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Refused } from '../api/client';
import type { Reason } from '../api/types';
import { said } from '../app/words';

/** The article that a refusal enforces. */
export const Rule = ({ rule }: { readonly rule: Reason['rule'] }) => {
  const { t } = useTranslation();
  if (!rule) return null;
  return (
    <Typography.Text type="secondary" className="rule">
      {t('act.rule')}：{rule.citation}
      {rule.verified ? '' : `（${t('act.unverified')}）`}
    </Typography.Text>
  );
};

/** A refusal as the server words it. */
export const Because = ({ reason }: { readonly reason: Reason }) => (
  <span>
    {said(reason.details)} <Rule rule={reason.rule} />
  </span>
);

/** What went wrong, what to do, and the number under which the server knows it. */
export const Failed = ({ error, again }: { readonly error: unknown; readonly again?: () => void }) => {
  const { t } = useTranslation();
  const problem = error instanceof Refused ? error.problem : null;
  const text = problem ? problem.status === 404 ? t('state.forbidden') : <Because reason={problem} /> : t('state.unreachable');
  return (
    <Alert
      type="error"
      showIcon
      role="alert"
      title={problem?.title ?? t('error.title')}
      description={
        <>
          {text}
          {problem && (
            <div>
              <Typography.Text type="secondary">
                {t('state.request')} {problem.requestId}
              </Typography.Text>
            </div>
          )}
        </>
      }
      action={again && <Button onClick={again}>{t('state.retry')}</Button>}
    />
  );
};

/** The layout of what is coming; after ten seconds it says so. */
export const Waiting = ({ rows = 6, again }: { readonly rows?: number; readonly again?: () => void }) => {
  const { t } = useTranslation();
  const [slow, setSlow] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), 10_000);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div aria-busy="true" aria-live="polite">
      {slow && <Alert type="info" showIcon title={t('state.slow')} action={again && <Button onClick={again}>{t('state.retry')}</Button>} />}
      <Skeleton active={false} title paragraph={{ rows }} />
    </div>
  );
};

interface Query<T> {
  readonly data: T | undefined;
  readonly error: Error | null;
  refetch(): unknown;
}
/** What a query answered, or why it has not. */
export const Loaded = <T,>({
  query,
  rows,
  children,
}: {
  readonly query: Query<T>;
  readonly rows?: number;
  readonly children: (data: T) => ReactNode;
}) => {
  const again = (): void => void query.refetch();
  if (query.data !== undefined) return children(query.data);
  return query.error ? <Failed error={query.error} again={again} /> : <Waiting {...(rows === undefined ? {} : { rows })} again={again} />;
};
