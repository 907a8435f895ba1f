import { useEffect, useRef } from 'preact/hooks';
import './track-video.css';

interface TrackVideoProps {
  track: MediaStreamTrack;
  label: string;
  /** As in a mirror: only for the own camera. */
  mirrored?: boolean;
  class?: string;
}

/** A track of this machine, shown. Silent: nobody wants to hear themselves. */
export function TrackVideo({ track, label, mirrored = false, class: extra = '' }: TrackVideoProps) {
  const ref = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    const video = ref.current;
    if (video === null) return;
    video.srcObject = new MediaStream([track]);
    return () => {
      video.srcObject = null;
    };
  }, [track]);
  return <video ref={ref} class={`${extra} ${mirrored ? 'mirrored' : ''}`} aria-label={label} autoplay muted playsInline disablePictureInPicture />;
}
