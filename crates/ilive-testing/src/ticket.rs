use std::time::{SystemTime, UNIX_EPOCH};

use ilive_protocol::{AppId, UserId};
use ilive_ticket::{Claims, Secret, mint_user_sig_v2};

/// The app that is served: its tickets' bits suffice for the stage.
pub const APP: u32 = 1_400_000_100;
pub(crate) const SECRET: &str = "the secret of the test's app";
/// Longer than any test.
const DAY_S: u64 = 86_400;

/// A good ticket.
///
/// # Panics
/// `user` is no user's id.
pub fn sig(user: &str) -> String {
    let user: UserId = user.parse().expect("a user id");
    let app = AppId::new(APP).expect("not 0");
    let issued_at = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let claims = Claims { app, user: &user, issued_at, valid_s: DAY_S };
    mint_user_sig_v2(&Secret::new(SECRET).expect("a secret"), &claims)
}
