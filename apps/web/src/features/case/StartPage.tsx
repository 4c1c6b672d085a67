import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useParams, useSearchParams } from 'react-router';
import { formOf, placeOf } from '../../api/forms';
import { NotFound } from '../../app/broken';
import { commandWord, kindWord } from '../../app/words';
import { useTitle } from '../../kit/title';
import { CommandForm } from './CommandForm';

/** A command that begins a case, by itself or beneath another one. */
export default function StartPage() {
  const { t } = useTranslation();
  const { kind = '', command = '' } = useParams();
  const [search] = useSearchParams();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = formOf(kind, command);
  const under = search.get('under');
  useTitle(commandWord(kind, command));
  if (form === null || (form.path.includes('{id}') && under === null)) return <NotFound />;
  const back = under ?? '/';
  return (
    <>
      <h1 className="title">{commandWord(kind, command)}</h1>
      <p className="sub">
        {kindWord(kind)} {under !== null && <Link to={under}>{t('notices.of')}</Link>}
      </p>
      <CommandForm
        form={form}
        command={command}
        path={form.path.replace('{id}', under?.split('/').at(-1) ?? '')}
        ifMatch={null}
        kept={null}
        keep={null}
        keeping={null}
        overtaken={() => undefined}
        leave={() => void navigate(back)}
        done={(answer) => {
          void queries.invalidateQueries();
          void navigate(placeOf(answer.href) ?? back);
        }}
      />
    </>
  );
}
