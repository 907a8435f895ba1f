/** How long before its end a new userSig is asked for, in ms; of a short one, at half of what is left. */
const AHEAD_MS = 60_000;
/** The longest that a browser's timer counts, in ms. */
const MAX_TIMER_MS = 2 ** 31 - 1;

export interface RenewalWorld {
  /** The app's hook; null without one. */
  readonly ask: (() => Promise<string>) | null;
  /** Presents the new userSig. @returns when that one runs out, unix ms. */
  readonly present: (userSig: string) => Promise<number>;
  /** Nobody gave a new one. */
  readonly missing: (expiresAtMs: number) => void;
}

/** Keeps the userSig of a login fresh. */
export class Renewal {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #expiresAtMs = 0;
  #busy = false;

  constructor(private readonly world: RenewalWorld) {}

  /** The userSig in force runs out at `expiresAtMs`, by the server's clock shifted to this one's. */
  handleTicket(expiresAtMs: number): void {
    this.#expiresAtMs = expiresAtMs;
    const left = expiresAtMs - Date.now();
    if (expiresAtMs > 0) this.#wait(Date.now() + (left > 2 * AHEAD_MS ? left - AHEAD_MS : Math.max(0, left / 2)));
  }

  /** It has run out; there is a little time to renew it. Without a hook the app has been told. */
  handleExpired(): void {
    if (this.world.ask) void this.#renew();
  }

  close(): void {
    clearTimeout(this.#timer);
  }

  #wait(until: number): void {
    clearTimeout(this.#timer);
    const left = until - Date.now();
    this.#timer = setTimeout(() => (left > MAX_TIMER_MS ? this.#wait(until) : void this.#renew()), Math.min(left, MAX_TIMER_MS));
  }

  async #renew(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    try {
      if (!this.world.ask) throw new Error('no hook');
      this.handleTicket(await this.world.present(await this.world.ask()));
    } catch {
      this.world.missing(this.#expiresAtMs);
    } finally {
      this.#busy = false;
    }
  }
}
