import { afterEach, describe, expect, it, vi } from 'vitest';
import { MediaFile } from '../src/media-file.js';

afterEach(() => void vi.unstubAllGlobals());

describe('a media file', () => {
  const html = { headers: { 'Content-Type': 'text/html; charset=utf-8' } };

  it.each([
    ['that is missing', () => Promise.resolve(new Response('', { status: 404 })), 1301, 'no_file'],
    ['in whose place a page is served', () => Promise.resolve(new Response('<html>', html)), 1301, 'no_file'],
    ['that nobody may have', () => Promise.resolve(new Response('', { status: 403 })), 1, 'device_failed'],
    ['that cannot be asked for', () => Promise.reject(new TypeError('Failed to fetch')), 1, 'device_failed'],
  ])('%s', async (_, answer, code, subReason) => {
    vi.stubGlobal('fetch', answer);

    await expect(new MediaFile().open('http://server/film.mp4', new AbortController().signal)).rejects.toMatchObject({ module: 'av', code, subReason });
  });
});
