import { Hand } from 'lucide-preact';
import { useEffect, useMemo } from 'preact/hooks';
import { DeviceCheck } from '../devices/check';
import { DevicePickers, PreviewPane } from '../devices/device-check';
import { t } from '../i18n';
import { Button } from '../ui/button';
import { Dialog } from '../ui/dialog';
import type { StageFlow } from './stage-flow';

/** How one looks and sounds, before asking for the stage or coming onto it. Open while the flow is at its check. */
export function CheckDialog({ flow }: { flow: StageFlow }) {
  const { value } = flow.step;
  return value.step === 'check' ? <Check flow={flow} why={value.why} /> : null;
}

function Check({ flow, why }: { flow: StageFlow; why: 'ask' | 'invited' }) {
  const words = t().watch;
  const check = useMemo(() => new DeviceCheck(), []);
  useEffect(() => {
    void check.start();
    return () => check.stop();
  }, [check]);

  const chosen = check.chosen.value;
  const nothing = chosen.camera === false && chosen.microphone === false;
  const go = () => {
    check.stop();
    void flow.checked(chosen);
  };
  const actions = (
    <>
      <Button onClick={flow.unchecked}>{t().common.cancel}</Button>
      <Button kind="primary" icon={Hand} busy={check.busy.value} disabled={nothing} onClick={go}>
        {why === 'ask' ? words.ask : words.inviteAccept}
      </Button>
    </>
  );
  return (
    <Dialog title={words.checkTitle} size="wide" onClose={flow.unchecked} actions={actions}>
      <p class="muted small">{why === 'ask' ? words.checkText : words.invitedText}</p>
      <div class="check">
        <PreviewPane check={check} />
        <DevicePickers check={check} />
      </div>
    </Dialog>
  );
}
