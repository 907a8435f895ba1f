import { afterEach, expect } from 'vitest';
import type { BrowserContext } from 'playwright-core';

/** What went wrong on the pages of the running test. */
let uncaught: string[] = [];
let printed: string[] = [];
let printingIsFine = false;

/** Listens to all pages of a context, those that are still to come included. */
export function listenForErrors(context: BrowserContext): void {
  context.on('weberror', (error) => uncaught.push(error.error().stack ?? String(error.error())));
  context.on('console', (message) => {
    if (message.type() === 'error') printed.push(`${message.text()} (${message.location().url})`);
  });
}

/** For a test that cuts the network or is refused: Chromium prints that as an error, so only what nobody caught counts. */
export function printingErrorsIsFine(): void {
  printingIsFine = true;
}

// A page says nothing on the console that a test did not bring about: whatever else a test claims, this fails it.
afterEach(() => {
  const errors = printingIsFine ? uncaught : [...uncaught, ...printed];
  [uncaught, printed, printingIsFine] = [[], [], false];
  expect(errors, 'errors on the pages').toEqual([]);
});
