import type { Permission } from '@goufu/access';
import { commandLabels, type Label, powerLabels, relationLabels, roleLabels, stageLabels } from '@goufu/labels';
import type { Course } from './course.js';

/** The label of a name; a name without one fails, so that nothing is shown that nobody can read. */
export const labelOf = (labels: Readonly<Record<string, Label>>, name: string): Label => {
  const label = labels[name];
  if (!label) throw new Error(`${name} has no label (libs/labels)`);
  return label;
};
export const commandLabel = (kind: string, command: string): Label => labelOf(commandLabels[kind] ?? {}, command);

/** One way to be entitled, in words: which post, in which organisation, with which entrusted power. */
export const wayInWords = ({ roles, in: relation, power }: Permission): Label => {
  const place = labelOf(relationLabels, relation);
  const posts = roles.map((role) => labelOf(roleLabels, role));
  const needs = power === undefined ? null : labelOf(powerLabels, power);
  const anywhere = relation === 'any';
  return {
    zh: `${anywhere ? '' : `${place.zh}：`}${posts.map(({ zh }) => zh).join('、')}${needs ? `（受托权限：${needs.zh}）` : ''}`,
    en: `${anywhere ? '' : `${place.en}: `}${posts.map(({ en }) => en).join(', ')}${needs ? ` (entrusted with: ${needs.en})` : ''}`,
  };
};

export interface Acting {
  readonly who: Label;
  readonly commands: readonly Label[];
}
/** Who may do what at a place: one entry for each side, in the order in which the commands name them. */
export const actingAt = ({ kind, permissions }: Course, commands: readonly string[]): readonly Acting[] => {
  const sides = new Map<string, { who: Label; commands: Label[] }>();
  for (const command of commands)
    for (const { who, key } of sidesOf(permissions[command] ?? [])) {
      const side = sides.get(key) ?? { who, commands: [] };
      side.commands.push(commandLabel(kind, command));
      sides.set(key, side);
    }
  return [...sides.values()];
};
/** The organisation where one is named, else the post itself: an expert, wherever employed. */
const sidesOf = (ways: readonly Permission[]): readonly { readonly key: string; readonly who: Label }[] => {
  const sides = ways.flatMap(({ in: relation, roles }) =>
    relation === 'any'
      ? roles.map((role) => ({ key: role, who: labelOf(roleLabels, role) }))
      : [{ key: relation, who: labelOf(relationLabels, relation) }],
  );
  return [...new Map(sides.map((side) => [side.key, side])).values()];
};

/** Places from the first to the last: along the first outcome of each, and what leads off the way after the last place that leads there. */
export const placesInOrder = ({ begin, places, edges }: Course): readonly string[] => {
  const order: string[] = [];
  for (let at: string | null | undefined = begin; at && !order.includes(at); ) {
    order.push(at);
    const here: string = at;
    at = edges.find(({ from, to }) => from === here && to !== here)?.to;
  }
  for (const place of Object.keys(places)) {
    if (order.includes(place)) continue;
    const leading = order.map((from) => edges.some((edge) => edge.from === from && edge.to === place));
    order.splice(leading.lastIndexOf(true) + 1 || order.length, 0, place);
  }
  return order;
};

export const placeLabel = (place: string): Label => labelOf(stageLabels, place);
