import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serverBinary } from './files.js';

/** Tries until a fresh server answers, and the pause between them in ms: a bound of ten seconds. */
const TRIES = 200;
const PAUSE_MS = 50;

/** A port that was free a moment ago, for TCP and UDP alike. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const address = probe.address();
  probe.close();
  await once(probe, 'close');
  if (address === null || typeof address === 'string') throw new Error('the system gave no port');
  return address.port;
}

/** A real `ilive serve` on loopback, with a data folder of its own. */
export class Server {
  #child: ChildProcess | undefined;
  #output = '';

  private constructor(
    readonly port: number,
    readonly data: string,
    private readonly more: readonly string[],
  ) {}

  /** @param more further arguments of `ilive serve`. */
  static async start(more: readonly string[] = []): Promise<Server> {
    const server = new Server(await freePort(), await mkdtemp(join(tmpdir(), 'ilive-e2e-')), more);
    await server.spawn();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** What it has printed: for a failed test's message. */
  get output(): string {
    return this.#output;
  }

  /** Starts it, on the same port and folder as before; done when it answers. */
  async spawn(): Promise<void> {
    const args = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.port}`, ...this.more];
    const child = spawn(serverBinary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    const note = (chunk: Buffer): void => void (this.#output = (this.#output + chunk.toString()).slice(-20_000));
    child.stdout.on('data', note);
    child.stderr.on('data', note);
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      if (child.exitCode !== null) throw new Error(`ilive ended with ${child.exitCode}:\n${this.#output}`);
      if (await this.#answers()) return;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    throw new Error(`ilive does not answer:\n${this.#output}`);
  }

  /** Ends it, by its own process id: `SIGKILL` is a crash. */
  async kill(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (!child || child.exitCode !== null) return;
    const exited = once(child, 'exit');
    child.kill(signal);
    await exited;
  }

  async stop(): Promise<void> {
    await this.kill('SIGTERM');
    await rm(this.data, { recursive: true, force: true });
  }

  async #answers(): Promise<boolean> {
    const answer = await fetch(`${this.url}/readyz`).catch(() => null);
    return answer?.ok === true;
  }
}
