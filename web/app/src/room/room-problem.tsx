import { t } from '../i18n';
import { forgetTicket } from '../session/session';
import { Button } from '../ui/button';
import { ErrorCard } from '../ui/error-card';
import type { Failure } from '../ui/errors';

/** What a new guest account would mend: a ticket that is refused or has run out, a login that another one replaced. */
const BY_TICKET: ReadonlySet<number> = new Set([8050, 8051, 10003]);
/** No ticket mends these: the host or the operator said no. */
const BY_HOST: ReadonlySet<string> = new Set(['kicked', 'room_taken', 'host_only', 'origin_refused']);

/** In the place of a room that could not be entered, or was lost: the card of the error, and the ways on. */
export function RoomProblem({ failure, title, onRetry }: { failure: Failure; title?: string; onRetry: () => void }) {
  const anew = () => void forgetTicket().then(onRetry);
  return (
    <ErrorCard
      level="h1"
      failure={failure}
      {...(title === undefined ? {} : { title })}
      actions={
        <>
          <Button kind="primary" onClick={onRetry}>{t().common.retry}</Button>
          {mendedByNewGuest(failure) && <Button onClick={anew}>{t().errors.newGuest}</Button>}
        </>
      }
    />
  );
}

function mendedByNewGuest(failure: Failure): boolean {
  if (failure.kind !== 'ilive') return false;
  const { code, subReason } = failure.error;
  return BY_TICKET.has(code) && !BY_HOST.has(subReason);
}
