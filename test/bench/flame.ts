import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}
interface Profile {
  /** Microseconds of the clock that all processes of a machine share. */
  readonly startTime: number;
  readonly nodes: readonly ProfileNode[];
  readonly samples: readonly number[];
  readonly timeDeltas: readonly number[];
}
export interface Frame {
  readonly name: string;
  readonly place: string;
  self: number;
  total: number;
  readonly children: Map<string, Frame>;
}

const WIDTH = 1200;
const ROW = 16;
/** Narrower than this nothing can be read. */
const LEAST = 0.002;
const MOST_DEPTH = 48;

const placeOf = (url: string): string => {
  const modules = url.lastIndexOf('/node_modules/');
  if (modules !== -1)
    return url
      .slice(modules + '/node_modules/'.length)
      .split('/')
      .slice(0, url.includes('/node_modules/@') ? 2 : 1)
      .join('/');
  const dist = url.lastIndexOf('/dist/');
  return dist === -1 ? url : url.slice(dist + '/dist/'.length);
};
const colourOf = ({ place, name }: Frame): string => {
  if (name.startsWith('(garbage')) return '#b0b0b0';
  if (place.startsWith('libs/domain') || place.startsWith('libs/rules') || place.startsWith('libs/access')) return '#8fc98f';
  if (place.startsWith('libs/engine')) return '#f2b45c';
  if (place.startsWith('libs/persistence') || /^(pg|typeorm)/.test(place)) return '#7fb2e5';
  if (place.startsWith('apps/')) return '#e58f8f';
  return place.startsWith('node:') || place === '' ? '#d9d2c5' : '#cdb4db';
};

/** Reads the processor profile of a folder into frames, from a moment of the shared clock on, without time that was only waited. */
export const framesOf = (folder: string, from: number): Frame => {
  const [file] = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  if (!file) throw new Error(`there is no profile in ${folder}`);
  const { nodes, samples, timeDeltas, startTime } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile;
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const parents = new Map(nodes.flatMap((node) => (node.children ?? []).map((child): [number, number] => [child, node.id])));
  const root: Frame = { name: 'API', place: '', self: 0, total: 0, children: new Map() };
  let clock = startTime;
  samples.forEach((sample, at) => {
    clock += timeDeltas[at] ?? 0;
    if (clock < from) return;
    const path: ProfileNode[] = [];
    for (let node = byId.get(sample); node; node = byId.get(parents.get(node.id) ?? -1)) path.push(node);
    const leaf = path[0]?.callFrame.functionName ?? '';
    if (leaf === '(idle)' || leaf === '(root)' || leaf === '(program)') return;
    const time = Math.max(0, timeDeltas[at] ?? 0);
    root.total += time;
    let frame = root;
    for (const { callFrame } of path.toReversed().slice(1)) {
      const name = callFrame.functionName || '(anonymous)';
      const place = placeOf(callFrame.url);
      const key = `${name} ${place}`;
      const next: Frame = frame.children.get(key) ?? { name, place, self: 0, total: 0, children: new Map() };
      frame.children.set(key, next);
      next.total += time;
      frame = next;
    }
    frame.self += time;
  });
  return root;
};

/** Own time by part of the tree or package, the largest first, as shares of one. */
export const sharesOf = (root: Frame): readonly { readonly part: string; readonly share: number }[] => {
  const parts = new Map<string, number>();
  const walk = (frame: Frame): void => {
    const part = frame.name.startsWith('(garbage')
      ? 'garbage collection'
      : frame.place.startsWith('node:') || frame.place === ''
        ? 'Node'
        : partOf(frame.place);
    parts.set(part, (parts.get(part) ?? 0) + frame.self);
    frame.children.forEach(walk);
  };
  walk(root);
  return [...parts].map(([part, time]) => ({ part, share: time / root.total })).toSorted((a, b) => b.share - a.share);
};
const partOf = (place: string): string => (/^(apps|libs)\//.test(place) ? place.split('/').slice(0, 2).join('/') : place);

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The frames as a picture: width is processor time, depth is who called whom. */
export const flameSvg = (root: Frame): string => {
  const boxes: string[] = [];
  let deepest = 0;
  const draw = (frame: Frame, x: number, depth: number): void => {
    const share = frame.total / root.total;
    if (share < LEAST || depth > MOST_DEPTH) return;
    deepest = Math.max(deepest, depth);
    const width = share * WIDTH;
    const label = width > 40 ? escaped(frame.name.slice(0, Math.floor(width / 6.4))) : '';
    boxes.push(
      `<g><title>${escaped(frame.name)} ${escaped(frame.place)} ${(share * 100).toFixed(1)} %</title>` +
        `<rect x="${x.toFixed(1)}" y="${depth * ROW}" width="${Math.max(0.5, width - 0.5).toFixed(1)}" height="${ROW - 1}" fill="${colourOf(frame)}"/>` +
        (label ? `<text x="${(x + 3).toFixed(1)}" y="${depth * ROW + 11}">${label}</text>` : '') +
        `</g>`,
    );
    let at = x;
    for (const child of [...frame.children.values()].toSorted((a, b) => b.total - a.total)) {
      draw(child, at, depth + 1);
      at += (child.total / root.total) * WIDTH;
    }
  };
  draw(root, 0, 0);
  const height = (deepest + 1) * ROW;
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}" font-family="monospace" font-size="10">\n` +
    `<rect width="100%" height="100%" fill="#fff"/>\n${boxes.join('\n')}\n</svg>\n`
  );
};
