import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ActingPerson } from '@goufu/engine';
import { type Browser, chromium, type Page } from 'playwright-core';
import { startIssuer } from '../../apps/local/src/issuer.js';
import { freePort } from '../../apps/local/src/ports.js';
import { signInSecrets } from '../../apps/local/src/sign-in/provider.js';
import { Api } from '../e2e/http/api.js';

const built = join(import.meta.dirname, '../../dist/web');
const FLAGS =
  '--headless --no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
type Look = Parameters<Browser['newContext']>[0];

/** The console in a real browser, with somebody to sign in as: an API of its own, a provider, and what pages complained of. */
export class Console {
  readonly complaints: string[] = [];
  private constructor(
    readonly api: Api,
    private readonly publicUrl: string,
    private readonly browser: Browser,
    private readonly ending: () => Promise<void>,
  ) {}

  static async start(people: (api: Api) => Readonly<Record<string, ActingPerson>>): Promise<Console> {
    const folder = mkdtempSync(join(tmpdir(), 'goufu-console-'));
    const publicUrl = `http://127.0.0.1:${await freePort()}`;
    const secrets = signInSecrets(join(folder, 'sign-in.json'));
    const peopleFile = join(folder, 'people.json');
    const console = { publicUrl, secrets };
    const provider = await startIssuer({ port: 0, audience: 'goufu', keyFile: join(folder, 'key.json'), peopleFile, console });
    const signIn = { issuer: provider.url, clientId: 'goufu-console', clientSecret: secrets.console, personClaim: 'sub', publicUrl };
    const api = await Api.start({ signIn, consoleDir: built });
    const listed = Object.entries(people(api)).map(([name, { person, appointment }]) => ({
      person,
      name,
      posts: [{ appointment: appointment ?? '', post: 'post', department: '单位' }],
    }));
    writeFileSync(peopleFile, JSON.stringify(listed));
    const browser = await chromium.launch({ executablePath: process.env.BROWSER_PATH ?? '/usr/bin/chromium', args: FLAGS.split(' ') });
    return new Console(api, publicUrl, browser, async () => {
      await browser.close();
      await api.stop();
      await provider.close();
      rmSync(folder, { recursive: true, force: true });
    });
  }
  stop(): Promise<void> {
    return this.ending();
  }

  /** A page on which somebody is signed in. */
  async as(name: string, to: string, look: Look = {}): Promise<Page> {
    const context = await this.browser.newContext({
      locale: 'zh-CN',
      reducedMotion: 'reduce',
      viewport: { width: 1366, height: 768 },
      ...look,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.on('pageerror', (error) => this.complaints.push(error.message));
    page.on('console', (message) => {
      if (/Content Security Policy|Uncaught/.test(message.text())) this.complaints.push(message.text());
    });
    await page.goto(`${this.publicUrl}/session/sign-in?to=${encodeURIComponent(to)}`);
    await page.getByRole('button', { name }).click();
    return page;
  }

  /** A picture of a page where somebody has asked for them: `PICTURES=<folder>`. */
  async picture(page: Page, name: string): Promise<void> {
    if (process.env.PICTURES) await page.screenshot({ path: join(process.env.PICTURES, `${name}.png`), fullPage: true });
  }
}
/** Whether a page is wider than the window it is in. */
export const isWider = (page: Page): Promise<boolean> => page.evaluate<boolean>('document.documentElement.scrollWidth > window.innerWidth');
