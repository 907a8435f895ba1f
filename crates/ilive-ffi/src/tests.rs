//! The functions as C calls them, against a real server where they need one.

mod arguments;
mod callbacks;
mod calls;
mod ears;
mod every;
mod handles;
mod threads;
