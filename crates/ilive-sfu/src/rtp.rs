//! RTP headers (RFC 3550 section 5.1) and header extensions (RFC 8285), read and written within bounds.

mod extension;
mod header;

pub use extension::{ExtensionBlock, ExtensionIds, Values};
pub use header::{Header, View, header_len, read, write};

/// A header without CSRCs and extensions.
pub const FIXED_HEADER_LEN: usize = 12;
