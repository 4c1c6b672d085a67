import { roleLabels } from '@goufu/labels';

/** A demo person as the seeder wrote them down: `person` is the subject of the token. */
export interface DemoPerson {
  readonly person: string;
  readonly name: string;
  readonly posts: readonly { readonly appointment: string; readonly post: string; readonly department: string }[];
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? sign);

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.6 system-ui, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "WenQuanYi Micro Hei", sans-serif;
  --ink: #1f1f1f; --soft: #595959; --line: #d9d9d9; --paper: #fff; --ground: #f5f7fa; --own: #0050b3 }
@media (prefers-color-scheme: dark) { :root { --ink: #f0f0f0; --soft: #bfbfbf; --line: #434343; --paper: #1d1d1d; --ground: #141414; --own: #8ab8ff } }
* { box-sizing: border-box }
body { margin: 0; background: var(--ground); color: var(--ink) }
main { max-width: 62rem; margin: 0 auto; padding: 2rem 1rem 4rem }
h1 { font-size: 1.5rem; margin: 0 } h2 { font-size: 1rem; margin: 1.75rem 0 .5rem; color: var(--soft); font-weight: 600 }
p { margin: .25rem 0 0; color: var(--soft) }
ul { list-style: none; margin: 0; padding: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: .75rem }
button { width: 100%; height: 100%; text-align: start; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 8px; padding: .75rem 1rem; cursor: pointer }
button:hover { border-color: var(--own) } button:focus-visible, a:focus-visible, input:focus-visible { outline: 3px solid #faad14; outline-offset: 2px }
b { color: var(--own) } button span { display: block; color: var(--soft); font-size: .9rem }
form.look { display: flex; gap: .5rem; margin-top: 1.25rem } input { flex: 1; min-width: 0; font: inherit; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 6px; padding: .4rem .75rem }
form.look button { width: auto; padding: .4rem 1.25rem }
a { color: var(--own) }
.choices { display: flex; gap: .75rem; margin-top: 1.5rem } .choices button { width: auto; text-align: center; color: var(--own) }`;

const document = (lang: string, title: string, body: string): string =>
  `<!doctype html>
<html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – 购服 Goufu</title><style>${STYLE}</style></head>
<body><main>${body}</main></body></html>
`;

const WORDS = {
  zh: {
    lang: 'zh-CN',
    title: '选择演示人员',
    hint: '演示环境：选择一个人，以其任职办理事项，不需要口令。',
    look: '按姓名、单位或岗位查找',
    find: '查找',
    none: '没有符合的人员。',
    empty: '演示数据尚在生成，请稍后刷新本页。',
    without: '暂无任职',
  },
  en: {
    lang: 'en',
    title: 'Choose a demo person',
    hint: 'A demonstration: choose whom you want to be. No password is asked.',
    look: 'Find by name, department or post',
    find: 'Find',
    none: 'Nobody fits.',
    empty: 'The demo data are being made: load this page again in a moment.',
    without: 'holds no post',
  },
};

/** What the post is called; the demo's posts carry the name of their role. */
export const postIn = (post: string, language: string): string => {
  const label = (roleLabels as Readonly<Record<string, { readonly zh: string; readonly en: string }>>)[post];
  return (language.startsWith('en') ? label?.en : label?.zh) ?? post;
};

export interface Choice {
  readonly action: string;
  readonly looking: string;
  readonly language: string;
}

/** All demo people by their department, each as one button. Works without scripts. */
export const choicePage = (people: readonly DemoPerson[], { action, looking, language }: Choice): string => {
  const words = WORDS[language.startsWith('en') ? 'en' : 'zh'];
  const wanted = looking.trim().toLowerCase();
  const fits = ({ person, name, posts }: DemoPerson): boolean =>
    [person, name, ...posts.flatMap(({ post, department }) => [post, postIn(post, language), department])].some((text) =>
      text.toLowerCase().includes(wanted),
    );
  const found = people.filter(fits);
  const departments = new Map<string, DemoPerson[]>();
  for (const one of found) {
    const department = one.posts[0]?.department ?? words.without;
    departments.set(department, [...(departments.get(department) ?? []), one]);
  }
  const one = ({ person, name, posts }: DemoPerson): string => {
    const held = posts
      .map((of) => (of.department === posts[0]?.department ? postIn(of.post, language) : `${of.department} ${postIn(of.post, language)}`))
      .join('、');
    return `<li><button name="person" value="${escaped(person)}"><b>${escaped(name)}</b><span>${escaped(held === '' ? person : held)}</span></button></li>`;
  };
  const groups = [...departments].map(([department, theirs]) => `<h2>${escaped(department)}</h2><ul>${theirs.map(one).join('')}</ul>`);
  const nobody = people.length === 0 ? words.empty : words.none;
  return document(
    words.lang,
    words.title,
    `<h1>${words.title}</h1><p>${words.hint}</p>
<form class="look" method="get" action="${escaped(action)}"><input type="search" name="q" value="${escaped(looking)}" placeholder="${words.look}" aria-label="${words.look}"><button>${words.find}</button></form>
<form method="post" action="${escaped(action)}">${groups.length > 0 ? groups.join('') : `<p>${nobody}</p>`}</form>`,
  );
};

/** The choice was made in another tab, or an hour ago. */
export const tooLatePage = (publicUrl: string): string =>
  document(
    'zh-CN',
    '登录已过期',
    `<h1>登录已过期 This sign-in is over</h1><p>请从系统重新登录。 Begin again from the system.</p><p><a href="${escaped(new URL('/session/sign-in', publicUrl).href)}">重新登录 Sign in</a></p>`,
  );

/** Whether the person leaves the provider too; `form` is the provider's own, called `op.logoutForm`. */
export const farewellPage = (form: string): string =>
  document(
    'zh-CN',
    '退出登录',
    `<h1>您已退出购服 You have signed out of Goufu</h1><p>是否也退出演示身份？不退出则下次无须重新选择人员。 Leave the demo person too? If not, the next sign-in asks nothing.</p>${form}
<p class="choices"><button form="op.logoutForm" name="logout" value="yes" autofocus>退出 Leave</button><button form="op.logoutForm">保留 Stay</button></p>`,
  );
