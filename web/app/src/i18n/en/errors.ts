/** Around the texts of the contract, which come from its own table. */
export const errors = {
  title: 'Something went wrong',
  why: 'What it means',
  fix: 'What to do',
  code: 'Code',
  reason: 'Reason',
  trace: 'Trace',
  copyDiagnostics: 'Copy diagnostics',
  diagnosticsCopied: 'Diagnostics copied',
  manual: 'Manual page',
  manualOf: (code: number) => `Manual page of code ${code}`,
  watchRoom: (room: string) => `Watch room ${room}`,
  newGuest: 'Continue as a guest',
  signIn: 'This server takes signed-in people only. The way in is a link that the app’s own server gives you: open that link.',
  unknown: 'An error without a code of the contract. The browser said:',
  storage: 'This page keeps its guest account in the tab. Allow site data, then try again.',
};
