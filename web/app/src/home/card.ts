import type { RoomCard } from '@ilive/client';

/**
 * What a card without a cover lacks: only its preview, as a bot and an encoder make none, or the picture itself, where
 * nobody sends.
 */
export function coverlessOf(card: RoomCard): 'preview' | 'picture' {
  return card.live ? 'preview' : 'picture';
}
