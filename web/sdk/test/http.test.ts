import { afterEach, describe, expect, it, vi } from 'vitest';
import { askRooms, putCover } from '../src/http.js';
import { createIlive } from '../src/ilive.js';

afterEach(() => void vi.unstubAllGlobals());

/** Answers each request the same; gives what was asked for. */
function answering(status: number, body: unknown): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (url: string) => {
    asked.push(url);
    return Promise.resolve(new Response(status === 204 ? null : JSON.stringify(body), { status }));
  });
  return asked;
}

describe('the rooms', () => {
  it('are those of the app that is named', async () => {
    const asked = answering(200, { rooms: [] });
    const ilive = createIlive();

    await ilive.rooms({ url: 'http://server', sdkAppId: 1_400_000_002 });
    await ilive.rooms({ url: 'http://server' });

    expect(asked).toEqual(['http://server/api/v1/rooms?sdk_app_id=1400000002', 'http://server/api/v1/rooms']);
  });

  it.each([0, 1.5, 0x1_0000_0000])('of app %d are not asked for', async (sdkAppId) => {
    const asked = answering(200, { rooms: [] });

    await expect(createIlive().rooms({ url: 'http://server', sdkAppId })).rejects.toMatchObject({ code: 8021, subReason: 'bad_sdk_app_id' });
    expect(asked).toEqual([]);
  });

  it('get their covers in the app of their host', async () => {
    const asked = answering(204, null);

    await putCover('http://server', 1_400_000_002, '123', 'token', new Blob(['jpeg']));

    expect(asked).toEqual(['http://server/api/v1/rooms/s:123/cover?sdk_app_id=1400000002']);
  });
});

describe('a ticket that is checked', () => {
  const url = 'http://server';

  it('is its holder’s, who is logged in nowhere by it', async () => {
    const asked = answering(200, { user_id: 'ann', expires_at: 1_800_000_000_000 });

    const ticket = await createIlive().checkTicket({ url, sdkAppId: 7, userId: 'ann', userSig: 'sig' });

    expect(ticket).toEqual({ sdkAppId: 7, userId: 'ann', userSig: 'sig', expiresAtMs: 1_800_000_000_000 });
    expect(asked).toEqual(['http://server/api/v1/ticket']);
  });

  it('of another user is refused as a login with it is', async () => {
    answering(200, { user_id: 'bob', expires_at: 1_800_000_000_000 });

    const checked = createIlive().checkTicket({ url, sdkAppId: 7, userId: 'ann', userSig: 'sig' });

    await expect(checked).rejects.toMatchObject({ module: 'av', code: 10003, subReason: 'identifier_mismatch' });
  });
});

describe('a refusal', () => {
  it('that has a code of the contract is the server’s', async () => {
    answering(401, { module: 'av', code: 10003, sub_reason: 'app_unknown', trace_id: 't1' });

    await expect(askRooms('http://server', 9)).rejects.toMatchObject({ module: 'av', code: 10003, subReason: 'app_unknown', traceId: 't1', raisedBy: 'server' });
  });

  it('of something else than our server is found here', async () => {
    answering(502, '<html>');

    await expect(askRooms('http://server', 9)).rejects.toMatchObject({ module: 'ilive', code: 8052, raisedBy: 'client' });
  });
});
