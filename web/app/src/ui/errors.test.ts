import { IliveError } from '@ilive/client';
import { describe, expect, it } from 'vitest';
import { attempt, diagnosticsOf, failureOf, shownFailure } from './errors';

const page = { path: '/r/1001', agent: 'Browser/1', at: new Date(0), version: '0.1.0' };

describe('what is copied for a report', () => {
  it('names the error as the contract does, with its cause', () => {
    const cause = new IliveError('im', 6017, { subReason: 'bad_value' });
    const error = new IliveError('av', 10003, { subReason: 'bad_signature', traceId: 'abc', cause });

    const report: unknown = JSON.parse(diagnosticsOf(failureOf(error), page));

    expect(report).toMatchObject({
      error: { module: 'av', code: 10003, name: 'AV_ERR_SERVER_NO_PERMISSION', subReason: 'bad_signature', traceId: 'abc', cause: { code: 6017 } },
      path: '/r/1001',
      at: '1970-01-01T00:00:00.000Z',
    });
  });

  it('has the words of an error without a code', () => {
    expect(JSON.parse(diagnosticsOf(failureOf(new TypeError('no such thing')), page))).toMatchObject({ error: { message: 'no such thing' } });
  });
});

describe('what a button does', () => {
  it('shows its failure', async () => {
    shownFailure.value = null;

    const done = await attempt(() => Promise.reject(new IliveError('av', 1008)));

    expect(done).toBe(false);
    expect(shownFailure.value).toMatchObject({ kind: 'ilive', error: { code: 1008 } });
  });

  it('says nothing of the person’s own cancel', async () => {
    shownFailure.value = null;

    await attempt(() => Promise.reject(new IliveError('ilive', 8007)));

    expect(shownFailure.value).toBeNull();
  });
});
