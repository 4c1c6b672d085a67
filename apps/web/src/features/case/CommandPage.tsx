import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Alert } from 'antd';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { ask } from '../../api/client';
import { caseIdOf, type CommandForm, formOf, kindOf, meant } from '../../api/forms';
import type { CaseShown } from '../../api/types';
import { useOwn } from '../../app/me';
import { NotFound } from '../../app/broken';
import { commandWord, kindWord } from '../../app/words';
import { Because, Loaded } from '../../kit/Faults';
import { minuteOf } from '../../kit/moment';
import { useTitle } from '../../kit/title';
import { blankFields, type Fields } from '../../kit/form/value';
import { CommandForm as FormOfCommand } from './CommandForm';
import { useDraft } from './draft';
import { headOf } from './head';
import { WhyNot } from './WhyNot';

/** What the to-do said that led here: which instalment, which round. */
const prefilled = ({ schema }: CommandForm, search: URLSearchParams): Fields | null => {
  const known = meant(schema).properties ?? {};
  const told = [...search]
    .filter(([name]) => name in known)
    .map(([name, text]) => [name, meant(known[name] ?? {}).type === 'integer' ? Number(text) : text]);
  return told.length === 0 ? null : { ...blankFields(meant(schema)), ...(Object.fromEntries(told) as Fields) };
};

/** A command of a case: whether it is possible now the server says, here as on every page. */
export default function CommandPage() {
  const { t, i18n } = useTranslation();
  const { plural = '', id = '', command = '' } = useParams();
  const { post } = useOwn();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const kind = kindOf(plural) ?? '';
  const form = formOf(kind, command);
  const hasFields = form !== null && Object.keys(form.schema.properties ?? {}).length > 0;
  const [search] = useSearchParams();
  const draft = useDraft(hasFields ? `/v1/${plural}/${id}/drafts/${command}` : null);
  const caseKey = ['case', caseIdOf(kind, id)];
  const query = useQuery({
    queryKey: [...caseKey, 'acting', post?.key],
    queryFn: ({ signal }) => ask<CaseShown>(`/v1/${plural}/${id}`, { signal }),
  });
  const here = `/${plural}/${id}`;
  useTitle(commandWord(kind, command));
  if (form === null) return <NotFound />;
  return (
    <Loaded query={query}>
      {({ body: shown, etag }) => {
        const action = shown.actions.find(({ name }) => name === command);
        const title = headOf(shown).title ?? kindWord(kind);
        return (
          <>
            <h1 className="title">{commandWord(kind, command)}</h1>
            <p className="sub">
              <Link to={here}>{title}</Link>
            </p>
            {action && !action.allowed && action.reason && (
              <Alert
                type="warning"
                showIcon
                style={{ marginBottom: 16 }}
                title={
                  <>
                    {t('act.forbiddenNow')}
                    <Because reason={action.reason} />
                    <WhyNot plural={plural} id={id} kind={kind} command={command} />
                  </>
                }
              />
            )}
            {!action && (
              <Alert
                type="info"
                showIcon
                style={{ marginBottom: 16 }}
                title={<WhyNot plural={plural} id={id} kind={kind} command={command} />}
              />
            )}
            {draft.kept && <Alert type="info" closable title={t('act.draft')} style={{ marginBottom: 16 }} />}
            {draft.ready && (
              <FormOfCommand
                key={command}
                form={form}
                command={command}
                path={form.path.replace('{id}', id)}
                ifMatch={form.ifMatch ? etag : null}
                kept={draft.kept ?? prefilled(form, search)}
                keep={draft.keep}
                keeping={
                  draft.saving === 'failed'
                    ? t('act.unsaved')
                    : draft.saving === 'saving'
                      ? t('act.saving')
                      : draft.savedAt === null
                        ? null
                        : t('act.saved', { at: minuteOf(draft.savedAt, i18n.language) })
                }
                overtaken={() => void queries.invalidateQueries({ queryKey: caseKey })}
                leave={() => void navigate(here)}
                done={() => {
                  void draft.forget().then(() => {
                    void queries.invalidateQueries();
                    void navigate(here);
                  });
                }}
              />
            )}
          </>
        );
      }}
    </Loaded>
  );
}
