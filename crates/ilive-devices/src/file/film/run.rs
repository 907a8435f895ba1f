//! The samples of one run of a fragment.

use super::inner::Inner;
use crate::file::BadFile;

const DATA_OFFSET: u32 = 0x1;
const FIRST_FLAGS: u32 = 0x4;
const DURATION: u32 = 0x100;
const SIZE: u32 = 0x200;
const FLAGS: u32 = 0x400;
const SHOWN_LATER: u32 = 0x800;
/// The flag of a sample that needs others.
const NO_KEYFRAME: u32 = 1 << 16;

/// A `trun`.
pub(super) struct Run<'a> {
    /// Where its first sample is, from the fragment's base.
    pub(super) data_offset: Option<i32>,
    first_flags: Option<u32>,
    version: u32,
    fields: u32,
    count: u32,
    entries: &'a [u8],
    /// Bytes of an entry, which may be none.
    width: usize,
}

/// What a run says of a sample itself.
pub(super) struct InRun {
    pub(super) duration: Option<u32>,
    pub(super) size: Option<u32>,
    pub(super) flags: Option<u32>,
    pub(super) shown_later: i64,
}

/// Whether a sample with these flags begins anew.
pub(super) const fn is_keyframe(flags: u32) -> bool {
    flags & NO_KEYFRAME == 0
}

impl<'a> Run<'a> {
    pub(super) fn new(trun: Inner<'a>) -> Result<Self, BadFile> {
        let (head, mut fields) = trun.versioned()?;
        let count = fields.u32()?;
        let data_offset = if head & DATA_OFFSET == 0 { None } else { Some(fields.u32()?.cast_signed()) };
        let first_flags = if head & FIRST_FLAGS == 0 { None } else { Some(fields.u32()?) };
        let each = [DURATION, SIZE, FLAGS, SHOWN_LATER].into_iter().filter(|field| head & field != 0);
        let (width, entries) = (4 * each.count(), fields.rest());
        if entries.len() / width.max(1) < count as usize && width > 0 {
            return Err(BadFile::BadHeader("fragment"));
        }
        Ok(Self { data_offset, first_flags, version: head >> 24, fields: head, count, entries, width })
    }

    pub(super) fn samples(&self) -> impl Iterator<Item = InRun> {
        (0..self.count as usize).map(|number| {
            let entry = &self.entries[number * self.width..];
            let mut values = entry.as_chunks().0.iter().map(|value| u32::from_be_bytes(*value));
            let mut value = |field| if self.fields & field == 0 { None } else { values.next() };
            let (duration, size, flags, later) =
                (value(DURATION), value(SIZE), value(FLAGS), value(SHOWN_LATER));
            let later = later.unwrap_or_default();
            InRun {
                duration,
                size,
                flags: self.first_flags.filter(|_| number == 0).or(flags),
                shown_later: if self.version == 0 { later.into() } else { later.cast_signed().into() },
            }
        })
    }
}
