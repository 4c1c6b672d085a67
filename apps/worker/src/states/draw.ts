import { kindLabels, type Label, momentLabels, outcomeLabels } from '@goufu/labels';
import type { Course } from './course.js';
import { arrow, box, picture, text, widthOf, wrapped } from './svg.js';
import type { Edge } from './walk.js';
import { type Acting, actingAt, commandLabel, labelOf, placeLabel, placesInOrder } from './who.js';

const CARD = 490;
const PAD = 14;
const GAP = 58;
const ROW = 24;
const LANE = 18;
const MARGIN = 16;
const TOP = 118;
const BODY = 14;
const LINE = 20;
/** Where lines from further away come in, and where the first line goes out. */
const IN = 12;
const OUT = 44;
const GO = '#15803d';
/** One colour for each place that lines lead to from further away. */
const COLOURS = ['#b45309', '#b91c1c', '#1d4ed8', '#7e22ce', '#0f766e', '#be185d', '#4d7c0f', '#475569'];

interface Card {
  readonly place: string;
  readonly label: Label;
  readonly lines: readonly { readonly text: string; readonly bold: boolean }[];
  /** Lines that leave to the right, further down, and to the left, back up. */
  readonly right: readonly Edge[];
  readonly left: readonly Edge[];
  readonly straight: readonly Edge[];
  readonly y: number;
  readonly height: number;
}

/** The first outcome of a stage is the way that it is meant to go. */
const isUsual = ({ edges, of }: Course, { from, outcome }: Edge): boolean =>
  of === 'states' || edges.find((edge) => edge.from === from)?.outcome === outcome;

/** The words beside a line. */
const saying = ({ kind, of }: Course, { outcome, when }: Edge): string => {
  const { zh, en } =
    of === 'stages' ? labelOf(outcomeLabels, outcome) : kind === 'batch' ? placeLabel(outcome) : commandLabel(kind, outcome);
  const round = when === null ? '' : when === 'first' ? '（首次 first）' : '（再次 again）';
  return `${zh} ${en}${round}`;
};

const paragraph = ({ who, commands }: Acting): readonly string[] =>
  wrapped([`${who.zh}：${commands[0]?.zh ?? ''}`, ...commands.slice(1).map(({ zh }) => zh)], '、', BODY, CARD - 2 * PAD);

const cardsOf = (course: Course): readonly Card[] => {
  const order = placesInOrder(course);
  let y = TOP;
  return order.map((place, index) => {
    const leaving = course.edges.filter(({ from, to }) => from === place && to !== null && to !== place);
    const straight = leaving.filter(({ to }) => to === order[index + 1]);
    const right = leaving.filter(({ to }) => order.indexOf(to ?? '') > index + 1);
    const left = leaving.filter(({ to }) => order.indexOf(to ?? '') < index);
    const lines = actingAt(course, course.places[place] ?? []).flatMap((acting) =>
      paragraph(acting).map((line, nth) => ({ text: line, bold: nth === 0 })),
    );
    const said = lines.length === 0 ? 1 : lines.length;
    const height = Math.max(38 + said * LINE + PAD, OUT - 10 + ROW * Math.max(right.length, left.length));
    const card = { place, label: placeLabel(place), lines, right, left, straight, y, height };
    y += height + GAP;
    return card;
  });
};

const drawCard = (x: number, of: Course['of'], { label, lines, y, height, place, straight }: Card): readonly string[] => {
  const quiet = place === 'closing' || place === 'done';
  return [
    box(x, y, CARD, height, quiet ? '#f3f4f6' : '#f8fafc', '#64748b'),
    text(x + PAD, y + 26, label.zh, { size: 18, bold: true }),
    text(x + PAD + widthOf(label.zh, 18) + 10, y + 26, label.en, { size: 14, colour: '#64748b' }),
    ...(lines.length === 0
      ? [
          text(x + PAD, y + 38 + BODY, of === 'stages' || straight.length > 0 ? '系统自动进行 by itself' : '到此为止 nothing follows', {
            size: BODY,
            colour: '#64748b',
          }),
        ]
      : lines.map((line, nth) => text(x + PAD, y + 38 + BODY + nth * LINE, line.text, { size: BODY, colour: '#334155' }))),
  ];
};

