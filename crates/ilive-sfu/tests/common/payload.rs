//! Payloads that say where they come from.

/// What a payload says of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Mark {
    pub(crate) tiny: u8,
    /// 0 voice, 1 main, 2 aux.
    pub(crate) source: u8,
    pub(crate) layer: u8,
    pub(crate) key: bool,
    pub(crate) frame: u32,
    pub(crate) part: u8,
    pub(crate) parts: u8,
}

pub(crate) const LEN: usize = 12;
const MAGIC: u8 = 0xA7;

impl Mark {
    pub(crate) fn bytes(self) -> [u8; LEN] {
        let mut bytes = [0; LEN];
        let head = [MAGIC, self.tiny, self.source, self.layer, u8::from(self.key), self.part, self.parts];
        bytes[..7].copy_from_slice(&head);
        bytes[8..].copy_from_slice(&self.frame.to_be_bytes());
        bytes
    }

    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let bytes: [u8; LEN] = bytes.get(..LEN)?.try_into().ok()?;
        let [magic, tiny, source, layer, key, part, parts, _, frame @ ..] = bytes;
        let mark = Self { tiny, source, layer, key: key == 1, frame: u32::from_be_bytes(frame), part, parts };
        (magic == MAGIC).then_some(mark)
    }

    /// A packet of Opus.
    pub(crate) fn opus(self) -> Vec<u8> {
        [self.bytes().as_slice(), &[0; 60]].concat()
    }

    pub(crate) fn of_opus(payload: &[u8]) -> Option<Self> {
        Self::read(payload)
    }

    /// A packet of VP8 with a 15-bit picture id and TL0PICIDX.
    pub(crate) fn vp8(self, picture: u16, tl0: u8, height: u16, len: usize) -> Vec<u8> {
        let start = self.part == 0;
        let mut out = vec![0x80 | if start { 0x10 } else { 0 }, 0xE0];
        out.extend_from_slice(&(0x8000 | picture & 0x7FFF).to_be_bytes());
        out.extend_from_slice(&[tl0, 0x20]);
        if start && self.key {
            out.extend_from_slice(&[0x10, 0, 0, 0x9d, 0x01, 0x2a]);
            out.extend_from_slice(&(height * 16 / 9).to_le_bytes());
            out.extend_from_slice(&height.to_le_bytes());
        } else {
            out.extend_from_slice(&[0x11, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        }
        out.extend_from_slice(&self.bytes());
        out.resize(out.len().max(len), 0x55);
        out
    }

    /// The mark, picture id and TL0PICIDX of a packet made by [`Mark::vp8`].
    pub(crate) fn of_vp8(payload: &[u8]) -> Option<(Self, u16, u8)> {
        let picture = u16::from_be_bytes([*payload.get(2)?, *payload.get(3)?]) & 0x7FFF;
        Some((Self::read(payload.get(16..)?)?, picture, *payload.get(4)?))
    }
}
