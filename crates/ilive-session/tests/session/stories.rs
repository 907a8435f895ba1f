//! What happens in order.

mod entry;
mod link;
mod local;
mod phone;
mod returning;
mod room;
