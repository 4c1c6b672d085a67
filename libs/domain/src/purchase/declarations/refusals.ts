import type { CodeOf, RefusalEntry } from '../../kernel/refusal.js';

export const declarationRefusals = [
  {
    code: 'declarations.unknown',
    status: 422,
    zh: '该投标的企业类型声明与登记没有不一致。',
    en: 'What this bid declared does not differ from the directory.',
  },
  { code: 'declarations.judged', status: 409, zh: '该声明已经认定。', en: 'This declaration has been judged.' },
  { code: 'declarations.nothing_open', status: 409, zh: '没有待认定的企业类型声明。', en: 'No declaration waits to be judged.' },
  {
    code: 'declarations.open',
    status: 409,
    zh: '该投标声明的企业类型（{declared}）与登记（{registered}）不一致，须先认定。',
    en: 'This bid declares {declared}, the directory says {registered}: judge the declaration first.',
  },
  {
    code: 'declarations.false',
    status: 422,
    zh: '已认定声明函内容不实，属于提供虚假材料，应认定为资格不合格。',
    en: 'The declaration was found false: that is false material, and the bid does not qualify.',
  },
  {
    code: 'declarations.share_missing',
    status: 422,
    zh: '本项目以{form}方式预留份额，该投标给予小微企业的份额{percent}%低于{min}%，资格不合格。',
    en: 'A part is set aside by {form}: the {percent} % that this bid gives to small and micro enterprises is below {min} %, and it does not qualify.',
  },
] as const satisfies readonly RefusalEntry[];
export type DeclarationRefusal = CodeOf<typeof declarationRefusals>;
