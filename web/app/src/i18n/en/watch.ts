/** The audience's page. */
export const watch = {
  soundOn: 'Sound on',
  soundOff: 'Sound off',
  volume: 'Volume',
  quality: 'Quality',
  qualityAuto: 'Auto',
  qualityMedium: 'Medium',
  qualityLow: 'Saves data',
  qualityHint: 'The most that is shown. A weak network shows less.',

  raiseHand: 'Join on stage',
  checkTitle: 'Before you go on stage',
  checkText: 'Check how you look and sound. The host sees your request.',
  ask: 'Ask the host',
  place: (ordinal: string) => `${ordinal} in line`,
  waiting: 'The host has your request.',
  cancelRequest: 'Cancel',
  refused: 'The host said: not now.',
  goingOn: 'You are on stage in',
  leaveStage: 'Leave the stage',
  takenOff: 'You are back in the audience.',

  invitedTitle: (host: string) => `${host} invites you on stage`,
  invitedText: 'People will see and hear you. Check how you look and sound first.',
  inviteAccept: 'Come on stage',
  inviteRefuse: 'Not now',

  awayTitle: (host: string) => `${host} will be right back`,
  awayLinkText: 'The host’s connection was lost. Stay here: the picture returns by itself.',
  awayText: 'The host is away. Stay here: the picture returns by itself.',
  waitTitle: 'The picture is on its way',
  waitText: 'The host has neither camera nor screen on.',
  soundOnlyText: 'You hear the host. There is no picture at the moment.',

  roomMissingText: (room: string) => `Room ${room} is not live at the moment.`,

  leave: 'Leave the room',
};
