import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The absolute path of a folder of this tree, found from here upwards: the same from the sources and from `dist`. */
export const folderOfTree = (name: string): string => {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const found = join(folder, name);
    if (existsSync(found)) return found;
    if (dirname(folder) === folder) throw new Error(`${name} stands nowhere above ${import.meta.dirname}: the installation is incomplete`);
  }
};
