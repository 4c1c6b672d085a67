import { peopleRefusals } from '@goufu/domain';

/** What the door itself refuses: the same form as a subject's catalogue, with the statuses that only HTTP has. */
export interface DoorEntry {
  readonly code: string;
  readonly status: number;
  readonly zh: string;
  readonly en: string;
}

/** Faults of single fields: they stand in `errors` under `input.invalid`. */
export const fieldRefusals = [
  { code: 'input.missing', status: 422, zh: '此项必填。', en: 'This field is required.' },
  { code: 'input.wrong_type', status: 422, zh: '类型不对，应为{expected}。', en: 'The wrong type: {expected} is expected.' },
  { code: 'input.unknown_field', status: 422, zh: '没有字段{field}。', en: 'There is no field {field}.' },
  { code: 'input.not_allowed', status: 422, zh: '只能取：{values}。', en: 'It must be one of: {values}.' },
  { code: 'input.too_short', status: 422, zh: '至少{limit}个字符。', en: 'At least {limit} characters.' },
  { code: 'input.too_long', status: 422, zh: '至多{limit}个字符。', en: 'At most {limit} characters.' },
  { code: 'input.too_small', status: 422, zh: '不得小于{limit}。', en: 'It must not be below {limit}.' },
  { code: 'input.too_big', status: 422, zh: '不得大于{limit}。', en: 'It must not be above {limit}.' },
  { code: 'input.too_few', status: 422, zh: '至少{limit}项。', en: 'At least {limit} items.' },
  { code: 'input.too_many', status: 422, zh: '至多{limit}项。', en: 'At most {limit} items.' },
  {
    code: 'input.not_yuan',
    status: 422,
    zh: '金额应为以元为单位、两位小数的文本，如"1234.50"。',
    en: 'An amount is text in yuan with two decimals, such as "1234.50".',
  },
  { code: 'input.not_a_date', status: 422, zh: '应为日期，如2025-04-08。', en: 'A date is expected, such as 2025-04-08.' },
  {
    code: 'input.not_an_instant',
    status: 422,
    zh: '应为带时区的时刻，如2025-04-08T09:00:00+08:00。',
    en: 'An instant with its zone is expected, such as 2025-04-08T09:00:00+08:00.',
  },
  { code: 'input.wrong_format', status: 422, zh: '格式不对。', en: 'The wrong format.' },
  { code: 'input.no_variant', status: 422, zh: '不符合任何一种允许的形式。', en: 'It fits none of the permitted forms.' },
  {
    code: 'input.unstorable_text',
    status: 422,
    zh: '文本含有不能保存的字符（NUL或不成对的代理项）。',
    en: 'The text holds a NUL or half a surrogate pair, which cannot be kept.',
  },
] as const satisfies readonly DoorEntry[];

