/** Around the words for a failure. */
export const errors = {
  title: 'Something went wrong',
  code: 'Code',
  reason: 'Reason',
  trace: 'Trace',
  copyDiagnostics: 'Copy diagnostics',
  diagnosticsCopied: 'Diagnostics copied',
  manualOf: (code: number) => `Manual page of code ${code}`,
  watchRoom: (room: string) => `Watch room ${room}`,
  newGuest: 'Continue as a guest',
  ticketNote: 'This page was opened by a link that says who you are. The server refuses it.',
  unknown: 'Reload the page, then try again. The browser said:',
};
