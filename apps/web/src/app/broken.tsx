import { Button, Result } from 'antd';
import { useTranslation } from 'react-i18next';
import { useRouteError } from 'react-router';

/** A page that threw; a part of the console that is no longer there means that a newer one is. */
export const Broken = () => {
  const { t } = useTranslation();
  const isOutdated = /dynamically imported module|Importing a module/i.test(String(useRouteError()));
  return (
    <Result
      status="error"
      title={isOutdated ? t('error.outdated') : t('error.title')}
      subTitle={t('error.text')}
      extra={
        <Button type="primary" onClick={() => location.reload()}>
          {t('error.reload')}
        </Button>
      }
    />
  );
};

export const NotFound = () => {
  const { t } = useTranslation();
  return (
    <Result
      status="404"
      title={t('error.notFound')}
      extra={
        <Button type="primary" href="/">
          {t('error.home')}
        </Button>
      }
    />
  );
};
