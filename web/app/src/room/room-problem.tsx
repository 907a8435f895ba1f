import { t } from '../i18n';
import { guestsAllowed } from '../session/guests';
import { forgetTicket } from '../session/session';
import { Button } from '../ui/button';
import { ErrorCard } from '../ui/error-card';
import type { Failure } from '../ui/errors';
import { waysOn } from './ways-on';

/** In the place of a room that could not be entered, or was lost: the card of the error, and the ways on. */
export function RoomProblem({ failure, title, onRetry }: { failure: Failure; title?: string; onRetry: () => void }) {
  const words = t().errors;
  const ways = waysOn(failure, guestsAllowed.value);
  const anew = () => void forgetTicket().then(onRetry);
  return (
    <ErrorCard
      level="h1"
      failure={failure}
      {...(title === undefined ? {} : { title })}
      {...(ways.signIn ? { note: words.signIn } : {})}
      actions={
        <>
          <Button kind="primary" onClick={onRetry}>{t().common.retry}</Button>
          {ways.newGuest && <Button onClick={anew}>{words.newGuest}</Button>}
        </>
      }
    />
  );
}
