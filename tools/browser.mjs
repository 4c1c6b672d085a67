// The browser in which the console is tested: one that is there, or Debian's, installed once.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { run, say } from './tree.mjs';

const NAMES = ['chromium', 'chromium-headless-shell', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];
const PACKAGES = ['chromium', 'fonts-wqy-microhei'];

const found = () => {
  if (process.env.BROWSER_PATH) return process.env.BROWSER_PATH;
  for (const name of NAMES) {
    const { status, stdout } = spawnSync('sh', ['-c', `command -v ${name}`], { encoding: 'utf8' });
    if (status === 0) return stdout.trim();
  }
  return null;
};

/** The program of a browser; throws with what to do where there is none and none can be installed. */
export const ensureBrowser = async () => {
  const here = found();
  if (here) return here;
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    say('installing chromium (apt-get; once) ...');
    const env = { DEBIAN_FRONTEND: 'noninteractive' };
    await run('apt-get', ['update', '-qq'], { env });
    const { code, output } = await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...PACKAGES], { env });
    if (code !== 0) throw new Error(`chromium could not be installed:\n${output}`);
    const installed = found();
    if (installed) return installed;
  }
  throw new Error(`The console is tested in Chromium: install it (apt-get install ${PACKAGES.join(' ')}), or name it in BROWSER_PATH.`);
};
