import { describe, expect, it } from 'vitest';
import { appOf, keptTicketOf, signedInAs, ticketOf } from './ticket';

describe('a ticket in the fragment', () => {
  it('is read whole', () => {
    expect(ticketOf('#app=1400000001&user=ann&sig=eJx*Y-_&key=eJxk')).toEqual({
      sdkAppId: 1400000001,
      userId: 'ann',
      userSig: 'eJx*Y-_',
      roomKey: 'eJxk',
      guest: false,
    });
  });

  it('keeps the plus signs of its signature', () => {
    expect(ticketOf('#app=1&user=ann&sig=a+b/c=')?.userSig).toBe('a+b/c=');
  });

  for (const [what, fragment] of [
    ['an empty fragment', ''],
    ['an anchor', '#people'],
    ['other fields', '#room=1&x=2'],
  ] as const) {
    it(`is not ${what}`, () => expect(ticketOf(fragment)).toBeUndefined());
  }

  it('with holes is still presented, so that the server names the fault', () => {
    expect(ticketOf('#app=abc&sig=x')).toEqual({ sdkAppId: 0, userId: '', userSig: 'x', guest: false });
  });
});

describe('the app whose rooms are listed', () => {
  const ticket = { sdkAppId: 7, userId: 'ann', userSig: 's', guest: false };
  for (const [what, given, app] of [
    ['the ticket’s', ticket, { sdkAppId: 7 }],
    ['left to the server without a ticket', undefined, {}],
    ['left to the server for its own guest', { ...ticket, guest: true }, {}],
    ['left to the server when the ticket names none', { ...ticket, sdkAppId: 0 }, {}],
  ] as const) {
    it(`is ${what}`, () => expect(appOf(given)).toEqual(app));
  }
});

describe('whom a ticket signs in', () => {
  const ticket = { sdkAppId: 7, userId: 'ann', userSig: 's', guest: false };
  for (const [what, given, check, user] of [
    ['the user that it names', ticket, 'fine', 'ann'],
    ['nobody without one', undefined, 'fine', null],
    ['nobody for a guest, whose id says nothing to them', { ...ticket, userId: 'g1', guest: true }, 'fine', null],
    ['nobody while the server is asked', ticket, 'checking', null],
    ['nobody where the server refuses it', ticket, 'refused', null],
  ] as const) {
    it(`is ${what}`, () => expect(signedInAs(given, check)).toBe(user));
  }
});

describe('what the tab keeps', () => {
  it('comes back as it was stored', () => {
    const ticket = { sdkAppId: 7, userId: 'g1', userSig: 's', guest: true };

    expect(keptTicketOf(JSON.parse(JSON.stringify(ticket)))).toEqual(ticket);
  });

  for (const stored of [undefined, null, 'x', {}, { sdkAppId: '7', userId: 'a', userSig: 'b' }]) {
    it(`is no ticket when it is ${JSON.stringify(stored)}`, () => expect(keptTicketOf(stored)).toBeUndefined());
  }
});
