//! Which simulcast layer a slot shows, and asking publishers for keyframes.

mod choice;
mod keyframes;
mod selector;

pub use choice::{LayerState, Wish, choose};
pub use keyframes::{KEYFRAME_INTERVAL, KeyframeRequests};
pub use selector::{Passage, Selector};
