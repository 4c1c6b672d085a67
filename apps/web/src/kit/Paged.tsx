import { useInfiniteQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '../api/client';
import type { Page } from '../api/types';
import { Failed, Waiting } from './Faults';

export interface Column<T> {
  readonly name: string;
  readonly cell: (item: T) => ReactNode;
  readonly className?: string;
}
interface List<T> {
  readonly queryKey: readonly unknown[];
  /** The address of the list with what it is filtered by. */
  readonly path: string;
  readonly keyOf: (item: T) => string;
  readonly columns: readonly Column<T>[];
  readonly empty: ReactNode;
}
const SIZE = 30;

/** A list of the API as a table, a page after another; on a phone each row is a card. */
export const Paged = <T,>({ queryKey, path, keyOf, columns, empty }: List<T>) => {
  const { t } = useTranslation();
  const { data, error, isPending, hasNextPage, isFetchingNextPage, fetchNextPage, refetch } = useInfiniteQuery({
    queryKey,
    initialPageParam: null as string | null,
    queryFn: ({ pageParam, signal }) => {
      const query = new URLSearchParams({ limit: String(SIZE), ...(pageParam === null ? {} : { cursor: pageParam }) });
      return read<Page<T>>(`${path}${path.includes('?') ? '&' : '?'}${query}`, signal);
    },
    getNextPageParam: ({ next }) => next,
  });
  if (error && !data) return <Failed error={error} again={() => void refetch()} />;
  if (isPending) return <Waiting />;
  const items = data?.pages.flatMap((page) => page.items) ?? [];
  if (items.length === 0) return <>{empty}</>;
  return (
    <>
      <div className="scroll">
        <table className="table">
          <thead>
            <tr>
              {columns.map(({ name, className }) => (
                <th key={name} scope="col" className={className}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {items.map((item) => (
              <tr key={keyOf(item)}>
                {columns.map(({ name, cell, className }) => (
                  <td key={name} data-label={name} className={className}>
                    {cell(item)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {hasNextPage && (
        <div className="bar">
          <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {t('state.more')}
          </Button>
        </div>
      )}
    </>
  );
};
