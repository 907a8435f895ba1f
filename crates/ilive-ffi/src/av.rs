//! The AV layer (C.1 to C.8), with numbers 1 to 7000. It works with tiny ids: numbers of members that IM resolves.

pub mod context;
pub mod device_test;
pub mod devices;
pub mod invitation;
pub mod room;
