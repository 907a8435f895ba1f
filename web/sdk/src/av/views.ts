import type { Checks } from '../checks.js';
import { badArgument } from '../device-checks.js';
import { refused } from '../errors.js';
import { needThing, needUserId } from '../guards.js';
import { VIEWS_MAX } from '../limits.gen.js';
import type { Layer, Operations } from '../operations.js';
import type { LiveRoom } from '../room.js';
import type { ShownAt } from '../types/client.js';
import type { Picture, Source, TinyId } from '../types/ids.js';
import type { AvView, Endpoint } from '../types/layers.js';
import type { Cancellable } from '../types/observable.js';
import type { Asked } from '../views.js';

export interface ViewCallsWorld {
  readonly operations: Operations;
  readonly checks: Checks;
  readonly here: () => LiveRoom | null;
}

const isPicture = (source: Source): source is Picture => source === 'main' || source === 'aux';

/** 1004: 1 to 32 pictures. */
function checkPictures(sources: readonly Source[]): void {
  if (sources.length >= 1 && sources.length <= VIEWS_MAX && sources.every(isPicture)) return;
  throw badArgument(`1 to ${VIEWS_MAX} pictures, main or aux; to see nobody, cancel`);
}

/** Seeing others: the whole set is asked for at once, one request at a time (C.2). */
export class ViewCalls {
  constructor(private readonly world: ViewCallsWorld) {}

  /** The AV layer's: 1101, 1004, 1001, 1002, 1201, 1401, 1402. */
  request(members: readonly TinyId[], views: readonly AvView[], { signal }: Cancellable): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.started();
      if (members.length !== views.length) throw badArgument('as many views as members are needed');
      checkPictures(views.map(({ source }) => source));
      checks.free('request_views');
      checks.roomEntered();
      members.forEach((tinyId, at) => this.#sends(tinyId, views[at]?.source ?? 'main'));
    };
    const asked = (): Asked[] => members.map((tinyId, at) => ({ who: { tinyId }, source: views[at]?.source ?? 'main', height: views[at]?.height ?? 0, element: null }));
    return operations.make({ layer: 'av', verb: 'request_views', signal, guards, work: (wanted) => this.#see(asked(), wanted) });
  }

  /** The façade's: members whose number is known are checked here, others are named to the server as they are. */
  show(shown: readonly ShownAt[], { signal }: Cancellable): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      checks.alive();
      needThing('element', shown?.[0]);
      for (const { element } of shown) needThing('element', element);
      for (const { userId } of shown) needUserId(userId);
      checks.avReady();
      checks.notBusy('request_views');
      checks.started();
      checkPictures(shown.map(({ source = 'main' }) => source));
      checks.roomEntered();
      for (const { userId, source = 'main' } of shown) {
        const tinyId = this.world.here()?.tinyIdOf(userId);
        if (tinyId) this.#sends(tinyId, source);
      }
    };
    const asked = (): Asked[] => shown.map(({ element, userId, source = 'main', height = 0 }) => ({ who: { userId }, source, height, element }));
    return operations.make({ layer: 'facade', verb: 'request_views', signal, guards, work: (wanted) => this.#see(asked(), wanted) });
  }

  cancel(layer: Layer, { signal }: Cancellable = {}): Promise<void> {
    const { operations, checks } = this.world;
    const guards = (): void => {
      if (layer === 'facade') {
        checks.alive();
        checks.avReady();
        checks.notBusy('cancel_views');
      }
      checks.started();
      checks.free('cancel_views');
      checks.roomEntered();
    };
    return operations.make({ layer, verb: 'cancel_views', signal, guards, work: (wanted) => this.#see([], wanted) });
  }

  /** 1101, 1201, 1401, 1402. */
  endpoint(tinyId: TinyId, source: Source): Promise<Endpoint> {
    const { operations, checks } = this.world;
    let found: Endpoint;
    const guards = (): void => {
      checks.started();
      checks.roomEntered();
      found = this.#sends(tinyId, source);
    };
    return operations.now({ layer: 'av', verb: 'ask', guards, answer: () => found });
  }

  async #see(asked: readonly Asked[], wanted: AbortSignal): Promise<void> {
    await this.world.here()?.see(asked, wanted);
  }

  /** What a member sends: 1401 for one who sends nothing, 1402 for another source. */
  #sends(tinyId: TinyId, source: Source): Endpoint {
    const uplinks = this.world.here()?.roster.find({ tinyId })?.uplinks ?? [];
    if (uplinks.length === 0) throw refused('av', 1401, '', `member ${tinyId} sends nothing`);
    const uplink = uplinks.find((one) => one.source === source);
    if (!uplink) throw refused('av', 1402, '', `member ${tinyId} does not send ${source}`);
    return { tinyId, ...uplink };
  }
}
