import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { chromium, type Browser, type Page } from 'playwright-core';
import { FAKE_DEVICES, QUIET, SHARES_SCREEN, SOUND_WITHOUT_TAP, without } from '../chromium-flags.js';
import { SDK_BUNDLE, chromiumBinary } from '../files.js';
import type { Keys } from './line.js';

/** For all actors. A page that a test serves has no address of its own, so it may only ask the server when this is not looked at. */
const FLAGS = [
  ...QUIET,
  SOUND_WITHOUT_TAP,
  SHARES_SCREEN,
  without('LocalNetworkAccessChecks', 'BlockInsecurePrivateNetworkRequests', 'PrivateNetworkAccessSendPreflights'),
];

/** A camera and a microphone that are not there, let in without a question; the same, refused; a machine that has none. */
const DEVICES = {
  allowed: FAKE_DEVICES,
  denied: ['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream=deny'],
  none: ['--use-fake-ui-for-media-stream'],
} as const;

type Kind = keyof typeof DEVICES;

/** Where the driver's own files are served, on the server's origin and without asking it. */
const FOLDER = '/__contract/';

function kindOf({ deny, backends }: Keys): Kind {
  if (backends === 'none') return 'none';
  return deny === undefined ? 'allowed' : 'denied';
}

/** One browser for each kind of machine that is asked for, and a page in it for each actor. */
export class Browsers {
  #browsers = new Map<Kind, Promise<Browser>>();

  /** A blank page of the server's origin, which the server need not be there for. */
  async page(init: Keys): Promise<Page> {
    const browser = await this.#browser(kindOf(init));
    const page = await browser.newPage({ bypassCSP: true });
    const { origin } = new URL(init['url'] ?? 'http://127.0.0.1');
    await page.route(`${origin}${FOLDER}**`, async (route) => {
      const name = new URL(route.request().url()).pathname.slice(FOLDER.length);
      if (name === '') return route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>contract</title><body></body>' });
      return route.fulfill({ contentType: 'text/javascript', body: await fileOf(name) });
    });
    await page.goto(`${origin}${FOLDER}`);
    return page;
  }

  async close(): Promise<void> {
    const browsers = await Promise.allSettled(this.#browsers.values());
    await Promise.allSettled(browsers.map((browser) => browser.status === 'fulfilled' && browser.value.close()));
  }

  #browser(kind: Kind): Promise<Browser> {
    const args = [...FLAGS, ...DEVICES[kind]];
    const known = this.#browsers.get(kind) ?? chromium.launch({ executablePath: chromiumBinary(), headless: true, args });
    this.#browsers.set(kind, known);
    return known;
  }
}

/** The SDK as it is built, or a module of this folder. */
function fileOf(name: string): Promise<string> {
  return readFile(name === 'ilive.js' ? SDK_BUNDLE : fileURLToPath(new URL(name, import.meta.url)), 'utf8');
}
