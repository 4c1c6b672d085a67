import { useTranslation } from 'react-i18next';
import { dayOf, minuteOf } from './moment';

const DAY_MS = 86_400_000;

/** When something is due. How near it is has a word, not a colour alone; a due at midnight is the end of the day before. */
export const DueTag = ({ at, late, now }: { readonly at: string | null; readonly late: boolean; readonly now: string }) => {
  const { t, i18n } = useTranslation();
  if (at === null) return <span className="due calm">{t('workbench.noDue')}</span>;
  const left = Date.parse(at) - Date.parse(now);
  const isMidnight = /T00:00:00/.test(at);
  const last = isMidnight ? dayOf(new Date(Date.parse(at) - 1000).toISOString(), i18n.language) : minuteOf(at, i18n.language);
  const state = late || left < 0 ? 'late' : left < 3 * DAY_MS ? 'soon' : 'calm';
  return (
    <span className={`due ${state}`}>
      {last}
      {state === 'late' ? ` ${t('due.late')}` : left < DAY_MS ? ` ${t('due.today')}` : ''}
    </span>
  );
};
