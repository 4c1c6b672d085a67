import type { Step } from './stage.js';

/** What is written down about a played purchase, for a colleague who was not there. */
export interface Told {
  readonly title: string;
  readonly steps: readonly Step[];
  readonly scores: readonly {
    readonly supplier: string;
    readonly price: string;
    readonly priceScore: string;
    readonly total: string;
    readonly rank: number;
  }[];
  readonly ledger: readonly {
    readonly line: string;
    readonly accounts: readonly { readonly bucket: string; readonly balance: string }[];
  }[];
  readonly payments: readonly { readonly at: string; readonly amount: string; readonly label: string }[];
}

const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const grouped = (yuan: string): string => {
  const [whole = '0', cents = '00'] = yuan.split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}.${cents}`;
};
const cell = (text: string, numeric = false): string => `<td${numeric ? ' class="n"' : ''}>${escape(text)}</td>`;
const row = (cells: readonly string[]): string => `<tr>${cells.join('')}</tr>`;
/** Columns of figures are headed on the right, as they stand. */
const table = (heads: readonly string[], rows: readonly string[]): string =>
  `<table><thead><tr>${heads.map((head) => `<th scope="col"${/元|分$/.test(head) ? ' class="n"' : ''}>${escape(head)}</th>`).join('')}</tr></thead><tbody>${rows.join('')}</tbody></table>`;

/** 科目 as finance calls them; a year stands behind what is planned for it. */
const accounts: Readonly<Record<string, string>> = {
  appropriation: '指标下达（对方科目）',
  available: '可用',
  reserved: '预留',
  committed: '已承诺',
  advanced: '预付',
  accepted: '应付',
  paid: '已支付',
  withdrawn: '收回',
  carried: '结转',
  planned: '以后年度安排',
  'appropriation-planned': '以后年度安排（对方科目）',
  brought: '结转入',
  'appropriation-carried': '结转入（对方科目）',
};
const accountName = (bucket: string): string => {
  const [, name = bucket, year] = /^(.*?)(?:-(\d{4}))?$/.exec(bucket) ?? [];
  return `${accounts[name] ?? name}${year ? ` ${year}年` : ''}`;
};

/** Periods end at 24:00 of their last day. */
export const lastDayOf = (due: string): string => new Date(Date.parse(due) - 1 + 8 * 3_600_000).toISOString().slice(0, 10);

const WIDTH = 760;
const HEIGHT = 240;
const MARGIN = 70;

/** Money paid over time, as steps that add up. */
const chart = (payments: Told['payments']): string => {
  if (payments.length === 0) return '<p>没有支付。</p>';
  const instants = payments.map(({ at }) => Date.parse(at));
  const from = Math.min(...instants) - 20 * 86_400_000;
  const to = Math.max(...instants) + 20 * 86_400_000;
  const amounts = payments.map(({ amount }) => Number(amount));
  const total = amounts.reduce((sum, amount) => sum + amount, 0) || 1;
  const x = (at: number): number => MARGIN + ((at - from) / (to - from)) * (WIDTH - MARGIN - 20);
  const y = (paid: number): number => HEIGHT - 40 - (paid / total) * (HEIGHT - 70);
  let paid = 0;
  let path = `M${x(from)} ${y(0)}`;
  const labels: string[] = [];
  payments.forEach(({ at, amount, label }, i) => {
    const here = x(Date.parse(at));
    path += ` L${here} ${y(paid)}`;
    paid += amounts[i] ?? 0;
    path += ` L${here} ${y(paid)}`;
    labels.push(
      `<circle cx="${here}" cy="${y(paid)}" r="4"/><text x="${here - 6}" y="${y(paid) - 8}" text-anchor="${here < WIDTH / 3 ? 'start' : 'end'}">${escape(label)} ${grouped(amount)}</text>` +
        `<text x="${here}" y="${HEIGHT - 18}" text-anchor="middle">${at.slice(0, 10)}</text>`,
    );
  });
  path += ` L${x(to)} ${y(paid)}`;
  return `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="累计支付"><line x1="${MARGIN}" y1="${HEIGHT - 40}" x2="${WIDTH - 20}" y2="${HEIGHT - 40}"/><path d="${path}"/>${labels.join('')}</svg>`;
};

const css = `body{font:16px/1.6 "Noto Sans SC","Microsoft YaHei","WenQuanYi Micro Hei",sans-serif;color:#1f1f1f;max-width:1000px;margin:2rem auto;padding:0 1rem}
h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.2rem;margin-top:2.2rem;border-bottom:2px solid #0050b3;padding-bottom:.2rem}
table{border-collapse:collapse;width:100%;margin:.6rem 0}th,td{border-bottom:1px solid #d9d9d9;padding:.35rem .5rem;text-align:left;vertical-align:top}
th{background:#f0f5ff}.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}.w{white-space:nowrap}
svg{width:100%;height:auto}svg path{fill:none;stroke:#0050b3;stroke-width:2}svg line{stroke:#595959}svg circle{fill:#0050b3}svg text{font-size:12px;fill:#434343}
@media print{body{margin:0}h2{break-after:avoid}tr{break-inside:avoid}}@media(max-width:600px){table{font-size:14px}}`;

/** The report as one HTML page without scripts. */
export const reportOf = ({ title, steps, scores, ledger, payments }: Told): string => `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escape(title)}</title><style>${css}</style></head><body>
<h1>${escape(title)}</h1><p>从目录到末次支付，共 ${steps.length} 步。人员、日期、投标人均为演示数据。</p>
<h2>资金</h2>${chart(payments)}
${table(
  ['日期', '事项', '金额（元）'],
  payments.map(({ at, label, amount }) => row([cell(at.slice(0, 10)), cell(label), cell(grouped(amount), true)])),
)}
<h2>评分</h2>${table(
  ['名次', '供应商', '报价（元）', '价格分', '总分'],
  scores.map((score) =>
    row([
      cell(String(score.rank)),
      cell(score.supplier),
      cell(grouped(score.price), true),
      cell(score.priceScore, true),
      cell(score.total, true),
    ]),
  ),
)}
<h2>预算指标台账</h2>${ledger
  .map(
    ({ line, accounts }) =>
      `<h3>${escape(line)}</h3>${table(
        ['科目', '余额（元）'],
        accounts.map(({ bucket, balance }) => row([cell(accountName(bucket)), cell(grouped(balance), true)])),
      )}`,
  )
  .join('')}
<h2>经过</h2>${table(
  ['时间', '环节', '人员', '事项', '金额（元）', '期限', '规则'],
  steps.map((step) =>
    row([
      `<td class="w">${escape(step.at.slice(0, 16).replace('T', ' '))}</td>`,
      cell(step.stage),
      cell(step.person),
      cell(step.what),
      cell(step.money ? grouped(step.money) : '', true),
      cell(step.due ? lastDayOf(step.due) : ''),
      cell(step.rule ?? ''),
    ]),
  ),
)}
</body></html>
`;
