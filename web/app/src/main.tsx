import { render } from 'preact';
import { App } from './app';
import { applyPrefs } from './prefs/prefs';
import { startRouter } from './router/router';
import { readGuests } from './session/guests';
import { followTicketsInAddress } from './session/session';
import { checkGivenTicket } from './session/ticket-check';
import './styles/tokens.css';
import './styles/base.css';

applyPrefs();
followTicketsInAddress();
void readGuests();
void checkGivenTicket();
startRouter();

const root = document.getElementById('app');
if (root === null) throw new Error('index.html has no element "app"');
render(<App />, root);
