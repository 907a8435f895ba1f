import { IliveError } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { failureOf } from '../ui/errors';
import { waysOn } from './ways-on';

const refusal = (code: number, subReason = '') => failureOf(new IliveError('av', code, { subReason }));

describe('a ticket that is refused', () => {
  it('is mended by a new guest where there are guests', () => {
    expect(waysOn(refusal(10003, 'bad_signature'), true)).toMatchObject({ newGuest: true, signIn: false });
  });

  it('is mended only by the app’s own link where there are none', () => {
    expect(waysOn(refusal(10003, 'bad_signature'), false)).toMatchObject({ newGuest: false, signIn: true });
  });

  it('offers no guest when the server has just said that it has none', () => {
    expect(waysOn(refusal(10003, 'guests_off'), true)).toMatchObject({ newGuest: false, signIn: true });
  });

  it('is not what the host said no to', () => {
    expect(waysOn(refusal(10003, 'kicked'), true)).toMatchObject({ newGuest: false, signIn: false });
  });
});
