import { encode } from 'uqr';
import { useMemo } from 'preact/hooks';
import type { RoomId } from '@ilive/client';
import { t } from '../i18n';
import { pathOf } from '../router/route';
import { CopyField } from '../ui/copy-field';
import { Dialog } from '../ui/dialog';
import { isLoopback } from './loopback';
import { roomText } from './room-id';
import './share-dialog.css';

/** The link to a room, to copy and to scan: no phone gets anywhere by an address of this machine alone. */
export function ShareDialog({ room, onClose }: { room: RoomId; onClose: () => void }) {
  const words = t().room;
  const link = location.origin + pathOf({ page: 'watch', room: roomText(room) });
  return (
    <Dialog title={words.shareTitle} onClose={onClose}>
      {isLoopback(location.hostname) ? (
        <p>{words.shareLoopback}</p>
      ) : (
        <div class="share">
          <QrCode text={link} label={words.shareQr(roomText(room))} />
          <p class="muted small">{words.shareHint}</p>
        </div>
      )}
      <CopyField label={words.shareLink} value={link} />
    </Dialog>
  );
}

/** Dark on light in both themes: that is what cameras read. */
function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => qrPath(text), [text]);
  return (
    <svg class="qr" viewBox={`0 0 ${size} ${size}`} role="img" aria-label={label} shape-rendering="crispEdges">
      <path d={path} />
    </svg>
  );
}

/** The dark modules of a code as one path, with the quiet border that readers need. */
function qrPath(text: string): { path: string; size: number } {
  const { data, size } = encode(text, { border: 2 });
  const path = data.flatMap((row, y) => row.flatMap((dark, x) => (dark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return { path, size };
}
