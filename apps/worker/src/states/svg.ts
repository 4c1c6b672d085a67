/** Just enough SVG: text with an estimated width, wrapped text, boxes and lines. Sizes in pixels of the picture. */
const FONT = `'PingFang SC','Microsoft YaHei','Noto Sans CJK SC','WenQuanYi Micro Hei',sans-serif`;

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
const isWide = (letter: string): boolean => letter >= '\u2e80';

/** About how wide this text is drawn. */
export const widthOf = (text: string, size: number): number =>
  Array.from(text).reduce((sum, letter) => sum + size * (isWide(letter) ? 1 : 0.56), 0);

/** Lines of at most this width, broken after the separator. */
export const wrapped = (parts: readonly string[], separator: string, size: number, width: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  parts.forEach((part, index) => {
    const piece = index < parts.length - 1 ? `${part}${separator}` : part;
    if (line !== '' && widthOf(line + piece, size) > width) {
      lines.push(line);
      line = '';
    }
    line += piece;
  });
  return line === '' ? lines : [...lines, line];
};

interface TextStyle {
  readonly size: number;
  readonly colour?: string;
  readonly bold?: boolean;
  readonly anchor?: 'start' | 'middle' | 'end';
}
export const text = (
  x: number,
  y: number,
  words: string,
  { size, colour = '#1f2937', bold = false, anchor = 'start' }: TextStyle,
): string =>
  `<text x="${x}" y="${y}" font-size="${size}" fill="${colour}"${bold ? ' font-weight="600"' : ''}${anchor === 'start' ? '' : ` text-anchor="${anchor}"`}>${escaped(words)}</text>`;

export const box = (x: number, y: number, width: number, height: number, fill: string, stroke: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="8" fill="${fill}" stroke="${stroke}" stroke-width="1.5"/>`;

/** A line through these points with a head at its end. */
export const arrow = (points: readonly (readonly [number, number])[], colour: string, width = 1.8): string =>
  `<polyline points="${points.map((point) => point.join(',')).join(' ')}" fill="none" stroke="${colour}" stroke-width="${width}" stroke-linejoin="round" marker-end="url(#head-${colour.slice(1)})"/>`;

const head = (colour: string): string =>
  `<marker id="head-${colour.slice(1)}" viewBox="0 0 10 10" refX="9" refY="5" markerUnits="userSpaceOnUse" markerWidth="11" markerHeight="11" orient="auto"><path d="M0,0L10,5L0,10z" fill="${colour}"/></marker>`;

/** The whole picture: readable on white whatever the page's colours are. */
export const picture = (
  width: number,
  height: number,
  title: string,
  description: string,
  colours: readonly string[],
  parts: readonly string[],
): string =>
  [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="${FONT}" role="img">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(description)}</desc>`,
    `<defs>${colours.map(head).join('')}</defs>`,
    `<rect width="${width}" height="${height}" fill="#ffffff"/>`,
    ...parts,
    '</svg>',
    '',
  ].join('\n');
