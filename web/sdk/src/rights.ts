/** The eight authority bits of tickets (E.1), and what role types may at most have. */
export const Rights = {
  create: 0x01,
  join: 0x02,
  sendAudio: 0x04,
  receiveAudio: 0x08,
  sendMain: 0x10,
  receiveMain: 0x20,
  sendAux: 0x40,
  receiveAux: 0x80,
  host: 0xff,
  cohost: 0xfe,
  audience: 0xaa,
} as const;
