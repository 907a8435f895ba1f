import type { RoomCard } from '@ilive/client';

/** The host's name: the user id where there is none. */
export function hostOf({ host }: RoomCard): string {
  return host.nick || host.userId;
}

/** The name to write below the title: null where the title says it already, as a bot's does. */
export function bylineOf(card: RoomCard): string | null {
  const host = hostOf(card);
  return card.title.trim() === host.trim() ? null : host;
}

/**
 * What a card without a cover lacks: only its preview, as a bot and an encoder make none, or the picture itself, where
 * nobody sends.
 */
export function coverlessOf(card: RoomCard): 'preview' | 'picture' {
  return card.live ? 'preview' : 'picture';
}
