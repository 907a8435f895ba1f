import { UserRound } from 'lucide-preact';
import { t } from '../i18n';
import { route } from '../router/router';
import { Button } from '../ui/button';
import { guestsAllowed } from './guests';
import { givenTicket } from './session';
import { signedInAs } from './ticket';
import { dropTicket, ticketCheck } from './ticket-check';
import './signed-in.css';

/** Whom a link has signed in, and the way to be a guest instead. Absent for guests, who are nobody in particular. */
export function SignedIn() {
  const user = signedInAs(givenTicket(), ticketCheck.value.state);
  if (user === null) return null;
  const { page } = route.value;
  // Who changes in a room would leave it without having asked to.
  const inRoom = page === 'studio' || page === 'watch';
  return (
    <div class="signed-in">
      <p class="signed-in-user">
        <UserRound size={18} aria-hidden="true" />
        {t().common.signedInAs(user)}
      </p>
      {guestsAllowed.value && !inRoom && <Button onClick={() => void goOnAsGuest()}>{t().errors.newGuest}</Button>}
    </div>
  );
}

/** From the start, as what the page shows is by the ticket too: the rooms of its app, a test that runs under its login. */
async function goOnAsGuest(): Promise<void> {
  await dropTicket();
  location.reload();
}
