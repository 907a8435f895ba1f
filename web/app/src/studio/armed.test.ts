import { describe, expect, it } from 'vitest';
import { planFrom } from './armed';

describe('a plan that the tab kept', () => {
  it('comes back as it was', () => {
    const plan = { title: 'Hi', devices: { camera: { deviceId: 'c1' }, microphone: {} } };

    expect(planFrom(JSON.parse(JSON.stringify(plan)))).toEqual(plan);
  });

  it('keeps a camera that was off, off', () => {
    expect(planFrom({ title: '', devices: { camera: false, microphone: {} } })?.devices.camera).toBe(false);
  });

  for (const stored of [undefined, null, 1, {}, { title: 1, devices: {} }, { title: 'x', devices: null }]) {
    it(`is none when it is ${JSON.stringify(stored)}`, () => expect(planFrom(stored)).toBeUndefined());
  }
});
