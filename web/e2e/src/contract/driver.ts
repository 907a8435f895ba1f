import { createInterface } from 'node:readline';
import type { Page } from 'playwright-core';
import type { Actor } from './actor.js';
import { Browsers } from './browsers.js';
import { parse, type Command, type Keys } from './line.js';

declare global {
  interface Window {
    actor: Actor;
    say: (line: string) => Promise<void>;
  }
}

/** What a page runs: the SDK, and an actor that does what it is told. */
const START = (name: string): string => `
  import * as sdk from './ilive.js';
  import { Actor } from './actor.js';
  window.actor = new Actor(sdk, ${JSON.stringify(name)}, (line) => void window.say(line));
`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

const browsers = new Browsers();
const pages = new Map<string, Promise<Page>>();
/** Commands of one actor follow one another. */
const turns = new Map<string, Promise<void>>();

async function open(name: string, init: Keys): Promise<Page> {
  const page = await browsers.page(init);
  await page.exposeBinding('say', (_, line: string) => say(line));
  await page.addScriptTag({ type: 'module', content: START(name) });
  await page.waitForFunction(() => window.actor !== undefined);
  return page;
}

async function run({ seq, actor, verb, keys }: Command): Promise<void> {
  if (verb === 'init') pages.set(actor, open(actor, keys));
  const page = await pages.get(actor);
  if (!page) return say(`${seq} unknown`);
  // It is begun here and not waited for: its end is said by the page.
  await page.evaluate(({ seq, verb, keys }) => void window.actor.command(seq, verb, keys), { seq, verb, keys });
}

function handle(command: Command): void {
  const before = turns.get(command.actor) ?? Promise.resolve();
  const turn = before.then(() => run(command)).catch((error: unknown) => {
    process.stderr.write(`${command.seq} ${command.verb}: ${String(error)}\n`);
    say(`${command.seq} unknown`);
  });
  turns.set(command.actor, turn);
}

/** Nothing is left of a scenario but the browsers. */
async function reset(): Promise<void> {
  await Promise.all(turns.values());
  const opened = await Promise.allSettled(pages.values());
  await Promise.all(opened.map((page) => page.status === 'fulfilled' && page.value.close()));
  pages.clear();
  turns.clear();
  say('ready');
}

say('ready');
for await (const line of createInterface({ input: process.stdin })) {
  if (line === 'reset') await reset();
  else if (line !== '') handle(parse(line));
}
await browsers.close();
process.exit(0);
