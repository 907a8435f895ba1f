//! What goes wrong with devices, frames and codecs, in the contract's numbers.

use ilive_protocol::Code;
use ilive_protocol::device::PixelFormat;

use crate::device::{DeviceId, DeviceKind};
use crate::file::BadFile;
use crate::video::Size;

/// Why a device, a frame or a codec did not do what was asked.
///
/// [`DeviceError::code`] is the number of the AV layer, where all of them are raised.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeviceError {
    /// A picture format that is not taken (B.4).
    #[error("frames in {0:?} are not taken: give I420 or RGB24")]
    BadFormat(PixelFormat),
    /// Not one of the sizes of B.4.
    #[error(
        "frames of {0} are not taken: use one of the listed sizes, 176x144 to 1280x720, or one turned by 90°"
    )]
    BadSize(Size),
    /// The bytes are not as many as size and format say.
    #[error("the data has {found} bytes, size and format make {expected}")]
    BadLength {
        /// What they make.
        expected: usize,
        /// What was given.
        found: usize,
    },
    /// A rotation beyond 0 to 3.
    #[error("rotation {0} is none: 0 to 3 stand for 0°, 90°, 180° and 270°")]
    BadRotation(u32),
    /// A volume beyond 0 to 100.
    #[error("volume {0} is not between 0 and 100")]
    BadVolume(u32),
    /// A watermark that is too large, of odd size, or beyond the picture.
    #[error("the watermark {0}")]
    BadWatermark(&'static str),
    /// What an encoder is to make is out of its range.
    #[error("the encoder cannot make {0}")]
    BadSetting(&'static str),
    /// Text that is no device id.
    #[error("a device id has 1 to 256 printable characters")]
    BadId,
    /// No number of an audio source, or one that nothing comes from.
    #[error("audio source {0} cannot be listened to")]
    BadSource(u32),
    /// Nobody listens to this source, so there is nothing to take away.
    #[error("nobody listens to this audio source")]
    NotListening,
    /// The id is unknown, or the device is gone.
    #[error("there is no {kind} {id}")]
    NoDevice {
        /// What was looked for.
        kind: DeviceKind,
        /// By this id.
        id: DeviceId,
    },
    /// The list is empty.
    #[error("no {0} is connected")]
    NoneOf(DeviceKind),
    /// The device is there but not open.
    #[error("the {0} is not open")]
    Closed(DeviceKind),
    /// Another program holds it.
    #[error("another program holds the {0}")]
    Busy(DeviceKind),
    /// The user or the system did not allow it.
    #[error("the {0} is not allowed to be used")]
    Denied(DeviceKind),
    /// The device reported a fault.
    #[error("the {kind} failed: {why}")]
    Failed {
        /// Which.
        kind: DeviceKind,
        /// What it said.
        why: String,
    },
    /// The file that stands for the device is damaged, or coded in a way that is not read here.
    #[error("the file cannot be played: {why}")]
    Damaged {
        /// Which.
        kind: DeviceKind,
        /// Where.
        #[source]
        why: BadFile,
    },
    /// There is no file of that name.
    #[error("the media file is missing")]
    NoFile,
    /// The codec's library failed.
    #[error("the {codec} {what} failed: {why}")]
    Codec {
        /// Which.
        codec: &'static str,
        /// The step.
        what: &'static str,
        /// What the library said.
        why: String,
    },
}

impl DeviceError {
    /// The number that the AV layer answers with.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::BadFormat(_) => Code::NotSupport,
            Self::BadSize(_)
            | Self::BadLength { .. }
            | Self::BadRotation(_)
            | Self::BadVolume(_)
            | Self::BadWatermark(_)
            | Self::BadSetting(_)
            | Self::BadId
            | Self::BadSource(_) => Code::AvInvalidArgument,
            Self::NoDevice { .. } | Self::NoneOf(_) | Self::Closed(_) | Self::NoFile => {
                Code::AvDeviceNotExist
            }
            Self::Busy(_) => Code::AvResourceIsOccupied,
            Self::NotListening
            | Self::Denied(_)
            | Self::Failed { .. }
            | Self::Damaged { .. }
            | Self::Codec { .. } => Code::AvFailed,
        }
    }

    /// The stable word that narrows [`DeviceError::code`] down.
    #[must_use]
    pub const fn sub_reason(&self) -> &'static str {
        match self {
            Self::BadFormat(_) => "bad_format",
            Self::BadSize(_) => "bad_size",
            Self::BadLength { .. } => "bad_length",
            Self::BadRotation(_) => "bad_rotation",
            Self::BadVolume(_) => "bad_volume",
            Self::BadWatermark(_) => "bad_watermark",
            Self::BadSetting(_) => "bad_setting",
            Self::BadId => "bad_device_id",
            Self::BadSource(_) => "bad_source",
            Self::NotListening => "not_listening",
            Self::NoDevice { .. } | Self::NoneOf(_) => "no_device",
            Self::Closed(_) => "device_closed",
            Self::Busy(_) => "device_busy",
            Self::Denied(_) => "permission_denied",
            Self::Failed { .. } | Self::Damaged { .. } => "device_failed",
            Self::NoFile => "no_file",
            Self::Codec { .. } => "codec_failed",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each, with its number and its word.
    #[test]
    fn every_failure_has_its_number_and_its_word() {
        use DeviceKind::{Camera, Microphone, Player};
        let id: DeviceId = "ghost".parse().expect("an id");
        let failed = DeviceError::Failed { kind: Player, why: "unplugged".to_owned() };
        let damaged = DeviceError::Damaged { kind: Camera, why: BadFile::Truncated };
        let codec = DeviceError::Codec { codec: "opus", what: "decoder", why: String::new() };
        for (error, number, word) in [
            (DeviceError::BadFormat(PixelFormat::Nv21), 8023, "bad_format"),
            (DeviceError::BadSize(Size::new(123, 45)), 1004, "bad_size"),
            (DeviceError::BadLength { expected: 2, found: 1 }, 1004, "bad_length"),
            (DeviceError::BadRotation(4), 1004, "bad_rotation"),
            (DeviceError::BadVolume(101), 1004, "bad_volume"),
            (DeviceError::BadWatermark("is odd"), 1004, "bad_watermark"),
            (DeviceError::BadSetting("0 bit/s"), 1004, "bad_setting"),
            (DeviceError::BadId, 1004, "bad_device_id"),
            (DeviceError::BadSource(9), 1004, "bad_source"),
            (DeviceError::NotListening, 1, "not_listening"),
            (DeviceError::NoDevice { kind: Camera, id }, 1301, "no_device"),
            (DeviceError::NoneOf(Microphone), 1301, "no_device"),
            (DeviceError::NoFile, 1301, "no_file"),
            (DeviceError::Closed(Camera), 1301, "device_closed"),
            (DeviceError::Busy(Microphone), 1008, "device_busy"),
            (DeviceError::Denied(Microphone), 1, "permission_denied"),
            (failed, 1, "device_failed"),
            (damaged, 1, "device_failed"),
            (codec, 1, "codec_failed"),
        ] {
            assert_eq!((error.code().number(), error.sub_reason()), (number, word), "{error}");
            assert!(error.code().sub_reason(word).is_some(), "{error}: {word} is not in the contract");
        }
    }
}
