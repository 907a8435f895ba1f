//! How well sound and pictures travel.

use std::cell::RefCell;
use std::mem::MaybeUninit;
use std::time::Duration;

use sdk::devices::video::Size;
use sdk::{Quality, ReceivedQuality, SentQuality};

use crate::args::{Level, missing};
use crate::client::{ilive_client, with};
use crate::keep::Keep;
use crate::numbers::{self, ilive_source};

/// What was measured, anew every two seconds. What could not be measured yet, or does not exist, is -1.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_quality {
    /// To the server and back, in microseconds.
    pub rtt_us: i64,
    /// All of it in one number: 1 excellent, 2 good, 3 fair, 4 poor, 5 bad, 6 nothing comes; -1 while nothing was measured.
    pub level: i32,
    /// Packets, in and out, for which this machine had no time.
    pub dropped: u64,
    /// What is sent.
    pub sent: *const ilive_sent_quality,
    /// How many.
    pub sent_count: usize,
    /// What is received.
    pub received: *const ilive_received_quality,
    /// How many.
    pub received_count: usize,
}

/// Of one source that is sent.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_sent_quality {
    /// Which.
    pub source: ilive_source,
    /// All of them, resends among them.
    pub packets: u64,
    /// Of the last interval.
    pub bitrate_bps: i64,
    /// Share that the server missed, 0 to 1.
    pub loss: f32,
    /// Pictures encoded a second.
    pub fps: f32,
    /// Of the last picture, in pixels.
    pub width: i32,
    /// Of the last picture, in pixels.
    pub height: i32,
    /// Keyframes asked for by who watches.
    pub keyframes_asked: u64,
}

/// Of one source of a member that is received.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_received_quality {
    /// Whose.
    pub tiny_id: u64,
    /// What.
    pub source: ilive_source,
    /// All of them, resends among them.
    pub packets: u64,
    /// Of the last interval.
    pub bitrate_bps: i64,
    /// Share that is missing here, 0 to 1.
    pub loss: f32,
    /// How unevenly it comes, in microseconds.
    pub jitter_us: i64,
    /// Pictures decoded a second.
    pub fps: f32,
    /// Of the last picture, in pixels.
    pub width: i32,
    /// Of the last picture, in pixels.
    pub height: i32,
    /// Sound waits for so long, so that none is missing when it is played, in microseconds.
    pub delay_us: i64,
    /// 20 ms of sound each that were lost and filled.
    pub filled: i64,
    /// Times that sound was broken here: it ran out although its sender went on, or 20 ms were left out where they could be
    /// heard, since too much had piled up.
    pub underruns: i64,
}

thread_local! {
    /// What the last record on this thread points at.
    static MEASURED: RefCell<Keep> = RefCell::default();
}

/// What was measured of the connection and its media. The lists live until the next record on this thread.
///
/// 8002, 8005.
#[unsafe(no_mangle)]
pub extern "C" fn ilive_get_quality(
    client: ilive_client,
    quality: Option<&mut MaybeUninit<ilive_quality>>,
) -> i32 {
    with(client, Level::Facade, |client| {
        let slot = quality.ok_or_else(|| missing("quality"))?;
        let mut keep = Keep::default();
        slot.write(told(&client.binding.quality(), &mut keep));
        MEASURED.with(|measured| measured.replace(keep));
        Ok(())
    })
}

fn told(quality: &Quality, keep: &mut Keep) -> ilive_quality {
    let (sent, sent_count) = keep.list(quality.sent.iter().map(ilive_sent_quality::from).collect());
    let received = quality.received.iter().map(ilive_received_quality::from).collect();
    let (received, received_count) = keep.list(received);
    ilive_quality {
        rtt_us: us(quality.rtt),
        level: quality.level().map_or(-1, i32::from),
        dropped: quality.dropped,
        sent,
        sent_count,
        received,
        received_count,
    }
}

fn us(time: Option<Duration>) -> i64 {
    whole(time.map(|time| u64::try_from(time.as_micros()).unwrap_or(u64::MAX)))
}

fn whole(value: Option<u64>) -> i64 {
    value.map_or(-1, |value| i64::try_from(value).unwrap_or(i64::MAX))
}

fn sides(size: Option<Size>) -> (i32, i32) {
    let side = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
    size.map_or((-1, -1), |size| (side(size.width), side(size.height)))
}

impl From<&SentQuality> for ilive_sent_quality {
    fn from(sent: &SentQuality) -> Self {
        let (width, height) = sides(sent.size);
        Self {
            source: numbers::source_number(sent.source),
            packets: sent.packets,
            bitrate_bps: whole(sent.bitrate_bps),
            loss: sent.loss.unwrap_or(-1.0),
            fps: sent.fps.unwrap_or(-1.0),
            width,
            height,
            keyframes_asked: sent.keyframes_asked,
        }
    }
}

impl From<&ReceivedQuality> for ilive_received_quality {
    fn from(received: &ReceivedQuality) -> Self {
        let (width, height) = sides(received.size);
        Self {
            tiny_id: received.tiny_id.0,
            source: numbers::source_number(received.source),
            packets: received.packets,
            bitrate_bps: whole(received.bitrate_bps),
            loss: received.loss.unwrap_or(-1.0),
            jitter_us: us(received.jitter),
            fps: received.fps.unwrap_or(-1.0),
            width,
            height,
            delay_us: us(received.delay),
            filled: whole(received.filled),
            underruns: whole(received.underruns),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_not_measured_is_no_zero() {
        let mut quality = Quality::default();
        quality.rtt = Some(Duration::from_millis(3));

        let told = told(&quality, &mut Keep::default());

        assert_eq!((told.rtt_us, told.level, told.sent_count), (3000, 1, 0));
        assert_eq!(super::told(&Quality::default(), &mut Keep::default()).level, -1);
        assert_eq!((us(None), whole(None), sides(None)), (-1, -1, (-1, -1)));
        assert_eq!(sides(Some(Size::new(640, 480))), (640, 480));
    }
}
