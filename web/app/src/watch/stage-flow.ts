import { signal } from '@preact/signals';
import type { Room } from '@ilive/client';
import type { Chosen } from '../devices/check';
import { t } from '../i18n';
import type { OwnMedia } from '../room/own-media';
import { Cleanup } from '../session/observe';
import { attempt } from '../ui/errors';
import { toast } from '../ui/toast';

/** Where somebody is on the way from the audience to the stage, beyond what the server knows. */
export type Step =
  | { step: 'none' }
  /** Looking at the own picture, before asking or after an invitation. */
  | { step: 'check'; why: 'ask' | 'invited' }
  /** Seconds until camera and microphone open. */
  | { step: 'countdown'; left: number };

/** Seconds between the host's yes and being seen: enough to sit up. */
const COUNTDOWN = 3;

/** Raising the hand, being invited, going on stage, coming back. */
export class StageFlow {
  readonly step = signal<Step>({ step: 'none' });
  readonly invited = signal(false);
  readonly #room: Room;
  readonly #media: OwnMedia;
  readonly #cleanup = new Cleanup();
  #chosen: Chosen = { camera: {}, microphone: {} };
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(room: Room, media: OwnMedia) {
    this.#room = room;
    this.#media = media;
    this.#cleanup.add(
      room.stage.on('answered', ({ accepted }) => this.#answered(accepted)),
      room.stage.on('invited', () => (this.invited.value = true)),
      room.stage.on('removed', () => this.#down()),
      room.stage.mine.subscribe(({ state }) => {
        if (state !== 'invited') this.invited.value = false;
      }),
      () => clearTimeout(this.#timer),
    );
  }

  /** The one button of the audience: asks, or takes the request back. */
  toggleHand = (): void => {
    const { value } = this.#room.stage.mine;
    if (value.state === 'waiting') void attempt(() => this.#room.stage.cancel());
    else if (value.state === 'audience') this.step.value = { step: 'check', why: 'ask' };
  };

  /** The devices were checked: on to the host, or straight to the stage. */
  async checked(chosen: Chosen): Promise<void> {
    const { value } = this.step;
    if (value.step !== 'check') return;
    this.#chosen = chosen;
    this.step.value = { step: 'none' };
    // Who is going to speak hears the others; this is a tap of theirs.
    void attempt(() => this.#room.audio.resume());
    if (value.why === 'ask') await attempt(() => this.#room.stage.request());
    else if (await attempt(() => this.#room.stage.answerInvite(true))) this.#goOn();
  }

  /** The check was closed: no request, and an invitation is declined. */
  unchecked = (): void => {
    const { value } = this.step;
    this.step.value = { step: 'none' };
    if (value.step === 'check' && value.why === 'invited') this.decline();
  };

  /** Looks first, then comes. */
  acceptInvite = (): void => {
    this.invited.value = false;
    this.step.value = { step: 'check', why: 'invited' };
  };

  decline = (): void => {
    this.invited.value = false;
    void attempt(() => this.#room.stage.answerInvite(false));
  };

  leave = (): void => {
    clearTimeout(this.#timer);
    this.step.value = { step: 'none' };
    void attempt(() => this.#room.stage.leave());
  };

  dispose(): void {
    this.#cleanup.run();
  }

  #answered(accepted: boolean): void {
    if (accepted) this.#goOn();
    else toast(t().watch.refused);
  }

  #goOn(left = COUNTDOWN): void {
    clearTimeout(this.#timer);
    this.step.value = { step: 'countdown', left };
    this.#timer = setTimeout(() => (left > 1 ? this.#goOn(left - 1) : this.#on()), 1_000);
  }

  #on(): void {
    this.step.value = { step: 'none' };
    void this.#media.start(this.#chosen);
  }

  #down(): void {
    clearTimeout(this.#timer);
    this.step.value = { step: 'none' };
    toast(t().watch.takenOff);
  }
}
