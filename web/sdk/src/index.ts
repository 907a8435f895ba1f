/**
 * `@ilive/client`: interactive live rooms in the browser.
 *
 * ```ts
 * const ticket = await Ilive.guest({ nick: 'Ann' });
 * const client = await Ilive.login({ ...ticket, nick: 'Ann' });
 * const room = await client.rooms.create(1001, { title: 'Hello' });
 * await room.microphone.start();
 * await room.camera.start({ view: document.querySelector('video')! });
 * for await (const message of room.messages()) console.log(message.senderNick, message.text);
 * ```
 */
export { createIlive, Ilive } from './ilive.js';
export { codeRow, en, type CodeRow, type CodeTexts } from './codes.js';
export { IliveError, type Delivery, type ErrorModule, type OldRoom, type RaisedBy } from './errors.js';
export * as Limits from './limits.gen.js';
export { Rights } from './rights.js';
export type * from './types/chat.js';
export type * from './types/client.js';
export type * from './types/devices.js';
export type { IliveConfig } from './config.js';
export type { Timers } from './timers.js';
export type * from './types/ids.js';
export type * from './types/layers.js';
export type * from './types/media.js';
export type * from './types/observable.js';
export type * from './types/room.js';
export type * from './types/stage.js';
export type * from './types/state.js';
export type * from './types/stats.js';
