import { create } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { StageEntrySchema } from '../src/gen/ilive/v1/room_pb.js';
import { LiveStage } from '../src/stage.js';
import type { RoleType } from '../src/types/ids.js';
import type { Me } from '../src/types/room.js';
import { FakeCaller, settle } from './fake-caller.js';

function world() {
  const caller = new FakeCaller();
  const log: string[] = [];
  let me: Me = { tinyId: '1', userId: 'ann', nick: 'Ann', host: false, role: '', roleType: 'audience', rights: 0xaa, mutedByHost: [] };
  const stage = new LiveStage({
    caller,
    guard: () => undefined,
    me: () => me,
    named: () => null,
    closeSources: () => {
      log.push('closed sources');
      return Promise.resolve();
    },
  });
  stage.on('removed', () => log.push('removed'));
  stage.on('answered', ({ accepted, reason }) => log.push(`answered ${accepted} ${reason}`));
  const become = (roleType: RoleType) => {
    me = { ...me, roleType };
    stage.handleMe();
  };
  return { stage, caller, log, become };
}

const entry = (tinyId: bigint, place: number) => create(StageEntrySchema, { tinyId, place, sinceMs: 5n });

describe('a viewer', () => {
  it('waits, comes on stage, and is taken off it', () => {
    const { stage, log, become } = world();
    const states = [stage.mine.value];

    stage.handleQueue([entry(1n, 2)]);
    states.push(stage.mine.value);
    stage.handleAnswered({ accepted: true, reason: '' } as never);
    stage.handleQueue([]);
    become('cohost');
    states.push(stage.mine.value);
    become('audience');
    states.push(stage.mine.value);

    expect(states).toEqual([{ state: 'audience' }, { state: 'waiting', place: 2, sinceMs: 5 }, { state: 'on' }, { state: 'audience' }]);
    expect(log).toEqual(['answered true ', 'closed sources', 'removed']);
  });

  it('who leaves the stage closes its sources first, and is not "removed"', async () => {
    const { stage, caller, log, become } = world();
    become('cohost');

    const left = stage.leave();
    await settle();
    become('audience');
    caller.last('stageLeave').answer(undefined);
    await left;

    expect(log).toEqual(['closed sources']);
    expect(stage.mine.value).toEqual({ state: 'audience' });
  });

  it('is invited until it answers', async () => {
    const { stage, caller } = world();

    stage.handleInvited();
    const invited = stage.mine.value;
    const answered = stage.answerInvite(false);
    await settle();
    caller.last('stageInviteAnswer').answer(undefined);
    await answered;

    expect(invited).toEqual({ state: 'invited' });
    expect(stage.mine.value).toEqual({ state: 'audience' });
  });
});

describe('a host', () => {
  it('sees who waits, in order, and names them by tiny id', async () => {
    const { stage, caller, become } = world();
    become('host');
    stage.handleQueue([entry(8n, 1), entry(9n, 2)]);

    void stage.accept({ tinyId: '8' });
    await settle();

    expect(stage.queue.value.map(({ tinyId, place }) => [tinyId, place])).toEqual([
      ['8', 1],
      ['9', 2],
    ]);
    expect(caller.last('stageAnswer').value).toMatchObject({ accept: true, member: { id: { case: 'tinyId', value: 8n } } });
  });
});
