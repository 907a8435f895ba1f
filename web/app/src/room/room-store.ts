import { signal, type ReadonlySignal } from '@preact/signals';
import type { Client, ConnectionState, IliveError, Me, Member, People, Room, RoomInfo, RoomSummary, SourceState, StageEntry, StageState } from '@ilive/client';
import { t } from '../i18n';
import { visited } from '../prefs/recent-store';
import { volume } from '../prefs/prefs';
import { Cleanup, signalOf } from '../session/observe';
import { noteLeaving } from '../session/session';
import { failureOf, shownFailure } from '../ui/errors';
import { toast } from '../ui/toast';
import { ChatStore } from './chat-store';
import { OwnMedia } from './own-media';
import { MOST_HEIGHT, type Quality } from './quality';
import { hostNameIn } from './people';
import { PeopleStore } from './people-store';
import { roomText } from './room-id';

/** How a room came to its end for this person. */
export interface Ending {
  error: IliveError | null;
  summary: RoomSummary | null;
}

/** A room that this person is in, as signals: what the host's page and the audience's page have in common. */
export class RoomStore {
  readonly room: Room;
  readonly client: Client;
  readonly state: ReadonlySignal<ConnectionState>;
  readonly info: ReadonlySignal<RoomInfo>;
  readonly people: ReadonlySignal<People>;
  readonly me: ReadonlySignal<Me>;
  readonly members: ReadonlySignal<readonly Member[]>;
  readonly mine: ReadonlySignal<StageState>;
  readonly queue: ReadonlySignal<readonly StageEntry[]>;
  readonly camera: ReadonlySignal<SourceState>;
  readonly microphone: ReadonlySignal<SourceState>;
  readonly screen: ReadonlySignal<SourceState>;
  readonly soundBlocked: ReadonlySignal<boolean>;
  readonly ending = signal<Ending | null>(null);
  /** The picture that this person picked to be large. */
  readonly picked = signal<string | null>(null);
  /** How sharp at most. */
  readonly quality = signal<Quality>('auto');
  readonly chat: ChatStore;
  readonly roster: PeopleStore;
  readonly media: OwnMedia;
  readonly cleanup = new Cleanup();
  readonly #hostName = signal('');

  constructor(client: Client, room: Room) {
    const { cleanup } = this;
    this.client = client;
    this.room = room;
    this.state = signalOf(room.state, cleanup);
    this.info = signalOf(room.info, cleanup);
    this.people = signalOf(room.people, cleanup);
    this.me = signalOf(room.me, cleanup);
    this.members = signalOf(room.members, cleanup);
    this.mine = signalOf(room.stage.mine, cleanup);
    this.queue = signalOf(room.stage.queue, cleanup);
    this.camera = signalOf(room.camera.state, cleanup);
    this.microphone = signalOf(room.microphone.state, cleanup);
    this.screen = signalOf(room.screen.state, cleanup);
    this.soundBlocked = signalOf(room.audio.blocked, cleanup);
    this.chat = new ChatStore(room);
    this.roster = new PeopleStore(room);
    this.media = new OwnMedia(room);
    this.#listen();
  }

  get title(): string {
    return this.info.value.title || t().common.roomNumber(roomText(this.room.id));
  }

  /** The host, while on stage. */
  get host(): Member | undefined {
    return this.members.value.find((member) => member.host);
  }

  /** What the host is called; known also while away, once they were here. */
  get hostName(): string {
    return this.#hostName.value || t().common.host;
  }

  /** Leaves the room, and lets go of everything. */
  leave(): void {
    this.dispose();
    noteLeaving(this.room.leave());
  }

  dispose(): void {
    this.chat.dispose();
    this.roster.dispose();
    this.cleanup.run();
  }

  #listen(): void {
    const { room, cleanup } = this;
    let lost = false;
    cleanup.add(
      room.on('closed', ({ error, summary }) => (this.ending.value = { error: error ?? null, summary: summary ?? null })),
      room.on('source-ended', ({ error }) => {
        if (error !== undefined) shownFailure.value = failureOf(error);
      }),
      room.state.subscribe(({ state }) => {
        if (lost && state === 'connected') toast(t().room.reconnected);
        lost = state === 'reconnecting';
      }),
      this.members.subscribe(() => {
        const name = hostNameIn(this.members.value);
        if (name !== '') this.#hostName.value = name;
      }),
      this.info.subscribe(() => visited(roomText(room.id), this.title)),
      this.quality.subscribe((quality) => room.views.limit(MOST_HEIGHT[quality])),
      volume.subscribe((value) => room.audio.setVolume(value)),
      this.#tellMutes(),
    );
  }

  /** Says when the host takes the microphone away, and gives it back. */
  #tellMutes(): () => void {
    let silenced = this.me.value.mutedByHost.includes('audio');
    return this.me.subscribe(({ mutedByHost }) => {
      const now = mutedByHost.includes('audio');
      if (now !== silenced) toast(now ? t().room.mutedNotice : t().room.unmutedNotice);
      silenced = now;
    });
  }
}
