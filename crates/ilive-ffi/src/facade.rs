//! The one object (B.1 to B.9). Each file has a part of its functions.

pub mod chat;
pub mod device_test;
pub mod devices;
pub mod handlers;
pub mod login;
pub mod phone;
pub mod rooms;
pub mod stage;
