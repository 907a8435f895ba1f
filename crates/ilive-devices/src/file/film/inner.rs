//! Boxes in a box that was read. They are looked at where they stand: what a file lists takes no more memory than its bytes.

use shiguredo_mp4::Decode;

use crate::file::BadFile;

/// A box in another.
#[derive(Clone, Copy)]
pub(super) struct Inner<'a> {
    pub(super) kind: [u8; 4],
    /// All of it, as decoders take it.
    whole: &'a [u8],
    /// What is in it.
    pub(super) body: &'a [u8],
}

/// Boxes one after another; what is none ends them.
pub(super) struct Boxes<'a> {
    bytes: &'a [u8],
    left: usize,
}

/// Boxes in one: a fragment has one of each run of samples, all others far fewer.
const BOXES_MAX: usize = 1 << 12;

/// Numbers one after another.
pub(super) struct Fields<'a>(&'a [u8]);

const BAD_TRACKS: BadFile = BadFile::BadHeader("list of tracks");
const BAD_LIST: BadFile = BadFile::BadHeader("list of samples");

impl<'a> Inner<'a> {
    /// The box that begins here, and what is behind it.
    fn first_of(bytes: &'a [u8]) -> Result<(Self, &'a [u8]), BadFile> {
        let mut fields = Fields(bytes);
        let (short, kind) = (fields.u32()?, fields.u32()?.to_be_bytes());
        let size = match short {
            0 => bytes.len(),
            1 => usize::try_from(fields.u64()?).map_err(|_| BAD_TRACKS)?,
            short => short as usize,
        };
        let header = bytes.len() - fields.0.len();
        let (whole, behind) = bytes.split_at_checked(size).ok_or(BAD_TRACKS)?;
        let body = whole.get(header..).ok_or(BAD_TRACKS)?;
        Ok((Self { kind, whole, body }, behind))
    }

    /// Of bytes that are one box.
    pub(super) fn new(bytes: &'a [u8]) -> Result<Self, BadFile> {
        Self::first_of(bytes).map(|(only, _)| only)
    }

    /// The boxes in it.
    pub(super) fn inside(self) -> Boxes<'a> {
        self.inside_behind(0)
    }

    /// The boxes in it behind so many bytes of its own.
    pub(super) fn inside_behind(self, bytes: usize) -> Boxes<'a> {
        Boxes { bytes: self.body.get(bytes..).unwrap_or_default(), left: BOXES_MAX }
    }

    /// The first of this kind in it.
    pub(super) fn find(self, kind: &[u8; 4]) -> Result<Option<Self>, BadFile> {
        for found in self.inside() {
            let found = found?;
            if found.kind == *kind {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// One that must be there.
    pub(super) fn child(self, kind: &[u8; 4]) -> Result<Self, BadFile> {
        self.find(kind)?.ok_or(BAD_TRACKS)
    }

    /// One of a few fields.
    pub(super) fn decode<T: Decode>(self) -> Result<T, BadFile> {
        T::decode(self.whole).map(|(decoded, _)| decoded).map_err(|_| BAD_TRACKS)
    }

    /// The version, and the fields behind it.
    pub(super) fn versioned(self) -> Result<(u32, Fields<'a>), BadFile> {
        let mut fields = Fields(self.body);
        Ok((fields.u32()?, fields))
    }

    /// A list: version and flags, a number, and so many entries.
    pub(super) fn entries<const N: usize>(self) -> Result<(u32, &'a [[u8; N]]), BadFile> {
        let (version, mut fields) = self.versioned()?;
        let count = fields.u32()? as usize;
        Ok((version, fields.0.as_chunks().0.get(..count).ok_or(BAD_LIST)?))
    }

    /// How many bytes it has.
    pub(super) const fn len(self) -> usize {
        self.whole.len()
    }
}

impl<'a> Iterator for Boxes<'a> {
    type Item = Result<Inner<'a>, BadFile>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.bytes.is_empty() {
            return None;
        }
        let found = match self.left.checked_sub(1) {
            Some(left) => {
                self.left = left;
                Inner::first_of(self.bytes)
            }
            None => Err(BadFile::BadHeader("boxes, which are too many,")),
        };
        self.bytes = found.as_ref().map_or(&[], |(_, behind)| behind);
        Some(found.map(|(found, _)| found))
    }
}

impl<'a> Fields<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], BadFile> {
        let (taken, behind) = self.0.split_first_chunk().ok_or(BAD_TRACKS)?;
        self.0 = behind;
        Ok(*taken)
    }

    pub(super) fn u32(&mut self) -> Result<u32, BadFile> {
        self.take().map(u32::from_be_bytes)
    }

    pub(super) fn u64(&mut self) -> Result<u64, BadFile> {
        self.take().map(u64::from_be_bytes)
    }

    /// What is behind those that were taken.
    pub(super) const fn rest(&self) -> &'a [u8] {
        self.0
    }
}
