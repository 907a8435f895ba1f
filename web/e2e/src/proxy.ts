import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy that can be cut: WebSocket and HTTP go through it, media does not. */
export class Proxy {
  readonly #pairs = new Set<Socket>();
  #mode: 'open' | 'cut' | 'silent' = 'open';

  private constructor(
    private readonly server: Server,
    private readonly target: number,
  ) {}

  static async to(target: number): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server, target);
    server.on('connection', (socket) => proxy.#handle(socket));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return proxy;
  }

  get url(): string {
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('the proxy does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Connections break, new ones are refused. */
  cut(): void {
    this.#mode = 'cut';
    for (const socket of this.#pairs) socket.destroy();
  }

  /** Connections stay, nothing comes through: a network that went without a word. */
  silence(): void {
    this.#mode = 'silent';
    for (const socket of this.#pairs) socket.pause();
  }

  mend(): void {
    // Bytes that were held back would arrive as if nothing had been; what fell silent is broken instead.
    if (this.#mode === 'silent') for (const socket of this.#pairs) socket.destroy();
    this.#mode = 'open';
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  #handle(client: Socket): void {
    if (this.#mode === 'cut') return void client.destroy();
    const upstream = connect(this.target, '127.0.0.1');
    for (const [socket, other] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      this.#pairs.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        this.#pairs.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
      if (this.#mode === 'silent') socket.pause();
    }
  }
}
