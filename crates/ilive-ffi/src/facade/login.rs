//! Login and logout (B.1, B.2).

use std::mem::MaybeUninit;
use std::os::raw::c_void;

use ilive_session::Call;
use ilive_session::call::Secret;

use crate::args::Level;
use crate::callback::ilive_done;
use crate::client::{Later, ilive_client, ilive_op, later};
use crate::text::ilive_text;

/// Logs in and starts the AV context.
///
/// At once: 8021, 8011, 8024 for the same user, 8004 for another. Later: 8012 without a network, 8052 when somebody else
/// answers, 10003 for a bad ticket, 8051 for one that has run out, 1005.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_login(
    client: ilive_client,
    user_id: ilive_text,
    user_sig: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        let user_id = args.text(user_id, "user_id")?;
        let user_sig = Secret(args.text(user_sig, "user_sig")?);
        Ok(Call::Login { user_id, user_sig, nick: args.client.nick.clone() })
    })
}

/// Leaves everything; what is pending completes with 8007.
///
/// 8009 when not logged in.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_logout(
    client: ilive_client,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |_| Ok(Call::Logout))
}

/// Puts a new userSig in the place of one that runs out.
///
/// 8009 when not logged in; 10003 for a bad ticket.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_renew_ticket(
    client: ilive_client,
    user_sig: ilive_text,
    done: ilive_done,
    user: *mut c_void,
    op: Option<&mut MaybeUninit<ilive_op>>,
) -> i32 {
    later(client, Level::Facade, Later::new(done, user, op), |args| {
        Ok(Call::RenewTicket(Secret(args.text(user_sig, "user_sig")?)))
    })
}
