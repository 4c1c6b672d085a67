import type { ChangedRule, DifferentRule, ExplainedRule, ListedRule, PackFault, Standpoint, VersionSeen } from '@goufu/rules';

/** What a command shows, plainly, in Chinese and English. */

interface CheckedStack {
  readonly jurisdiction: string;
  readonly rules: number;
  readonly hash: string;
}
export const checkText = (packs: readonly CheckedStack[]): string =>
  [
    '规则包无误。The packs have no fault.',
    ...packs.map(({ jurisdiction, rules, hash }) => `  ${jurisdiction.padEnd(28)} ${rules}条 rules  ${hash.slice(0, 12)}`),
  ].join('\n');

export const faultsText = (faults: readonly PackFault[]): string =>
  [
    ...faults.map(({ file, line, row, field, message }) => {
      const place = [row === null ? null : `行 row ${row}`, field === null ? null : `项 field ${field}`].filter((part) => part !== null);
      return `${line === undefined ? file : `${file}:${line}`}: ${place.length > 0 ? `${place.join(', ')} ` : ''}${message}`;
    }),
    `共${faults.length}处错误。${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}.`,
  ].join('\n');

const SHORT = 60;
const cut = (text: string): string => (text.length > SHORT ? `${text.slice(0, SHORT - 3)}...` : text);
const bothOf = ({ zh, en }: { readonly zh: string; readonly en: string }): string => (zh === en ? zh : `${zh} ${en}`);
const none = '（未施行或待填 not in force or not filled）';
const brief = (version: VersionSeen | null): string => (version ? cut(bothOf(version.words)) : none);
const span = ({ from, to }: VersionSeen): string => (to === null ? `${from}起 from ${from}` : `${from}至${to} ${from} to ${to}`);
const placed = ({ jurisdiction, on }: Standpoint): string => `${jurisdiction} ${on}`;

export const listText = (here: Standpoint, items: readonly ListedRule[]): string =>
  [
    `${placed(here)}：${items.length}条 rules`,
    ...items.map(
      ({ id, inForce }) => `  ${id.padEnd(34)} ${brief(inForce)}${inForce ? `  〔${cut(inForce.citation)}〕` : ''}${unsure(inForce)}`,
    ),
  ].join('\n');
const unsure = (version: VersionSeen | null): string => (version?.verified === false ? '  未核对 not verified' : '');

const STATUS = {
  past: '已失效 past',
  'in-force': '现行 in force',
  later: '尚未施行 later',
  overruled: '由下级规则替代 set by a pack below',
} as const;
const STANDS = { above: '上级 above', here: '本级 here', below: '下级 below' } as const;

export const explanationText = (rule: ExplainedRule): string => {
  const { id, place, on, anchor, inForce, firstOn, history, levels, topics } = rule;
  const first = firstOn === null ? '' : `；最早 first ${firstOn}`;
  return [
    `${id}  ${place.name.zh} ${place.name.en} (${place.jurisdiction})  ${on}`,
    `主题 topic：${topics.join(', ')}`,
    `以何日为准 anchor：${anchor.words.zh} ${anchor.words.en} (${anchor.name})`,
    ...(inForce ? valueLines(inForce) : [`值 value：${none}${first}`]),
    '',
    '沿革 history：',
    ...history.map((one) => `  ${span(one)}  ${one.jurisdiction}  ${brief(one)}  ${STATUS[one.status]}`),
    '',
    '各级 levels：',
    ...levels.flatMap(({ stands, jurisdiction, name, file, line, open, switches, values, citations }) => [
      `  ${STANDS[stands]}  ${name.zh} ${name.en} (${jurisdiction})  ${file}${line === null ? '' : `:${line}`}`,
      ...(values.length === 0
        ? [`    待下级填写 left to a pack below  〔${citations.join('；')}〕`]
        : values.map((one) => `    ${span(one)}  ${brief(one)}  〔${one.citation}〕`)),
      ...(open === null ? [] : [`    下级可为 a pack below may: ${open}`]),
      ...(switches.length === 0 ? [] : [`    下级可选 a pack below may choose: ${switches.join(', ')}`]),
    ]),
  ].join('\n');
};

const valueLines = (version: VersionSeen): readonly string[] => {
  const { words, unit, sentence, kind, dayOne, roll, edge, citation, quoted, notes, verified, jurisdiction } = version;
  const counted = [kind, dayOne && `day one ${dayOne}`, roll && `roll ${roll}`, edge && `edge ${edge}`].filter(
    (part) => part !== undefined,
  );
  return [
    `值 value：${bothOf(words)} (${unit})`,
    ...(sentence ? [`  ${sentence.zh}`, `  ${sentence.en}`] : []),
    ...(counted.length > 0 ? [`计算 counting：${counted.join(', ')}`] : []),
    `效力 effective：${span(version)}`,
    `出处 citation：${citation}${verified ? '' : '（未核对 not verified）'}`,
    ...(quoted === null ? [] : [`原文 quoted：${quoted}`]),
    ...(notes === null ? [] : [`说明 notes：${notes}`]),
    `来自 set by：${jurisdiction}`,
  ];
};

const differing = ({ id, fields, from, to }: DifferentRule): readonly string[] => [
  `  ${id}  (${fields.join(', ')})`,
  `    - ${brief(from)}${from ? `  〔${cut(from.citation)}〕` : ''}`,
  `    + ${brief(to)}${to ? `  〔${cut(to.citation)}〕` : ''}`,
];

export const differenceText = (from: Standpoint, to: Standpoint, items: readonly DifferentRule[]): string =>
  [`${placed(from)} → ${placed(to)}：${items.length}条不同 rules differ`, ...items.flatMap(differing)].join('\n');

export const changesText = (since: Standpoint, items: readonly ChangedRule[]): string =>
  [
    `${since.jurisdiction}，自${since.on}起 from ${since.on} on：${items.length}处变更 changes`,
    ...items.flatMap((item, at) => [...(items[at - 1]?.on === item.on ? [] : [item.on]), ...differing(item)]),
  ].join('\n');
