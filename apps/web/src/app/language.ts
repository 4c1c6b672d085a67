import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import { readIn } from '../api/client';
import en from './words.en';
import zh from './words.zh';

export type Language = 'zh' | 'en';
const KEY = 'goufu.language';

/** Chinese unless the person chose English here before. */
export const startLanguage = (): void => {
  const language: Language = localStorage.getItem(KEY) === 'en' ? 'en' : 'zh';
  void i18next.use(initReactI18next).init({
    resources: { zh: { translation: zh }, en: { translation: en } },
    lng: language,
    fallbackLng: 'zh',
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  say(language);
};
export const say = (language: Language): void => {
  localStorage.setItem(KEY, language);
  document.documentElement.lang = language === 'en' ? 'en' : 'zh-CN';
  readIn(language === 'en' ? 'en' : 'zh-CN');
  if (i18next.isInitialized && i18next.language !== language) void i18next.changeLanguage(language);
};
