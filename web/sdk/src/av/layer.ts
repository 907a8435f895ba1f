import type { Checks } from '../checks.js';
import type { DeviceTest } from '../device-test.js';
import type { Operations } from '../operations.js';
import type { LiveRooms } from '../rooms.js';
import type { DeviceControl } from '../types/devices.js';
import type { Picture, RoomId, Source, TinyId } from '../types/ids.js';
import type { Av, AvEnterOptions, AvView, Endpoint } from '../types/layers.js';
import type { Cancellable } from '../types/observable.js';
import type { AvContext } from './context.js';
import type { Invitations } from './invitations.js';
import { ViewCalls } from './views.js';

export interface AvWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly context: AvContext;
  readonly test: DeviceTest;
  readonly rooms: LiveRooms;
  readonly devices: DeviceControl;
  readonly invitations: Invitations;
}

/** The AV layer as one object. What it does is in the machines; here they have their names. */
export class AvLayer implements Av {
  readonly devices: DeviceControl;
  readonly views: ViewCalls;

  constructor(private readonly world: AvWorld) {
    this.devices = world.devices;
    this.views = new ViewCalls({ ...world, here: () => world.rooms.here });
  }

  get contextState() {
    return this.world.context.state;
  }

  get roomState() {
    return this.world.rooms.state;
  }

  get testState() {
    return this.world.test.state;
  }

  get tinyId(): TinyId | null {
    return this.world.context.own;
  }

  createContext(): Promise<void> {
    return this.world.context.create();
  }

  startContext(options?: Cancellable): Promise<void> {
    return this.world.context.start(options);
  }

  stopContext(): Promise<void> {
    return this.world.context.stop();
  }

  destroyContext(): Promise<void> {
    return this.world.context.destroy();
  }

  async enterRoom(options: AvEnterOptions): Promise<void> {
    await this.world.rooms.enterAv(options);
  }

  exitRoom(options?: Cancellable): Promise<void> {
    return this.world.rooms.exit('av', options);
  }

  async switchRoom(options: AvEnterOptions): Promise<void> {
    await this.world.rooms.switchAv(options);
  }

  changeRole(role: string, options?: Cancellable & { readonly roomKey?: string }): Promise<void> {
    return this.world.rooms.changeRole('av', { name: role }, options);
  }

  requestViews(members: readonly TinyId[], views: readonly AvView[], options: Cancellable = {}): Promise<void> {
    return this.views.request(members, views, options);
  }

  cancelViews(options?: Cancellable): Promise<void> {
    return this.views.cancel('av', options);
  }

  endpoint(member: TinyId, source: Source): Promise<Endpoint> {
    return this.views.endpoint(member, source);
  }

  stream(member: TinyId, source: Picture): MediaStream | null {
    return this.world.rooms.here?.streamOf(member, source) ?? null;
  }

  invite(userId: string, room: RoomId, options?: Cancellable): Promise<string> {
    return this.world.invitations.invite(userId, room, options);
  }

  acceptInvite(id: string, options?: Cancellable): Promise<void> {
    return this.world.invitations.answer('accept_invite', id, options);
  }

  refuseInvite(id: string, options?: Cancellable): Promise<void> {
    return this.world.invitations.answer('refuse_invite', id, options);
  }

  cancelInvite(id: string, options?: Cancellable): Promise<void> {
    return this.world.invitations.answer('cancel_invite', id, options);
  }
}
