import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { serverBinary } from './files.js';
import { freePort } from './ports.js';

/** The last line of the banner. */
const READY = /^ready http\S+\n/m;

/** A real `ilive serve` on loopback, with a data folder of its own. */
export class Server {
  #child: ChildProcess | undefined;
  #output = '';
  /** Chosen at the first start, the same from then on. */
  #port = 0;

  private constructor(
    readonly data: string,
    private readonly more: readonly string[],
  ) {}

  /** @param more further arguments of `ilive serve`. */
  static async start(more: readonly string[] = []): Promise<Server> {
    const server = new Server(await mkdtemp(join(tmpdir(), 'ilive-e2e-')), more);
    await server.spawn();
    return server;
  }

  get port(): number {
    return this.#port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** What it has printed: for a failed test's message. */
  get output(): string {
    return this.#output;
  }

  /** Starts it, on the same port and folder as before; done when its banner says that it is ready. */
  async spawn(): Promise<void> {
    if (this.#port === 0) this.#port = await freePort();
    const args = ['serve', '--data', this.data, '--listen', `127.0.0.1:${this.#port}`, ...this.more];
    const child = spawn(serverBinary(), args, { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    let printed = '';
    await new Promise<void>((resolve, reject) => {
      const note = (chunk: Buffer): void => {
        printed += chunk.toString();
        this.#output = (this.#output + chunk.toString()).slice(-20_000);
        if (READY.test(printed)) resolve();
      };
      child.stdout.on('data', note);
      child.stderr.on('data', note);
      child.once('exit', (code) => reject(new Error(`ilive ended with ${code}:\n${printed}`)));
    });
  }

  /** A ticket by this server's own secret, or of another `app`, as `--app` has it. */
  async ticket(user: string, validS: number, app?: string): Promise<{ sdkAppId: number; userId: string; userSig: string }> {
    const other = app === undefined ? [] : ['--app', app];
    const { stdout } = await promisify(execFile)(serverBinary(), ['sig', user, '--expire', String(validS), '--data', this.data, '--json', ...other]);
    const made = JSON.parse(stdout) as { sdk_app_id: number; user_id: string; user_sig: string };
    return { sdkAppId: made.sdk_app_id, userId: made.user_id, userSig: made.user_sig };
  }

  /** A room key for a user. */
  async roomKey(user: string, room: number, rights: string): Promise<string> {
    const args = ['sig', user, '--room', String(room), '--rights', rights, '--data', this.data, '--json'];
    const { stdout } = await promisify(execFile)(serverBinary(), args);
    return (JSON.parse(stdout) as { room_key: string }).room_key;
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

  /** Stops it in the middle of everything: it holds its sockets and says nothing. */
  freeze(): void {
    this.#child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child?.kill('SIGCONT');
  }

  async stop(): Promise<void> {
    await this.kill('SIGTERM');
    await rm(this.data, { recursive: true, force: true });
  }
}
