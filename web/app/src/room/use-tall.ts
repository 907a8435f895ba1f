import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

/** Whether the large picture of the stage is higher than wide. Known with the picture's size, so before its first frame is seen. */
export function useTall(stage: RefObject<HTMLElement>): boolean {
  const [tall, setTall] = useState(false);
  const read = () => {
    const video = stage.current?.querySelector<HTMLVideoElement>('.tile[data-big="true"] video');
    setTall(video !== null && video !== undefined && video.videoHeight > video.videoWidth);
  };
  // Another picture may have become the large one, or there is none any more.
  useLayoutEffect(read);
  useLayoutEffect(() => {
    const control = new AbortController();
    // They do not bubble: on the way down they pass here.
    for (const event of ['loadedmetadata', 'resize']) stage.current?.addEventListener(event, read, { capture: true, signal: control.signal });
    return () => control.abort();
  }, []);
  return tall;
}
