import { pluralOf } from '../plural';

const plural = pluralOf('en');

/** The list of live rooms. */
export const home = {
  title: 'Live now',
  search: 'Search rooms',
  searchHint: 'Room or name',
  clearSearch: 'Clear the search',
  found: (n: string, count: number) => plural(count, { one: `${n} room`, other: `${n} rooms` }),
  watching: (n: string, count: number) => plural(count, { one: `${n} person is here`, other: `${n} people are here` }),
  liveSince: (time: string) => `Live since ${time}`,
  noPreview: 'No preview',
  noPicture: 'No picture yet',
  emptyTitle: 'Nobody is live yet',
  emptyText: 'Be the first. It takes your name and one click.',
  signedInOnly: 'This server takes signed-in people only. The way in is a link that the app’s own server gives you.',
  noMatchTitle: 'No live room matches',
  noMatchText: (query: string) => `Nothing that is live has “${query}” in its number or name.`,
  openRoom: (room: string) => `Open room ${room}`,
  recent: 'Recently visited',
  forgetRecent: 'Clear',
  recentLabel: (title: string) => `Open ${title} again`,
  errorTitle: 'The list of rooms did not load',
};
