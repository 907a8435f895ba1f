import type { Support } from './types/client.js';

/** What this browser can do, and which words say what it lacks. */
export function support(): Support {
  const devices: Partial<MediaDevices> | undefined = globalThis.navigator?.mediaDevices;
  const lacks = {
    no_websocket: typeof WebSocket === 'undefined',
    no_webrtc: typeof RTCPeerConnection === 'undefined',
    insecure_context: globalThis.isSecureContext === false,
    no_getusermedia: typeof devices?.getUserMedia !== 'function',
    no_getdisplaymedia: typeof devices?.getDisplayMedia !== 'function',
  };
  const watch = !lacks.no_websocket && !lacks.no_webrtc;
  return {
    watch,
    publish: watch && !lacks.no_getusermedia,
    screen: watch && !lacks.no_getdisplaymedia,
    missing: Object.entries(lacks).flatMap(([word, missing]) => (missing ? [word] : [])),
  };
}
