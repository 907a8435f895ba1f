import type { ComponentChildren } from 'preact';
import { t } from '../i18n';
import { navigate } from '../router/router';
import { waysOn } from '../room/ways-on';
import { Button } from '../ui/button';
import { ErrorCard } from '../ui/error-card';
import type { Failure } from '../ui/errors';
import { Centered } from '../ui/state';
import { guestsAllowed } from './guests';
import { checkGivenTicket, dropTicket, ticketCheck } from './ticket-check';

/** Lets through who has a good ticket, or none; tells the others what is wrong with theirs. */
export function TicketGate({ children }: { children: ComponentChildren }) {
  const { value } = ticketCheck;
  switch (value.state) {
    case 'fine':
      return <>{children}</>;
    case 'checking':
      return <Centered><p class="muted" role="status">{t().common.loading}</p></Centered>;
    case 'refused':
      return (
        <Centered>
          <TicketProblem failure={value.failure}>
            <Button onClick={() => navigate({ page: 'home' })}>{t().common.home}</Button>
          </TicketProblem>
        </Centered>
      );
  }
}

/** The same above what can be seen without a ticket. */
export function TicketNotice() {
  const { value } = ticketCheck;
  return value.state === 'refused' ? <TicketProblem failure={value.failure} /> : null;
}

function TicketProblem({ failure, children }: { failure: Failure; children?: ComponentChildren }) {
  const words = t();
  const ways = waysOn(failure, { guest: false, guests: guestsAllowed.value });
  const again = ways.retry && <Button kind="primary" onClick={() => void checkGivenTicket()}>{words.common.retry}</Button>;
  const asGuest = ways.newGuest && (
    <Button kind={ways.retry ? 'neutral' : 'primary'} onClick={() => void dropTicket()}>{words.errors.newGuest}</Button>
  );
  return <ErrorCard failure={failure} note={words.errors.ticketNote} actions={<>{again}{asGuest}{children}</>} />;
}
