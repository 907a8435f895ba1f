import type { LinkWorld, Wire, WireHandlers } from './link.js';
import { probe } from './probe.js';
import { SUB_PROTOCOL } from './wire.js';

/** `https://host` → `wss://host/ws/v1`. */
function socketUrl(url: string): string {
  return `${url.replace(/^http/, 'ws')}/ws/v1`;
}

function dial(url: string, handlers: WireHandlers): Wire {
  const socket = new WebSocket(socketUrl(url), SUB_PROTOCOL);
  socket.binaryType = 'arraybuffer';
  socket.onopen = () => handlers.opened();
  socket.onmessage = ({ data }) => handlers.received(data instanceof ArrayBuffer ? data : new ArrayBuffer(0));
  socket.onclose = () => handlers.closed();
  return {
    send: (bytes) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(bytes);
    },
    close: () => socket.close(),
  };
}

/** The browser as the link's world. */
export function browserWorld(url: string): LinkWorld {
  return {
    dial: (handlers) => dial(url, handlers),
    probe: () => probe(url, fetch.bind(globalThis)),
    random: Math.random,
  };
}