export const doorRefusals = [
  { code: 'input.invalid', status: 422, zh: '填写有误，请逐项更正。', en: 'The input has faults: each stands below.' },
  { code: 'input.malformed_json', status: 400, zh: '请求正文不是合法的JSON。', en: 'The body is not JSON.' },
  { code: 'input.too_deep', status: 422, zh: '请求正文嵌套超过{limit}层。', en: 'The body is nested more than {limit} deep.' },
  {
    code: 'input.body_too_large',
    status: 413,
    zh: '请求正文过大，上限{limit}字节。',
    en: 'The body is too large: the limit is {limit} bytes.',
  },
  { code: 'input.wrong_content_type', status: 415, zh: '请求正文须为{accepted}。', en: 'The body must be {accepted}.' },
  {
    code: 'input.encoded_body',
    status: 415,
    zh: '请求正文不得压缩或另行编码（Content-Encoding：{encoding}）。',
    en: 'The body must be sent as it is, not compressed (Content-Encoding: {encoding}).',
  },
  {
    code: 'input.headers_too_large',
    status: 431,
    zh: '请求行和请求头过大。',
    en: 'The request line and headers are too large.',
  },
  { code: 'input.too_slow', status: 408, zh: '请求发送过慢。', en: 'The request took too long to arrive.' },
  {
    code: 'input.bad_cursor',
    status: 422,
    zh: '翻页标记无效，请从第一页重新开始。',
    en: 'The cursor is none of this list: begin again at the first page.',
  },
  { code: 'input.bad_request', status: 400, zh: '请求不符合HTTP规范。', en: 'The request is no proper HTTP.' },
  { code: 'request.no_such_route', status: 404, zh: '没有这个地址。', en: 'There is nothing at this address.' },
  {
    code: 'request.method_not_supported',
    status: 405,
    zh: '此地址不支持{method}，可用：{allowed}。',
    en: 'This address does not take {method}: use {allowed}.',
  },
  {
    code: 'request.key_missing',
    status: 428,
    zh: '每次变更须带请求头Idempotency-Key（8至128个字符）。',
    en: 'Every change needs the header Idempotency-Key (8 to 128 characters).',
  },
  {
    code: 'request.key_malformed',
    status: 422,
    zh: 'Idempotency-Key只能由8至128个字母、数字及 . _ : - 组成。',
    en: 'Idempotency-Key has 8 to 128 letters, digits and . _ : -',
  },
  {
    code: 'request.version_missing',
    status: 428,
    zh: '须带请求头If-Match，写明所依据的版本。',
    en: 'The header If-Match must name the version that this rests on.',
  },
  {
    code: 'request.version_malformed',
    status: 422,
    zh: 'If-Match应为ETag给出的值，如"3"。',
    en: 'If-Match is what ETag gave, such as "3".',
  },
  { code: 'identity.missing', status: 401, zh: '请先登录。', en: 'A bearer token is needed.' },
  { code: 'identity.invalid', status: 401, zh: '登录凭证无效或已过期。', en: 'The bearer token is not valid, or no longer.' },
  {
    code: 'identity.session_ended',
    status: 401,
    zh: '登录已结束（超时、已退出或凭证不符），请重新登录。',
    en: 'You are no longer signed in (too long idle, signed out, or no session of ours): sign in again.',
  },
  {
    code: 'identity.person_disabled',
    status: 403,
    zh: '您的账户已停用，如有疑问请联系管理员。',
    en: 'You have been disabled here: ask an operator.',
  },
  {
    code: 'identity.forged_request',
    status: 403,
    zh: '无法确认该操作由本系统页面发出（请求头X-CSRF-Token不符），请刷新页面后重试。',
    en: 'It cannot be seen that this comes from a page of ours (X-CSRF-Token does not fit): load the page again.',
  },
  {
    code: 'identity.sign_in_failed',
    status: 401,
    zh: '身份提供方没有确认您的身份，请重新登录。',
    en: 'The identity provider did not vouch for you: sign in again.',
  },
  {
    code: 'identity.sign_in_expired',
    status: 401,
    zh: '登录过程已超时或已用过，请重新登录。',
    en: 'This sign-in took too long or was used before: sign in again.',
  },
  {
    code: 'identity.no_sign_in',
    status: 404,
    zh: '本系统未设置登录页，只接受Bearer令牌。',
    en: 'No identity provider is set here: only bearer tokens are taken.',
  },
  { code: 'session.not_found', status: 404, zh: '您没有这次登录。', en: 'You have no such session.' },
  { code: 'identity.unknown_realm', status: 403, zh: '没有此业务域。', en: 'There is no such realm.' },
  { code: 'identity.post_malformed', status: 422, zh: 'Acting-Post不是任职标识。', en: 'Acting-Post is no key of an appointment.' },
  {
    code: 'identity.post_required',
    status: 409,
    zh: '您有多个任职，请在请求头Acting-Post中指明其一：{posts}。',
    en: 'You hold several posts. Name one of them in the header Acting-Post: {posts}.',
  },
  {
    code: 'limit.too_many_requests',
    status: 429,
    zh: '请求过于频繁，请{seconds}秒后再试。',
    en: 'Too many requests: try again in {seconds} seconds.',
  },
  { code: 'draft.not_found', status: 404, zh: '没有这份草稿。', en: 'There is no such draft.' },
  {
    code: 'draft.version_moved',
    status: 412,
    zh: '草稿已在别处更改（版本{version}）。',
    en: 'The draft has been changed elsewhere (version {version}).',
  },
  { code: 'file.not_found', status: 404, zh: '没有这个文件，或者您无权查看。', en: 'There is no such file, or it is not yours to see.' },
  { code: 'file.too_large', status: 413, zh: '文件过大，上限{limit}字节。', en: 'The file is too large: the limit is {limit} bytes.' },
  {
    code: 'file.type_not_allowed',
    status: 415,
    zh: '不接受此类文件，可用：{allowed}。',
    en: 'This type of file is not taken: use {allowed}.',
  },
  {
    code: 'file.not_what_it_says',
    status: 422,
    zh: '文件内容与所称类型{mediaType}不符。',
    en: 'The file is not the {mediaType} that it says it is.',
  },
  {
    code: 'file.digest_malformed',
    status: 422,
    zh: '请求头Content-Digest应为sha-256=:Base64:。',
    en: 'Content-Digest is sha-256=:base64: of the bytes.',
  },
  {
    code: 'file.digest_differs',
    status: 422,
    zh: '收到的内容与Content-Digest所称的SHA-256不符，请重新上传。',
    en: 'What arrived is not what Content-Digest says: send it again.',
  },
  { code: 'file.empty', status: 422, zh: '文件是空的。', en: 'The file is empty.' },
  {
    code: 'import.not_xlsx',
    status: 422,
    zh: '不是Excel工作簿（.xlsx），或者文件已损坏、已加密。',
    en: 'This is no Excel workbook (.xlsx), or it is broken or encrypted.',
  },
  { code: 'import.empty', status: 422, zh: '工作簿中没有可以导入的内容。', en: 'The workbook holds nothing to import.' },
  {
    code: 'import.too_many_rows',
    status: 422,
    zh: '工作表{sheet}超过{limit}行，请分次导入。',
    en: 'The sheet {sheet} has more than {limit} rows: import it in parts.',
  },
  {
    code: 'import.has_faults',
    status: 422,
    zh: '尚有{count}处错误，请更正后再导入。',
    en: 'There are {count} faults: correct them first.',
  },
  { code: 'import.sheet_unknown', status: 422, zh: '没有这种工作表，可用：{sheets}。', en: 'There is no such sheet. Use: {sheets}.' },
  { code: 'import.heading_unknown', status: 422, zh: '没有这一列。', en: 'There is no such column.' },
  { code: 'import.heading_missing', status: 422, zh: '缺少列“{heading}”。', en: 'The column {heading} is missing.' },
  { code: 'import.formula', status: 422, zh: '单元格是公式，请改为值。', en: 'The cell holds a formula: put its value there.' },
  {
    code: 'import.organisation_unknown',
    status: 422,
    zh: '没有名为{organisation}的单位。',
    en: 'No organisation is called {organisation}.',
  },
  {
    code: 'case.no_such_command',
    status: 404,
    zh: '没有这项办理事项，或者您无权知悉。',
    en: 'There is no such command, or it is not yours to know.',
  },
  { code: 'notice.not_found', status: 404, zh: '没有这份公告。', en: 'There is no such notice.' },
  ...peopleRefusals,
  { code: 'person.exists', status: 409, zh: '已有编号为{id}的人员。', en: 'There is already a person {id}.' },
  { code: 'world.not_found', status: 404, zh: '没有这个演练域。', en: 'There is no such world.' },
  { code: 'world.exists', status: 409, zh: '已有名为{id}的业务域。', en: 'There is already a realm {id}.' },
  {
    code: 'world.jurisdiction_unknown',
    status: 422,
    zh: '没有{jurisdiction}的规则。',
    en: 'There are no rules of {jurisdiction}.',
  },
  { code: 'world.unsettled', status: 409, zh: '演练域尚有未了之事：{waitsFor}。', en: 'The world does not come to rest: {waitsFor}.' },
  {
    code: 'system.unavailable',
    status: 503,
    zh: '数据库暂时无法访问，请稍后再试。',
    en: 'The database cannot be reached now: try again shortly.',
  },
  {
    code: 'system.busy',
    status: 503,
    zh: '多人正在同时办理此事项，请稍后再试。',
    en: 'Several people are at work on this case at the same moment: try again shortly.',
  },
  {
    code: 'system.issuer_unreachable',
    status: 503,
    zh: '暂时无法核验登录凭证，请稍后再试。',
    en: 'Tokens cannot be checked now: try again shortly.',
  },
  { code: 'system.closing', status: 503, zh: '服务正在重启，请稍后再试。', en: 'The service is restarting: try again shortly.' },
  { code: 'system.fault', status: 500, zh: '系统出错，已记录。', en: 'Something went wrong here; it has been recorded.' },
] as const satisfies readonly DoorEntry[];

export type DoorCode = (typeof doorRefusals)[number]['code'] | (typeof fieldRefusals)[number]['code'];
