//! Kinds of devices and what each sends.

use std::fmt;

use crate::wire::{Source, UplinkKind};

/// A kind of device. One of each can be open (B.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DeviceKind {
    /// A camera: the main picture.
    Camera,
    /// Frames from the app in the camera's place.
    ExternalMain,
    /// Frames from the app as the auxiliary picture.
    ExternalAux,
    /// A microphone.
    Microphone,
    /// A speaker.
    Player,
    /// The screen, a window or an area: the auxiliary picture.
    Screen,
    /// The system's sound, mixed into the microphone's.
    SystemSound,
    /// A media file as the auxiliary picture.
    MediaFile,
}

impl DeviceKind {
    /// In the order of the original's operation ids.
    pub const ALL: [Self; 8] = [
        Self::Camera,
        Self::ExternalMain,
        Self::ExternalAux,
        Self::Microphone,
        Self::Player,
        Self::Screen,
        Self::SystemSound,
        Self::MediaFile,
    ];

    /// What it is told to the server as; none for what sends nothing of its own.
    #[must_use]
    pub fn uplink(self) -> Option<(Source, UplinkKind)> {
        match self {
            Self::Camera => Some((Source::Main, UplinkKind::Camera)),
            Self::ExternalMain => Some((Source::Main, UplinkKind::External)),
            Self::ExternalAux => Some((Source::Aux, UplinkKind::External)),
            Self::Microphone => Some((Source::Audio, UplinkKind::Microphone)),
            Self::Screen => Some((Source::Aux, UplinkKind::Screen)),
            Self::MediaFile => Some((Source::Aux, UplinkKind::File)),
            Self::Player | Self::SystemSound => None,
        }
    }

    /// Other kinds that feed the same source: one of them at a time, else 1002.
    #[must_use]
    pub fn rivals(self) -> Vec<Self> {
        let source = self.uplink().map(|(source, _)| source);
        let same = |other: &Self| {
            *other != self && source.is_some() && other.uplink().map(|(source, _)| source) == source
        };
        Self::ALL.into_iter().filter(same).collect()
    }

    /// Whether it is picked from a list of ids.
    #[must_use]
    pub fn is_listed(self) -> bool {
        matches!(self, Self::Camera | Self::Microphone | Self::Player)
    }

    /// Whether its frames come from the app.
    #[must_use]
    pub fn is_external(self) -> bool {
        matches!(self, Self::ExternalMain | Self::ExternalAux)
    }

    /// Whether the façade calls its general failure 8020 instead of `av` 1 (R1).
    #[must_use]
    pub const fn is_sound(self) -> bool {
        matches!(self, Self::Microphone | Self::Player)
    }

    /// The contract's word for an empty list (8022); none for what has no list.
    #[must_use]
    pub const fn none_word(self) -> Option<&'static str> {
        match self {
            Self::Camera => Some("no_camera"),
            Self::Microphone => Some("no_microphone"),
            Self::Player => Some("no_speaker"),
            _ => None,
        }
    }
}

impl fmt::Display for DeviceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Camera => "camera",
            Self::ExternalMain => "external capture",
            Self::ExternalAux => "external capture beside the camera",
            Self::Microphone => "microphone",
            Self::Player => "player",
            Self::Screen => "screen",
            Self::SystemSound => "system sound",
            Self::MediaFile => "media file",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::DeviceKind::{Camera, ExternalAux, ExternalMain, MediaFile, Microphone, Player, Screen};

    #[test]
    fn rivals_feed_the_same_source() {
        assert_eq!(Camera.rivals(), [ExternalMain]);
        assert_eq!(Screen.rivals(), [ExternalAux, MediaFile]);
        assert_eq!(Microphone.rivals(), []);
        assert_eq!(Player.rivals(), []);
    }
}
