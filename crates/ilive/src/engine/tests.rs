//! Engines on a real server: what one sends, the other sees and hears.

mod devices;
mod echo;
mod films;
mod link;
mod media;
mod paths;
mod relay;
mod seat;
mod slow;
