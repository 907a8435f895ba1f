import { t } from '../i18n';
import { navigate } from '../router/router';
import { guestsAllowed } from '../session/guests';
import { givenTicket } from '../session/session';
import { dropTicket } from '../session/ticket-check';
import { Button } from '../ui/button';
import { ErrorCard } from '../ui/error-card';
import type { Failure } from '../ui/errors';
import { waysOn } from './ways-on';

interface RoomProblemProps {
  room: string;
  failure: Failure;
  onRetry: () => void;
}

/** In the place of a room that could not be entered, or was lost: the card of the error, and the ways on. */
export function RoomProblem({ room, failure, onRetry }: RoomProblemProps) {
  const words = t().errors;
  const ways = waysOn(failure, { guest: givenTicket() === undefined, guests: guestsAllowed.value });
  const home = () => navigate({ page: 'home' });
  const anew = () => void dropTicket().then(onRetry);
  return (
    <ErrorCard
      level="h1"
      failure={failure}
      actions={
        <>
          {ways.retry && <Button kind="primary" onClick={onRetry}>{t().common.retry}</Button>}
          {ways.newGuest && <Button kind={ways.retry ? 'neutral' : 'primary'} onClick={anew}>{words.newGuest}</Button>}
          <Button kind={ways.retry || ways.newGuest ? 'neutral' : 'primary'} onClick={home}>{t().common.home}</Button>
          {ways.watch && <Button onClick={() => navigate({ page: 'watch', room })}>{words.watchRoom(room)}</Button>}
        </>
      }
    />
  );
}
