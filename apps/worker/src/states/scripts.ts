import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Script } from './walk.js';

/** What stands in for the kernel: a script follows whatever it is started with. */
const FOLLOW = 'export const follow = (it) => Promise.resolve(it);\n';

/** The compiled scripts of a folder by kind, asking a stand-in for their stages instead of the kernel that talks to Temporal. */
export const loadScripts = async (compiled: string): Promise<Readonly<Record<string, Script>>> => {
  const copy = mkdtempSync(join(tmpdir(), 'goufu-scripts-'));
  try {
    const names = readdirSync(compiled).filter((name) => name.endsWith('.workflow.js') && name !== 'effect.workflow.js');
    for (const name of names) cpSync(join(compiled, name), join(copy, name));
    cpSync(join(compiled, 'kernel'), join(copy, 'kernel'), { recursive: true });
    writeFileSync(join(copy, 'kernel/follow.js'), FOLLOW);
    writeFileSync(join(copy, 'package.json'), '{"type":"module"}\n');
    const modules = await Promise.all(
      names.map((name) => import(pathToFileURL(join(copy, name)).href) as Promise<Readonly<Record<string, Script>>>),
    );
    return Object.assign({}, ...modules) as Readonly<Record<string, Script>>;
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
};
