//! The SDK as an app uses it, against a real server.

mod calls;
mod events;
mod link;
mod media;
mod world;
