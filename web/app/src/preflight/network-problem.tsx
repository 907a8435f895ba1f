import { CircleAlert } from 'lucide-preact';
import { t } from '../i18n';
import { waysOn } from '../room/ways-on';
import { guestsAllowed } from '../session/guests';
import { CopyDiagnostics, ManualLink } from '../ui/error-card';
import { contractText } from '../ui/error-text';
import type { Failure } from '../ui/errors';

/** Nobody answered, or not in time. */
const SILENT: ReadonlySet<number> = new Set([8012, 1005]);
/** By this person in a minute, or by all at a time. */
const TOO_MANY: ReadonlySet<string> = new Set(['throttled', 'server_full']);

/** Why there is no result, and what to do. */
export function NetworkProblem({ failure }: { failure: Failure }) {
  const { title, text } = textsOf(failure);
  return (
    <div class="network-problem" role="alert">
      <p class="network-line network-poor">
        <CircleAlert size={18} aria-hidden="true" />
        <strong>{title}</strong>
      </p>
      <p class="small">{text}</p>
      {failure.kind === 'ilive' && (
        <p class="tiny muted">
          <span class="num">{failure.error.code}</span> <span class="mono">{failure.error.name}</span>
        </p>
      )}
      <div class="network-ways">
        {failure.kind === 'ilive' && <ManualLink error={failure.error} />}
        <CopyDiagnostics failure={failure} />
      </div>
    </div>
  );
}

function textsOf(failure: Failure): { title: string; text: string } {
  const { preflight, errors } = t();
  if (failure.kind === 'other') return { title: errors.title, text: `${errors.unknown} ${failure.text}` };
  const { code, subReason } = failure.error;
  if (SILENT.has(code)) return { title: preflight.networkBad, text: preflight.networkBadText };
  if (TOO_MANY.has(subReason)) return { title: preflight.networkTooMany, text: preflight.networkTooManyText };
  const { text, fix } = contractText(failure.error);
  return { title: text, text: waysOn(failure, guestsAllowed.value).signIn ? errors.signIn : fix };
}
