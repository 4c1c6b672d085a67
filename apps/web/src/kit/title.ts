import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';

/** The name of the page in the browser's own bar. */
export const useTitle = (title: string | null | undefined): void => {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = title ? `${title} – ${t('system')}` : t('system');
  }, [title, t]);
};
