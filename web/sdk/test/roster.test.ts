import { create, type MessageInitShape } from '@bufbuild/protobuf';
import { describe, expect, it } from 'vitest';
import { RoleType, Source } from '../src/gen/ilive/v1/common_pb.js';
import { MemberSchema, RoomStateSchema, UplinkKind } from '../src/gen/ilive/v1/room_pb.js';
import type { Identity } from '../src/identities.js';
import { Roster } from '../src/roster.js';
import { Slots } from '../src/slots.js';

const member = (tinyId: bigint, more: MessageInitShape<typeof MemberSchema> = {}) => create(MemberSchema, { tinyId, ...more });

function world() {
  const names = new Map<string, Identity>();
  const log: string[] = [];
  const roster = new Roster(
    () => '1',
    (tinyId) => names.get(tinyId) ?? null,
    ({ kind, member: { tinyId, nick } }) => log.push(`${kind} ${tinyId} ${nick}`.trim()),
  );
  roster.handleState(create(RoomStateSchema, { hostTinyId: 2n, members: [member(1n), member(2n)], people: 5, version: 10n }));
  log.length = 0;
  return { roster, names, log };
}

describe('a roster', () => {
  it('has the host first and knows oneself', () => {
    const { roster } = world();

    expect(roster.members.value.map(({ tinyId, host, own }) => [tinyId, host, own])).toEqual([
      ['2', true, false],
      ['1', false, true],
    ]);
  });

  it('takes changes of a higher version only', () => {
    const { roster, log } = world();

    roster.handleMember(member(3n), 11n);
    roster.handleMember(member(4n), 11n);
    roster.handleGone({ tinyId: 1n, version: 9n } as never);
    roster.handleGone({ tinyId: 2n, version: 12n } as never);

    expect(log).toEqual(['joined 3', 'left 2']);
  });

  it('tells names when they are known, and keeps whoever did not change', () => {
    const { roster, names, log } = world();
    const [host, own] = roster.members.value;

    names.set('2', { userId: 'bob', nick: 'Bob' });
    roster.handleKnown();

    expect(log).toEqual(['changed 2 Bob']);
    expect(roster.members.value[0]).not.toBe(host);
    expect(roster.members.value[1]).toBe(own);
    expect(roster.find({ userId: 'bob' })?.tinyId).toBe('2');
  });

  it('says what is sent and what the host has silenced', () => {
    const { roster } = world();
    const uplinks = [
      { source: Source.AUDIO, kind: UplinkKind.MICROPHONE },
      { source: Source.MAIN, kind: UplinkKind.CAMERA, muted: true },
    ];

    roster.handleMember(member(3n, { uplinks, mutedByHost: [Source.AUDIO], roleType: RoleType.COHOST, away: true }), 11n);

    expect(roster.find({ tinyId: '3' })).toMatchObject({
      roleType: 'cohost',
      away: true,
      uplinks: [
        { source: 'audio', kind: 'microphone', muted: false, mutedByHost: true },
        { source: 'main', kind: 'camera', muted: true, mutedByHost: false },
      ],
    });
    expect(roster.picturesOfOthers()).toBe(1);
  });
});

describe('slots', () => {
  it('follow the mapping that the server tells', () => {
    let changes = 0;
    const slots = new Slots(() => (changes += 1));
    const slot = (mid: string, tinyId: bigint, source: Source) => ({ mid, tinyId, source }) as never;

    slots.handleAll([slot('4', 9n, Source.MAIN), slot('3', 9n, Source.AUDIO)]);
    slots.handleChanged([slot('4', 0n, Source.MAIN), slot('5', 9n, Source.MAIN)]);

    expect(slots.midOf('9', 'main')).toBe('5');
    expect(slots.at('4')).toBeNull();
    expect(slots.at('3')).toEqual({ tinyId: '9', source: 'audio' });
    expect(slots.shown.value).toEqual([{ tinyId: '9', source: 'main' }]);
    expect(changes).toBe(2);
  });
});
