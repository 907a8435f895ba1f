//! VP8's picture id and `TL0PICIDX` over switches (RFC 7741 section 4.2).

use crate::frame::{PictureId, Vp8Picture};

const WIDE_MASK: u16 = 0x7FFF;
const NARROW_MASK: u16 = 0x7F;
const WIDE_BIT: u8 = 0x80;

/// The numbers of the newest outgoing picture; `None` until a sender gave one.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Pictures {
    id: Option<u16>,
    tl0: Option<u8>,
}

/// What an epoch adds to both, wrapping.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Shift {
    id: u16,
    tl0: u8,
}

/// What to write over the copied payload. A payload without such numbers has nothing to write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Patch {
    id: Option<PictureId>,
    tl0: Option<(u8, usize)>,
}

impl Pictures {
    /// After a picture with both numbers.
    pub(crate) fn after(id: u16, tl0: u8) -> Self {
        Self { id: Some(id), tl0: Some(tl0) }
    }

    /// So that `first` becomes the picture after the newest.
    pub(crate) fn shift_for(self, first: Option<Vp8Picture>) -> Shift {
        let next_id = self.id.map(|id| id.wrapping_add(1));
        let next_tl0 = self.tl0.map(|tl0| tl0.wrapping_add(1));
        let id = first.and_then(|vp8| vp8.id).zip(next_id);
        let tl0 = first.and_then(|vp8| vp8.tl0).zip(next_tl0);
        Shift {
            id: id.map_or(0, |(first, next)| next.wrapping_sub(first.value)),
            tl0: tl0.map_or(0, |((first, _), next)| next.wrapping_sub(first)),
        }
    }

    /// After a newer packet went out with `patch`. One without numbers leaves them as they were.
    pub(super) fn then(self, patch: &Patch) -> Self {
        Self { id: patch.id.map(|id| id.value).or(self.id), tl0: patch.tl0.map(|(tl0, _)| tl0).or(self.tl0) }
    }
}

impl Shift {
    pub(crate) fn patch(self, picture: Option<Vp8Picture>) -> Patch {
        let Some(picture) = picture else { return Patch::default() };
        let moved = |id: PictureId| {
            let mask = if id.wide { WIDE_MASK } else { NARROW_MASK };
            PictureId { value: id.value.wrapping_add(self.id) & mask, ..id }
        };
        Patch {
            id: picture.id.map(moved),
            tl0: picture.tl0.map(|(tl0, at)| (tl0.wrapping_add(self.tl0), at)),
        }
    }
}

impl Patch {
    /// Writes over a copy of the payload that the patch was made for.
    pub fn apply(&self, payload: &mut [u8]) {
        match self.id {
            Some(PictureId { value, wide: true, at }) => {
                payload[at] = WIDE_BIT | (value >> 8) as u8;
                payload[at + 1] = value as u8;
            }
            Some(PictureId { value, wide: false, at }) => payload[at] = value as u8,
            None => {}
        }
        if let Some((tl0, at)) = self.tl0 {
            payload[at] = tl0;
        }
    }

    /// The picture id that goes out, 7 or 15 bits.
    #[must_use]
    pub fn picture_id(&self) -> Option<u16> {
        self.id.map(|id| id.value)
    }
}
