import { CircleAlert } from 'lucide-preact';
import { t } from '../i18n';
import { CopyDiagnostics, ManualLink, problemText } from '../ui/error-card';
import type { Failure } from '../ui/errors';

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
          {failure.error.subReason !== '' && <> · <span class="mono">{failure.error.subReason}</span></>}
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
  if (TOO_MANY.has(failure.error.subReason)) return { title: preflight.networkTooMany, text: preflight.networkTooManyText };
  return problemText(failure.error);
}
