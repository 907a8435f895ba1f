import type { RoomSummary as WireSummary } from './gen/ilive/v1/room_pb.js';
import type { RoomSummary } from './types/room.js';

export function summaryFromWire(wire: WireSummary): RoomSummary {
  const { peakPeople, totalPeople } = wire;
  return { durationMs: Number(wire.durationMs), peakPeople, totalPeople, messages: Number(wire.messages) };
}
