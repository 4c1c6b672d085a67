import type { Language } from '../http/language.js';
import type { Problem } from '../http/problem.js';

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign);

const WORDS = {
  zh: { lang: 'zh-CN', title: '未能登录', again: '重新登录', number: '受理号' },
  en: { lang: 'en', title: 'You are not signed in', again: 'Sign in again', number: 'Request' },
};

/** What a person sees who came back from the identity provider and was not let in: why, and the one thing to do. */
export const signInFailedPage = (problem: Pick<Problem, 'detail' | 'requestId'>, language: Language): string => {
  const { lang, title, again, number } = WORDS[language];
  return `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – 购服 Goufu</title>
<style>
:root { color-scheme: light dark; font: 17px/1.7 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif }
body { margin: 0; min-height: 100vh; display: grid; place-items: center }
main { max-width: 32rem; padding: 1.5rem }
h1 { font-size: 1.5rem; margin: 0 0 .5rem }
a { display: inline-block; margin: 1rem 0; padding: .5rem 1.25rem; border-radius: 6px; background: #0050b3; color: #fff; text-decoration: none }
a:focus-visible { outline: 3px solid #faad14; outline-offset: 2px }
small { color: GrayText; overflow-wrap: anywhere }
</style></head>
<body><main><h1>${title}</h1><p>${escaped(problem.detail)}</p><a href="/session/sign-in">${again}</a><p><small>${number} ${escaped(problem.requestId)}</small></p></main></body></html>
`;
};
