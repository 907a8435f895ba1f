import { describe, expect, it } from 'vitest';
import { close, controls, person, startLive } from '../src/pages.js';
import { useWorld } from '../src/world.js';

const world = useWorld();

describe('keys in the studio', () => {
  it('switch microphone and screen, lead to the chat, and are listed', async () => {
    const host = await person(world);
    await startLive(host, 'Hanna', 'Hands on the keys');
    const button = (name: string) => controls(host).getByRole('button', { name });
    await button('Turn the microphone off').waitFor();

    await host.keyboard.press('m');
    await button('Turn the microphone on').waitFor();
    await host.keyboard.press('d');
    await button('Stop sharing').waitFor();

    // C goes between chat and people; the slash leads to where one writes, and there a letter is a letter.
    await host.keyboard.press('c');
    await host.getByRole('tabpanel', { name: 'People' }).waitFor();
    await host.keyboard.press('/');
    await host.getByRole('textbox', { name: 'Say something' }).and(host.locator(':focus')).waitFor();
    await host.keyboard.type('mmm');
    expect(await host.getByRole('textbox', { name: 'Say something' }).inputValue()).toBe('mmm');
    await host.keyboard.press('Escape');
    await host.keyboard.press('m');
    await button('Turn the microphone off').waitFor();

    await host.keyboard.press('?');
    await host.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await close(host);
  });
});

describe('keys while watching', () => {
  it('hide and show the chat, lead to it, and raise the hand', async () => {
    const host = await person(world);
    const viewer = await person(world);
    const room = await startLive(host, 'Hanna', 'Hands on the keys');
    await viewer.goto(`/r/${room}`);
    const panel = viewer.getByRole('complementary', { name: 'Chat and people' });
    await panel.waitFor();

    await viewer.keyboard.press('c');
    await panel.waitFor({ state: 'detached' });
    await viewer.keyboard.press('/');
    await viewer.getByRole('textbox', { name: 'Say something' }).and(viewer.locator(':focus')).waitFor();
    await viewer.keyboard.press('Escape');
    await viewer.keyboard.press('r');

    await viewer.getByRole('dialog', { name: 'Before you go on stage' }).waitFor();
    await close(host, viewer);
  });
});
