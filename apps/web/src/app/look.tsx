import { App, ConfigProvider } from 'antd';
import enGB from 'antd/locale/en_GB';
import zhCN from 'antd/locale/zh_CN';
import dayjs from 'dayjs';
import 'dayjs/locale/zh-cn';
import { createContext, use, useMemo, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { themeOf } from './theme';

interface Looks {
  readonly dark: boolean;
  readonly large: boolean;
  readonly setDark: (on: boolean) => void;
  readonly setLarge: (on: boolean) => void;
}
const LooksContext = createContext<Looks>({ dark: false, large: false, setDark: () => undefined, setLarge: () => undefined });
/** How the person wants pages to look; kept in this browser. */
export const useLooks = (): Looks => use(LooksContext);

/** Without it the browser takes no style that is made while the page runs. */
const nonce = document.querySelector('meta[name="csp-nonce"]')?.getAttribute('content') ?? '';

const kept = (key: string, otherwise: boolean): boolean => {
  const text = localStorage.getItem(key);
  return text === null ? otherwise : text === 'yes';
};
const useKept = (key: string, otherwise: boolean): [boolean, (on: boolean) => void] => {
  const [on, setOn] = useState(() => kept(key, otherwise));
  return [
    on,
    (next) => {
      localStorage.setItem(key, next ? 'yes' : 'no');
      setOn(next);
    },
  ];
};

export const Look = ({ children }: { readonly children: ReactNode }) => {
  const { i18n } = useTranslation();
  const [dark, setDark] = useKept('goufu.dark', matchMedia('(prefers-color-scheme: dark)').matches);
  const [large, setLarge] = useKept('goufu.large', false);
  const isEnglish = i18n.language === 'en';
  dayjs.locale(isEnglish ? 'en' : 'zh-cn');
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
  const looks = useMemo(() => ({ dark, large, setDark, setLarge }), [dark, large, setDark, setLarge]);
  return (
    <LooksContext value={looks}>
      <ConfigProvider locale={isEnglish ? enGB : zhCN} theme={themeOf(dark, large)} button={{ autoInsertSpace: false }} csp={{ nonce }}>
        <App>{children}</App>
      </ConfigProvider>
    </LooksContext>
  );
};
