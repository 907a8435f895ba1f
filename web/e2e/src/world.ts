import { afterAll, beforeAll } from 'vitest';
import type { Browser } from 'playwright-core';
import { launch } from './browser.js';
import { Server } from './server.js';

/** A browser for all tests of a file. */
export function useBrowser(flags: readonly string[] = []): { readonly browser: Browser } {
  let browser: Browser | undefined;
  beforeAll(async () => void (browser = await launch(flags)));
  afterAll(() => browser?.close());
  return {
    get browser() {
      return started(browser);
    },
  };
}

/** A server and a browser for all tests of a file. */
export interface World {
  readonly browser: Browser;
  readonly server: Server;
  readonly url: string;
}

interface WorldOptions {
  /** Of the browser. */
  readonly flags?: readonly string[];
  /** Further arguments of `ilive serve`. */
  readonly serverArgs?: readonly string[];
}

export function useWorld({ flags = [], serverArgs = [] }: WorldOptions = {}): World {
  let server: Server | undefined;
  beforeAll(async () => void (server = await Server.start(serverArgs)));
  afterAll(() => server?.stop());
  // What was begun last ends first: no page is left to find its server gone.
  const here = useBrowser(flags);
  return {
    get browser() {
      return here.browser;
    },
    get server() {
      return started(server);
    },
    get url() {
      return this.server.url;
    },
  };
}

function started<T>(thing: T | undefined): T {
  if (thing === undefined) throw new Error('this is there from the first test on, not before');
  return thing;
}
