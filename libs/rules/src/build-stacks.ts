import { checkPack } from './check-pack.js';
import { located } from './locate.js';
import { LEVELS, type Pack, type PackFault, type PackFile, PacksRefused, type Sha256, type Stack } from './pack.js';
import { layPacks, sealStack } from './stack.js';

/** Checks all files and lays the packs over one another: one stack a jurisdiction. Throws `PacksRefused` with every fault of every file. */
export const buildStacks = (files: readonly PackFile[], sha256: Sha256): readonly Stack[] => {
  const folders = grouped(files);
  const checked = [...folders].map(([folder, members]) => checkPack(folder, members));
  const faults: PackFault[] = checked.flatMap((one) => one.faults);
  const packs = new Map(checked.flatMap(({ pack }) => (pack ? [[pack.jurisdiction, pack] as const] : [])));
  if (folders.size === 0) faults.push({ file: '.', row: null, field: null, message: 'holds no pack; write national/pack.yaml first' });
  const told = new Set<string>();
  const contents = [...packs.values()].flatMap((pack) => {
    const { chain, fault } = chainOf(pack, packs);
    if (fault) faults.push(fault);
    if (!chain) return [];
    const laid = layPacks(chain);
    for (const one of laid.faults) {
      // an upper pack's fault shows in every stack over it: it is told once
      const key = JSON.stringify(one);
      if (!told.has(key)) faults.push(one);
      told.add(key);
    }
    return [laid.content];
  });
  if (faults.length > 0) throw new PacksRefused(located(faults, files));
  return contents.map((content) => sealStack(content, sha256));
};

const chainOf = (pack: Pack, packs: ReadonlyMap<string, Pack>): { chain: readonly Pack[] | null; fault: PackFault | null } => {
  const refuse = (field: string, message: string) => ({
    chain: null,
    fault: { file: `${pack.jurisdiction}/pack.yaml`, row: null, field, message },
  });
  const chain: Pack[] = [pack];
  for (let upper = pack.parent; upper !== null; ) {
    const parent = packs.get(upper);
    const lowest = chain[0] ?? pack;
    // an ancestor's own missing parent is told at the ancestor
    if (!parent)
      return lowest === pack
        ? refuse('parent', `is ${upper}, which has no sound pack; write a jurisdiction that has one`)
        : { chain: null, fault: null };
    if (LEVELS.indexOf(parent.level) >= LEVELS.indexOf(lowest.level))
      return lowest === pack
        ? refuse('level', `is ${pack.level}, its parent ${upper} is ${parent.level}; a pack stands below its parent`)
        : { chain: null, fault: null };
    chain.unshift(parent);
    upper = parent.parent;
  }
  return { chain, fault: null };
};

const grouped = (files: readonly PackFile[]): ReadonlyMap<string, readonly PackFile[]> => {
  const folders = new Map<string, PackFile[]>();
  for (const file of files) folders.set(folderOf(file.path), [...(folders.get(folderOf(file.path)) ?? []), file]);
  return folders;
};
const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')));
