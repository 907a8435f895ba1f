import { pluralOf } from '../plural';

const plural = pluralOf('en');

/** Inside a room: what the host and the audience share. */
export const room = {
  chat: 'Chat',
  people: 'People',
  requests: 'Requests',
  panel: 'Chat and people',
  showPanel: 'Show the chat',
  hidePanel: 'Hide the chat',

  chatLog: 'Messages',
  chatEmpty: 'Nothing said yet. Say hello.',
  chatInput: 'Say something',
  send: 'Send',
  sending: 'Sending …',
  notSent: 'Not sent',
  sendAgain: 'Send again',
  tooLong: (limit: string) => `At most ${limit} characters`,
  newMessages: 'New messages',
  earlier: 'Earlier messages',
  announce: 'Read new messages aloud',
  announcePause: 'Stop reading new messages aloud',
  chatFailed: 'The chat did not load',
  joined: (name: string) => `${name} is here`,
  custom: 'A message that this page cannot show',

  peopleCount: (n: string, count: number) => plural(count, { one: `${n} person is here`, other: `${n} people are here` }),
  peopleEmpty: 'Nobody else is here yet.',
  peopleFailed: 'The list did not load',
  onStage: 'On stage',
  away: 'Connection lost',
  inQueue: 'Hand raised',
  personMenu: (name: string) => `What to do with ${name}`,

  stage: 'Stage',
  tileOf: (name: string) => `Picture of ${name}`,
  tileScreen: (name: string) => `Screen of ${name}`,
  screenOf: (name: string) => `${name}’s screen`,
  yourScreen: 'Your screen',
  micIsOff: 'Microphone off',
  mutedByHost: 'Muted by the host',
  cameraIsOff: 'Camera off',

  micOn: 'Turn the microphone on',
  micOff: 'Turn the microphone off',
  cameraOn: 'Turn the camera on',
  cameraOff: 'Turn the camera off',
  screenOn: 'Share your screen',
  screenOff: 'Stop sharing',
  devices: 'Camera and microphone',
  fullScreen: 'Full screen',
  exitFullScreen: 'Leave full screen',
  talking: 'You are talking while space is held',
  mutedNotice: 'The host has muted you.',
  unmutedNotice: 'The host lets you speak again.',

  tapForSound: 'Tap for sound',

  share: 'Share',
  shareTitle: 'Invite people to watch',
  shareLink: 'Link to this room',
  shareQr: (room: string) => `QR code of the link to room ${room}`,
  shareHint: 'Scan it with a phone to watch there.',

  reconnecting: 'Connection lost. Reconnecting …',
  reconnectingFor: (seconds: string) => `Connection lost. Reconnecting, your place is kept for ${seconds}.`,
  reconnected: 'Connected again.',
  mediaLost: 'Picture and sound are interrupted. Restoring …',
  entering: 'Opening the room …',

  yourNetworkWeak: 'Your network is weak',
  hostNetworkWeak: 'The host’s network is weak',

  endedTitle: 'The live has ended',
  endedBy: (host: string) => `Thank you for watching ${host}.`,
  summaryDuration: 'Duration',
  summaryPeak: 'Most at once',
  summaryTotal: 'People in all',
  summaryMessages: 'Messages',
  otherRooms: 'Live now',
};
