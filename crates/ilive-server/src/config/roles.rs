//! An app's roles, as its operator writes them (E.3).

use std::fmt;

use ilive_protocol::wire::RoleType;
use serde::de::{Deserializer, Error, Unexpected, Visitor};
use serde::{Deserialize, Serialize};

/// One role: its name, what its rights are cut by, and what its encoders are set to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoleConfig {
    /// 1 to 64 bytes of plain text, each once.
    pub name: String,
    /// `default`, `host`, `audience` or `cohost`; or 0, 1, 2, 3.
    pub r#type: RoleKind,
    /// Whoever names no role, or one that is not in the list, gets this one. At most one.
    pub default: bool,
    /// The main video's encoder.
    pub video: RoleVideo,
    /// The microphone's.
    pub audio: RoleAudio,
    /// How long a receiver waits for what is late.
    pub net: RoleNet,
}

/// What a role's rights are cut by: written as its word, or as the number that E.3 has for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RoleKind {
    /// The ticket's bits.
    #[default]
    Default,
    /// All.
    Host,
    /// Receives.
    Audience,
    /// All but making rooms.
    Cohost,
}

impl<'de> Deserialize<'de> for RoleKind {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(KindVisitor)
    }
}

struct KindVisitor;

impl Visitor<'_> for KindVisitor {
    type Value = RoleKind;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("default, host, audience or cohost (0 to 3)")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<RoleKind, E> {
        match word {
            "default" => Ok(RoleKind::Default),
            "host" => Ok(RoleKind::Host),
            "audience" => Ok(RoleKind::Audience),
            "cohost" => Ok(RoleKind::Cohost),
            other => Err(E::invalid_value(Unexpected::Str(other), &self)),
        }
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<RoleKind, E> {
        match number {
            0 => Ok(RoleKind::Default),
            1 => Ok(RoleKind::Host),
            2 => Ok(RoleKind::Audience),
            3 => Ok(RoleKind::Cohost),
            other => Err(E::invalid_value(Unexpected::Signed(other), &self)),
        }
    }
}

impl From<RoleKind> for RoleType {
    fn from(kind: RoleKind) -> Self {
        match kind {
            RoleKind::Default => Self::Default,
            RoleKind::Host => Self::Host,
            RoleKind::Audience => Self::Audience,
            RoleKind::Cohost => Self::Cohost,
        }
    }
}

/// A role's main video.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoleVideo {
    /// Pixels, 16 to 4096, even.
    pub width: u32,
    /// Pixels, 16 to 4096, even.
    pub height: u32,
    /// Pictures a second, 1 to 60.
    pub fps: u32,
    /// Least bitrate in kbit/s, 1 to 50000.
    pub min_kbps: u32,
    /// Most bitrate in kbit/s, from `min_kbps` to 50000.
    pub max_kbps: u32,
}

/// A role's microphone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoleAudio {
    /// Bitrate in kbit/s, 6 to 510.
    pub kbps: u32,
    /// 8000, 12000, 16000, 24000 or 48000 Hz.
    pub sample_rate: u32,
    /// 1 or 2.
    pub channels: u32,
    /// Length of a packet: 10, 20, 40 or 60 ms.
    pub frame_ms: u32,
    /// What the loudspeaker plays is taken out.
    pub echo_cancellation: bool,
    /// Loudness is evened out.
    pub gain_control: bool,
    /// Noise is taken out.
    pub noise_suppression: bool,
}

/// A role's patience with what is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RoleNet {
    /// At the beginning, in ms; up to `max_delay_ms`.
    pub init_delay_ms: u32,
    /// At most, in ms; up to 10000.
    pub max_delay_ms: u32,
}

impl Default for RoleVideo {
    /// What a role without a word of its own gets.
    fn default() -> Self {
        Self { width: 640, height: 480, fps: 15, min_kbps: 400, max_kbps: 400 }
    }
}

impl Default for RoleAudio {
    fn default() -> Self {
        Self {
            kbps: 24,
            sample_rate: 48_000,
            channels: 2,
            frame_ms: 40,
            echo_cancellation: true,
            gain_control: false,
            noise_suppression: true,
        }
    }
}

impl Default for RoleNet {
    fn default() -> Self {
        Self { init_delay_ms: 100, max_delay_ms: 500 }
    }
}

impl RoleConfig {
    /// The scene "interactive live" of the original, for apps that name no roles.
    pub(crate) fn scene() -> Vec<Self> {
        let role = |name: &str, kind, (width, height, fps), (min_kbps, max_kbps), (init, max)| Self {
            name: name.to_owned(),
            r#type: kind,
            video: RoleVideo { width, height, fps, min_kbps, max_kbps },
            net: RoleNet { init_delay_ms: init, max_delay_ms: max },
            ..Self::default()
        };
        vec![
            role("user", RoleKind::Default, (640, 480, 15), (400, 400), (100, 500)),
            role("LiveMaster", RoleKind::Host, (1280, 720, 30), (2_000, 3_000), (100, 500)),
            role("LiveGuest", RoleKind::Cohost, (640, 480, 20), (1_200, 1_600), (100, 500)),
            role("Guest", RoleKind::Audience, (640, 480, 25), (800, 800), (500, 1_000)),
        ]
    }

    /// # Errors
    /// Which value cannot be, and what could.
    pub(crate) fn check(&self) -> anyhow::Result<()> {
        let RoleConfig { video, audio, net, .. } = self;
        let even = |pixels: u32| (16..=4_096).contains(&pixels) && pixels.is_multiple_of(2);
        for (what, value, good, range) in [
            ("video.width", video.width, even(video.width), "an even number from 16 to 4096"),
            ("video.height", video.height, even(video.height), "an even number from 16 to 4096"),
            ("video.fps", video.fps, (1..=60).contains(&video.fps), "1 to 60"),
            ("video.min_kbps", video.min_kbps, (1..=50_000).contains(&video.min_kbps), "1 to 50000"),
            (
                "video.max_kbps",
                video.max_kbps,
                (video.min_kbps..=50_000).contains(&video.max_kbps),
                "video.min_kbps to 50000",
            ),
            ("audio.kbps", audio.kbps, (6..=510).contains(&audio.kbps), "6 to 510"),
            (
                "audio.sample_rate",
                audio.sample_rate,
                [8_000, 12_000, 16_000, 24_000, 48_000].contains(&audio.sample_rate),
                "8000, 12000, 16000, 24000 or 48000",
            ),
            ("audio.channels", audio.channels, (1..=2).contains(&audio.channels), "1 or 2"),
            (
                "audio.frame_ms",
                audio.frame_ms,
                [10, 20, 40, 60].contains(&audio.frame_ms),
                "10, 20, 40 or 60",
            ),
            ("net.max_delay_ms", net.max_delay_ms, net.max_delay_ms <= 10_000, "0 to 10000"),
            (
                "net.init_delay_ms",
                net.init_delay_ms,
                net.init_delay_ms <= net.max_delay_ms,
                "0 to net.max_delay_ms",
            ),
        ] {
            anyhow::ensure!(good, "role {:?}: {what} = {value}: {range} is possible", self.name);
        }
        Ok(())
    }
}
