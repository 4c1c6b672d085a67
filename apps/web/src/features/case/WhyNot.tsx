import { useQuery } from '@tanstack/react-query';
import { Button } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { read } from '../../api/client';
import type { Reason } from '../../api/types';
import { useOwn } from '../../app/me';
import { commandWord, postWords, said } from '../../app/words';
import { Because, Loaded } from '../../kit/Faults';

interface Why {
  readonly posts: readonly {
    readonly key: string | null;
    readonly organisation: { readonly name: string | null } | null;
    readonly roles: readonly string[];
    readonly allowed: boolean;
    readonly reason?: Reason;
    readonly facts: readonly {
      readonly of: string;
      readonly way: number | null;
      readonly holds: boolean;
      readonly words: { readonly zh: string; readonly en: string };
    }[];
  }[];
}

const Explained = ({ path }: { readonly path: string }) => {
  const { t } = useTranslation();
  const { post } = useOwn();
  const query = useQuery({ queryKey: ['why', path, post?.key], queryFn: ({ signal }) => read<Why>(path, signal) });
  return (
    <Loaded query={query} rows={3}>
      {({ posts }) =>
        posts.map(({ key, organisation, roles, allowed, reason, facts }) => {
          const ways = [...new Set(facts.flatMap(({ way }) => (way === null ? [] : [way])))];
          const line = (fact: (typeof facts)[number], at: number) => (
            <li key={at}>
              <b>{t(fact.holds ? 'why.yes' : 'why.no')}</b> {said(fact.words)}
            </li>
          );
          return (
            <section key={key ?? 'none'} className="group">
              <b>{organisation ? `${organisation.name ?? ''} ${postWords({ post: '', roles })}` : t('people.noPost')}</b>
              {facts.every(({ of }) => of !== 'moment' && of !== 'seat') && (
                <span>{reason ? <Because reason={reason} /> : allowed ? t('why.allowed') : t('why.elsewhere')}</span>
              )}
              <ul style={{ margin: 0, paddingInlineStart: 20 }}>{facts.filter(({ way }) => way === null).map(line)}</ul>
              {ways.map((way, n) => (
                <div key={way}>
                  {t(ways.length > 1 ? 'why.way' : 'why.one', { n: n + 1 })}
                  <ul style={{ margin: 0, paddingInlineStart: 20 }}>{facts.filter((fact) => fact.way === way).map(line)}</ul>
                </div>
              ))}
            </section>
          );
        })
      }
    </Loaded>
  );
};

/** What decides whether a command may be given, asked for when somebody wants to know. */
export const WhyNot = ({
  plural,
  id,
  kind,
  command,
}: {
  readonly plural: string;
  readonly id: string;
  readonly kind: string;
  readonly command: string;
}) => {
  const { t } = useTranslation();
  const [shown, setShown] = useState(false);
  return (
    <div>
      <Button
        type="link"
        size="small"
        aria-expanded={shown}
        aria-label={`${t('why.ask')} ${commandWord(kind, command)}`}
        onClick={() => setShown(!shown)}
        style={{ paddingInline: 0 }}
      >
        {t(shown ? 'why.hide' : 'why.ask')}
      </Button>
      {shown && <Explained path={`/v1/${plural}/${id}/why/${command}`} />}
    </div>
  );
};
