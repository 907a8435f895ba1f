//! Payloads of H264 that say where they come from. Apart from the others, which the server's tests share.

use super::payload::{LEN, Mark};

impl Mark {
    /// A packet of H264, of which a picture has two at least: parameter sets in a STAP-A before the fragments of an IDR
    /// slice, or the fragments of another slice.
    pub(crate) fn h264(self, len: usize) -> Vec<u8> {
        let (first, last) = (self.part == 0, self.part + 1 == self.parts);
        let mut out = if first && self.key {
            [&[0x78, 0, 1 + LEN as u8, 0x67], self.bytes().as_slice(), &[0, 2, 0x68, 0xCE]].concat()
        } else {
            let slice = if self.key { 5 } else { 1 };
            let opens = if first || (self.key && self.part == 1) { 0x80 } else { 0 };
            let closes = if last { 0x40 } else { 0 };
            [&[0x7C, slice | opens | closes], self.bytes().as_slice()].concat()
        };
        if !(first && self.key) {
            out.resize(out.len().max(len), 0x55);
        }
        out
    }

    /// The mark of a packet made by [`Mark::h264`].
    pub(crate) fn of_h264(payload: &[u8]) -> Option<Self> {
        let at = if payload.first()? & 0x1F == 24 { 4 } else { 2 };
        Self::read(payload.get(at..)?)
    }
}
