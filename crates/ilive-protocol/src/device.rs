//! Kinds of devices, what each sends, and what frames of the app's own may look like (B.4).

mod frame;
mod kind;

pub use frame::{EXTERNAL_SIZES, PixelFormat, is_external_size};
pub use kind::DeviceKind;
