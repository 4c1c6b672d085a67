import { encode, type RuleValue } from '@goufu/domain';
import type { Stack, StackedVersion } from './pack.js';

/** Every rule of a stack as a Markdown table: what those who write code against the ids look up. */
export const packTable = (stack: Stack): string => {
  const rows = Object.keys(stack.rows)
    .toSorted()
    .flatMap((id) => {
      const { anchor, versions } = stack.rows[id] ?? { anchor: '', versions: [] };
      return versions.length === 0
        ? [line([`\`${id}\``, '(open)', '', '', anchor, '', '', ''])]
        : versions.map((version) => line([`\`${id}\``, ...cells(anchor, version)]));
    });
  return `${line(['id', 'value', 'unit', 'counts', 'anchor', 'from', 'set by', 'verified'])}${line(Array.from({ length: 8 }, () => '---'))}${rows.join('')}`;
};

const cells = (anchor: string, version: StackedVersion): readonly string[] => [
  shown(version.value),
  version.unit,
  [
    version.kind,
    version.dayOne === 'included' ? 'day one counts' : undefined,
    rollOf(version),
    version.edge === 'strict' ? 'full days' : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', '),
  anchor,
  version.to === undefined ? version.from : `${version.from} to ${version.to}`,
  version.jurisdiction,
  version.verified ? 'yes' : 'no',
];
const rollOf = ({ roll }: StackedVersion): string | undefined => (roll === undefined || roll === 'none' ? undefined : `rolls ${roll}`);
const shown = (value: RuleValue): string => {
  const text = typeof value === 'object' ? encode(value) : String(value);
  return (text.length > 80 ? `${text.slice(0, 77)}...` : text).replaceAll('|', '\\|');
};
const line = (fields: readonly string[]): string => `| ${fields.join(' | ')} |\n`;
