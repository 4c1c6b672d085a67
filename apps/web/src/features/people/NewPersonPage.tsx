import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { formOf } from '../../api/forms';
import { NotFound } from '../../app/broken';
import { useTitle } from '../../kit/title';
import { CommandForm } from '../case/CommandForm';

/** Takes a person in: their data stand here and nowhere else. */
export default function NewPersonPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const form = formOf('people', 'add');
  useTitle(t('people.add'));
  if (form === null) return <NotFound />;
  return (
    <>
      <h1 className="title">{t('people.add')}</h1>
      <CommandForm
        form={form}
        command="people.add"
        path={form.path}
        ifMatch={null}
        kept={null}
        keep={null}
        keeping={null}
        overtaken={() => undefined}
        leave={() => void navigate('/people')}
        done={(answer) => {
          void queries.invalidateQueries();
          const { person } = answer as unknown as { readonly person: string };
          void navigate(`/people/${person.replace('/', '~')}`);
        }}
      />
    </>
  );
}
