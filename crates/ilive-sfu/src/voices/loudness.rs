//! How loud a voice has been of late.

/// What is taken for a voice whose sender gives no levels: soft speech, so that it neither starves nor crowds out.
const ASSUMED: u8 = 127 - 45;
/// A new value moves the mean by 1/8th: of packets each 20 ms, 160 ms.
const SHIFT: u32 = 3;

/// A running mean over packets, in dB above silence (0 to 127), kept with 8 more bits.
#[derive(Debug, Clone, Copy)]
pub(super) struct Loudness(u32);

impl Loudness {
    pub(super) fn new(level: Option<u8>) -> Self {
        Self(above_silence(level) << 8)
    }

    pub(super) fn hear(&mut self, level: Option<u8>) {
        self.0 = self.0 - (self.0 >> SHIFT) + (above_silence(level) << 8 >> SHIFT);
    }

    pub(super) fn db(self) -> u8 {
        (self.0 >> 8) as u8
    }
}

fn above_silence(level: Option<u8>) -> u32 {
    level.map_or(ASSUMED, |level| 127 - (level & 127)).into()
}
