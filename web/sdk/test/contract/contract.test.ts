/// <reference types="vite/client" />
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import table from '../../../../contract/codes.toml?raw';
import { AV, nested } from './av.js';
import { DEVICES } from './devices.js';
import { FACADE } from './facade.js';
import { SIGNALLING } from './signalling.js';

const CASES = [...FACADE, ...AV, ...DEVICES, ...SIGNALLING];

beforeEach(() => void vi.useFakeTimers({ now: 1_000_000 }));
afterEach(() => void vi.useRealTimers());

describe('a situation of the contract', () => {
  it.each(CASES)('%s: %s', async (_, ends, bringAbout) => {
    expect(await bringAbout()).toBe(ends);
  });

  it('6999 has what IM said nested in it', async () => {
    expect(await nested()).toMatchObject({ module: 'im', code: 10_023, subReason: 'throttled' });
  });
});

/** The rows of the table that a client raises, as `module number`; 1007 is of threads, and one object lives in one realm. */
function raisedByClients(): string[] {
  const rows = table.split('[[code]]').slice(1);
  const value = (row: string, key: string): string => new RegExp(`^${key} = (.*)$`, 'm').exec(row)?.[1] ?? '';
  const raised = rows.filter((row) => /facade|av/.test(value(row, 'raised_by')) && value(row, 'number') !== '1007');
  return raised.map((row) => `${value(row, 'module').replaceAll('"', '')} ${value(row, 'number')}`);
}

describe('the table', () => {
  it('has a situation for every code that a client raises', () => {
    const shown = new Set(CASES.map(([, ends]) => ends.replace(/^\w+ /, '')));

    expect(raisedByClients().length).toBeGreaterThan(40);
    expect(raisedByClients().filter((code) => !shown.has(code))).toEqual([]);
  });
});
