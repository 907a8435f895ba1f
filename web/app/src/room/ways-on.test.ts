import { IliveError } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../ui/errors';
import { waysOn } from './ways-on';

const refusal = (code: number, subReason = '') => failureOf(new IliveError('av', code, { subReason }));

/** Who was given a ticket, on a server with guests and on one without. */
const OPEN = { guest: false, guests: true };
const CLOSED = { guest: false, guests: false };

describe('a ticket that is refused', () => {
  it('is mended by a new guest where there are guests', () => {
    expect(waysOn(refusal(10003, 'bad_signature'), OPEN)).toMatchObject({ newGuest: true });
  });

  it('is mended so too where this page found that a part of it is missing', () => {
    expect(waysOn(refusal(8021, 'bad_user_id'), OPEN).newGuest).toBe(true);
    expect(waysOn(refusal(8021, 'bad_title'), OPEN).newGuest).toBe(false);
  });

  it('offers no guest where there are none', () => {
    expect(waysOn(refusal(10003, 'bad_signature'), CLOSED)).toMatchObject({ newGuest: false });
  });

  it('offers no guest when the server has just said that it has none', () => {
    expect(waysOn(refusal(10003, 'guests_off'), OPEN)).toMatchObject({ newGuest: false });
  });

  it('is not what the host said no to', () => {
    expect(waysOn(refusal(10003, 'kicked'), OPEN)).toMatchObject({ newGuest: false });
  });
});

describe('a guest', () => {
  it.each([
    ['whose time is over', 8051, 'sig_expired', true],
    ['whom a server with new data does not know', 10003, 'bad_signature', true],
    ['whom the operator signed out', 8050, 'account_kicked', true],
    ['whose login another page took over', 8050, 'replaced', true],
    ['who has no key', 10003, 'key_required', false],
    ['who may not speak', 10003, 'lack_send_audio', false],
  ])('%s (%i %s) goes on as another one: %s', (_, code, subReason, newGuest) => {
    expect(waysOn(refusal(code, subReason), { guest: true, guests: true }).newGuest).toBe(newGuest);
    expect(waysOn(refusal(code, subReason), { guest: true, guests: false }).newGuest).toBe(false);
  });
});

describe('trying again', () => {
  it.each([
    ['a lost link', 1005, '', true],
    ['a host who said no for a while', 10003, 'kicked', true],
    ['a bad value', 10002, 'bad_id', false],
    ['a bad value that did not leave the page', 8021, 'bad_id', false],
    ['a room of somebody else', 10003, 'room_taken', false],
    ['a server without guests', 10003, 'guests_off', false],
    ['a ticket that is none', 10003, 'bad_base64', false],
    ['a ticket whose time begins soon', 10003, 'not_yet_valid', true],
    ['a login that another page took over', 8050, 'replaced', true],
  ])('after %s (%i %s): %s', (_, code, subReason, retry) => {
    expect(waysOn(refusal(code, subReason), OPEN).retry).toBe(retry);
  });

  it('of an error without a code may help', () => {
    expect(waysOn(failureOf(new TypeError('no such thing')), OPEN).retry).toBe(true);
  });
});

describe('a room of somebody else', () => {
  it('can be watched', () => {
    expect(waysOn(refusal(10003, 'room_taken'), OPEN).watch).toBe(true);
    expect(waysOn(refusal(10003, 'kicked'), OPEN).watch).toBe(false);
  });
});
