//! What a device is called.

use std::fmt;
use std::str::FromStr;

use ilive_protocol::device::DeviceKind;
use ilive_protocol::text::is_plain;

use crate::DeviceError;

/// The id of a device: 1 to 256 printable characters, the same after it was away and has come back.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DeviceId(String);

/// Text that is no device id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a device id has 1 to 256 printable characters")]
pub struct BadDeviceId;

/// A device in a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceInfo {
    /// What it is for.
    pub kind: DeviceKind,
    /// What it is opened by.
    pub id: DeviceId,
    /// What people know it by.
    pub name: String,
}

impl DeviceId {
    /// Longest id, in characters.
    pub const MAX_CHARS: usize = 256;

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl FromStr for DeviceId {
    type Err = BadDeviceId;

    fn from_str(text: &str) -> Result<Self, BadDeviceId> {
        // No text of 256 characters is longer than 1024 bytes: the rest is not even counted.
        let short = text.len() <= 4 * Self::MAX_CHARS && text.chars().count() <= Self::MAX_CHARS;
        if !text.is_empty() && short && is_plain(text) { Ok(Self(text.to_owned())) } else { Err(BadDeviceId) }
    }
}

impl From<BadDeviceId> for DeviceError {
    fn from(BadDeviceId: BadDeviceId) -> Self {
        Self::BadId
    }
}

impl fmt::Display for DeviceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_short_and_printable() {
        for (case, text, good) in [
            ("plain", "virtual:pattern", true),
            ("of a system", "{0.0.1.00000000}.{麦克风}", true),
            ("longest", &"x".repeat(256), true),
            ("too long", &"x".repeat(257), false),
            ("empty", "", false),
            ("with a line break", "a\nb", false),
            ("with a null", "a\0", false),
            ("turned around", "\u{202E}citamotua", false),
        ] {
            assert_eq!(text.parse::<DeviceId>().is_ok(), good, "{case}");
        }
    }
}
