//! The SDK as an app uses it, against a real server.

mod calls;
mod events;
mod examples;
#[path = "../../../ilive-devices/tests/recording/ffmpeg.rs"]
mod ffmpeg;
mod link;
mod media;
mod world;
