//! A login: who it is, and whether a session of theirs goes on or a new one begins.

use ilive_core::room::Person;
use ilive_core::session::{Ended, LinkId, Opening};
use ilive_protocol::wire::{self, Platform};

use super::LinkWriter;
use crate::clock::{unix_ms, unix_s};
use crate::refusal::Refusal;
use crate::session::{self, Attach, SessionHandle};
use crate::shared::Shared;
use crate::words::{nick, random_word};

/// Checks the login in the order of the contract and hands the link to a session.
pub(super) async fn log_in(
    shared: &Shared,
    writer: &LinkWriter,
    link: LinkId,
    request_id: u32,
    login: wire::Login,
) -> Result<SessionHandle, Refusal> {
    if login.protocol != 1 {
        let said = format!("protocol {} is not spoken here: this server speaks 1", login.protocol);
        return Err(Refusal::bad("protocol", said));
    }
    let class = match login.platform() {
        Platform::Unspecified => {
            return Err(Refusal::bad("platform", "platform: say web, desktop or mobile"));
        }
        class => class,
    };
    let nick = nick(&login.nick)?;
    let (app, ticket) = shared.apps.user_sig(login.sdk_app_id, &login.user_sig, unix_s())?;
    if !login.user_id.is_empty() && login.user_id != ticket.user.as_str() {
        let said = format!("the ticket is of {}, not of {}", ticket.user, login.user_id);
        return Err(Refusal::denied("identifier_mismatch", said));
    }
    let user = shared.store.user(app.id, &ticket.user, nick, unix_ms()).await?;
    let issued_at_s = ticket.issued_at;
    let ticket_expires_at_ms = ticket.expires_at.saturating_mul(1000);
    tracing::debug!(user = %user.id, client = ?login.client, "login");

    if let Some(resume) = &login.resume {
        let attach = Attach { link, writer: writer.clone(), request_id, issued_at_s, ticket_expires_at_ms };
        let known = shared.hub.session(&resume.session_id).filter(|known| known.tiny == user.tiny);
        if let Some(known) = known
            && known.resume(attach, resume).await
        {
            return Ok(known);
        }
    }
    let opening = Opening {
        link,
        request_id,
        session_id: random_word(),
        resume_token: random_word(),
        person: Person { user: user.id, tiny: user.tiny, nick: user.nick },
        ticket_expires_at_ms,
    };
    let session = session::start(shared, app.id, class, issued_at_s, opening, writer.clone());
    if let Some(older) = shared.hub.log_in(&session) {
        older.end(Ended::Replaced);
    }
    Ok(session)
}
