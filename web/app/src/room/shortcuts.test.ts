import { describe, expect, it } from 'vitest';
import { shortcutOf } from './shortcuts';

const plain = { modified: false, typing: false, pressing: false };

describe('a key in a room', () => {
  for (const [what, key, shortcut] of [
    ['M is the microphone', { ...plain, key: 'm' }, 'microphone'],
    ['with caps lock too', { ...plain, key: 'M' }, 'microphone'],
    ['V is the camera', { ...plain, key: 'v' }, 'camera'],
    ['S is the screen', { ...plain, key: 's' }, 'screen'],
    ['so is D', { ...plain, key: 'd' }, 'screen'],
    ['H is the hand', { ...plain, key: 'h' }, 'hand'],
    ['so is R', { ...plain, key: 'R' }, 'hand'],
    ['? is the list', { ...plain, key: '?' }, 'help'],
    ['space talks', { ...plain, key: ' ' }, 'talk'],
    ['space on a button presses the button', { ...plain, key: ' ', pressing: true }, undefined],
    ['M on a button is the microphone', { ...plain, key: 'm', pressing: true }, 'microphone'],
    ['a letter in a text field is a letter', { ...plain, key: 'm', typing: true }, undefined],
    ['with control it is the browser’s', { ...plain, key: 's', modified: true }, undefined],
    ['others mean nothing', { ...plain, key: 'x' }, undefined],
  ] as const) {
    it(what, () => expect(shortcutOf(key)).toBe(shortcut));
  }
});
