//! Calls and invitations, as logins ask for them and are told of them.

mod calls;
mod desk;
mod histories;
mod invites;