/** Draws one kind: places from top to bottom, the usual way straight down, what skips ahead at the right, what goes back at the left. */
export const draw = (course: Course): string => {
  const cards = cardsOf(course);
  const lanes = (side: 'left' | 'right'): readonly string[] => {
    const targets = [...new Set(cards.flatMap((card) => card[side].map(({ to }) => to ?? '')))];
    const distance = (to: string): number => cards.findIndex(({ place }) => place === to);
    return targets.sort((a, b) => (side === 'right' ? distance(a) - distance(b) : distance(b) - distance(a)));
  };
  const [toLeft, toRight] = [lanes('left'), lanes('right')];
  const far = [...toRight, ...toLeft.filter((to) => !toRight.includes(to))];
  const place = (name: string | null): number => cards.findIndex((card) => card.place === name);
  const colourOf = (edge: Edge): string =>
    isUsual(course, edge) && place(edge.to) > place(edge.from) ? GO : (COLOURS[far.indexOf(edge.to ?? '') % COLOURS.length] ?? GO);
  const room = (side: 'left' | 'right'): number =>
    Math.max(0, ...cards.flatMap((card) => card[side].map((edge) => widthOf(saying(course, edge), BODY)))) + 20;
  const leftRoom = toLeft.length === 0 ? MARGIN : MARGIN + room('left') + toLeft.length * LANE;
  const titles = kindTitle(course);
  const x = leftRoom;
  const width = Math.max(
    x + CARD + (toRight.length === 0 ? MARGIN : room('right') + toRight.length * LANE + MARGIN),
    MARGIN * 2 + widthOf(titles.zh, 22) + widthOf(titles.en, 15) + 20,
  );
  const last = cards.at(-1);
  const foot = (last ? last.y + last.height : TOP) + 36;
  const early = earlyEnds(course);
  const height = foot + early.length * LINE;

  const parts = [
    text(MARGIN, 36, titles.zh, { size: 22, bold: true }),
    text(MARGIN + widthOf(titles.zh, 22) + 12, 36, titles.en, { size: 15, colour: '#64748b' }),
    ...begin(course, x),
    ...cards.flatMap((card) => drawCard(x, course.of, card)),
    ...cards.flatMap((card, index) => down(course, x, card, cards[index + 1], colourOf)),
    ...cards.flatMap((card) => {
      const rows = (edges: readonly Edge[]) => edges.map((edge, nth) => ({ edge, y: card.y + OUT + nth * ROW }));
      const entry = (to: string | null): number => {
        const target = cards.find(({ place }) => place === to);
        return (target?.y ?? 0) + IN;
      };
      const right = rows(card.right).flatMap(({ edge, y }) => {
        const lane = x + CARD + room('right') + toRight.indexOf(edge.to ?? '') * LANE;
        return side(
          x + CARD,
          lane,
          y,
          entry(edge.to),
          colourOf(edge),
          text(x + CARD + 8, y - 5, saying(course, edge), { size: BODY, colour: colourOf(edge) }),
        );
      });
      const left = rows(card.left).flatMap(({ edge, y }) => {
        const lane = x - room('left') - toLeft.indexOf(edge.to ?? '') * LANE;
        const said = text(x - 8, y - 5, saying(course, edge), { size: BODY, colour: colourOf(edge), anchor: 'end' });
        return side(x, lane, y, entry(edge.to), colourOf(edge), said);
      });
      return [...right, ...left];
    }),
    ...early.map((line, nth) => text(x, foot + nth * LINE, line, { size: BODY, colour: '#334155' })),
  ];
  return picture(Math.ceil(width), Math.ceil(height), `${titles.zh} ${titles.en}`, described(course), [GO, ...COLOURS], parts);
};

const kindTitle = ({ kind, of }: Course): Label => {
  const { zh, en } = labelOf(kindLabels, kind);
  return of === 'stages' ? { zh: `${zh}：环节`, en: `${en}: stages` } : { zh: `${zh}：状态`, en: `${en}: states` };
};

/** What ends a case early hangs on moments and not on stages: it stands below the picture. */
const earlyEnds = (course: Course): readonly string[] => {
  const lines = Object.entries(course.early).map(([command, moments]) => {
    const when = moments.map((moment) => labelOf(momentLabels, moment).zh).join('、');
    const who = actingAt(course, [command]).map((acting) => acting.who.zh);
    return `${commandLabel(course.kind, command).zh}：${when}，${who.join('、')}`;
  });
  return lines.length === 0 ? [] : ['提前结束 ending early', ...lines];
};

const begin = (course: Course, x: number): readonly string[] => {
  const middle = x + 60;
  const said = course.enters.map((command) => {
    const who = actingAt(course, [command]).map((acting) => acting.who.zh);
    return `${commandLabel(course.kind, command).zh}（${who.join('、')}）`;
  });
  return [
    `<circle cx="${middle}" cy="${TOP - 50}" r="8" fill="${GO}"/>`,
    arrow(
      [
        [middle, TOP - 42],
        [middle, TOP],
      ],
      GO,
      2.4,
    ),
    text(middle + 18, TOP - 45, said.join('；') || '系统 by the system', { size: BODY, colour: GO }),
  ];
};

const down = (course: Course, x: number, card: Card, next: Card | undefined, colourOf: (edge: Edge) => string): readonly string[] => {
  const usual = card.straight.find((edge) => isUsual(course, edge)) ?? card.straight[0];
  if (!next || !usual) return [];
  const colour = colourOf(usual);
  const middle = x + 60;
  const said = card.straight.map((edge) => saying(course, edge)).join('；');
  return [
    arrow(
      [
        [middle, card.y + card.height],
        [middle, next.y],
      ],
      colour,
      2.4,
    ),
    text(middle + 12, card.y + card.height + GAP / 2 + 5, said, { size: BODY, colour }),
  ];
};

const side = (from: number, lane: number, y: number, entry: number, colour: string, said: string): readonly string[] => [
  arrow(
    [
      [from, y],
      [lane, y],
      [lane, entry],
      [from, entry],
    ],
    colour,
  ),
  said,
];

const described = (course: Course): string =>
  course.edges
    .map((edge) => `${placeLabel(edge.from).en} - ${saying(course, edge)} - ${edge.to === null ? 'over' : placeLabel(edge.to).en}`)
    .join('; ');
