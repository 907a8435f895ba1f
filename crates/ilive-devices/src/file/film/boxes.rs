//! Boxes of the top level, one after another.

use std::io::SeekFrom;

use crate::file::{BadFile, Source};

/// The longest box that is read whole: the list of ten hours of samples has 30 MB.
const READ_MAX: u64 = 32 << 20;
/// Two of each fragment of a second make a day and a half. More is no film.
const BOXES_MAX: usize = 1 << 18;

/// A box of the top level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TopBox {
    pub(super) kind: [u8; 4],
    /// Where it begins in the file.
    pub(super) at: u64,
    /// Where it ends by its own word, which may be behind the end of a file that was cut off.
    pub(super) end: u64,
}

/// Gives the boxes of a file of `length` bytes.
pub(super) struct TopBoxes {
    length: u64,
    at: u64,
    count: usize,
}

impl TopBoxes {
    /// Of a file that begins as such a file does.
    pub(super) fn new(from: &mut dyn Source) -> Result<Self, BadFile> {
        let length = from.seek(SeekFrom::End(0))?;
        let mut boxes = Self { length, at: 0, count: 0 };
        match boxes.next(from)? {
            Some(first) if first.kind == *b"ftyp" => Ok(boxes),
            _ => Err(BadFile::NotThis("MP4")),
        }
    }

    /// Of the file.
    pub(super) const fn length(&self) -> u64 {
        self.length
    }

    /// The next one; none at the end, or where what is left is less than a header.
    pub(super) fn next(&mut self, from: &mut dyn Source) -> Result<Option<TopBox>, BadFile> {
        if self.length.saturating_sub(self.at) < 8 {
            return Ok(None);
        }
        if self.count >= BOXES_MAX {
            return Err(BadFile::BadHeader("boxes, which are too many,"));
        }
        self.count += 1;
        from.seek(SeekFrom::Start(self.at))?;
        let mut head = [0; 8];
        from.read_exact(&mut head)?;
        let short = u32::from_be_bytes([head[0], head[1], head[2], head[3]]);
        let (header, size) = match short {
            // To the end of the file.
            0 => (8, self.length - self.at),
            1 if self.length - self.at < 16 => return Ok(None),
            1 => {
                let mut long = [0; 8];
                from.read_exact(&mut long)?;
                (16, u64::from_be_bytes(long))
            }
            short => (8, u64::from(short)),
        };
        if size < header {
            return Err(BadFile::BadHeader("boxes"));
        }
        let (at, end) = (self.at, self.at.saturating_add(size));
        self.at = end;
        Ok(Some(TopBox { kind: [head[4], head[5], head[6], head[7]], at, end }))
    }

    /// All bytes of a box, its header among them.
    pub(super) fn read(&self, from: &mut dyn Source, found: TopBox) -> Result<Vec<u8>, BadFile> {
        let size = found.end - found.at;
        if found.end > self.length {
            return Err(BadFile::Truncated);
        }
        let size = usize::try_from(size).ok().filter(|_| size <= READ_MAX);
        let mut bytes = vec![0; size.ok_or(BadFile::BadHeader("list of samples, which is too long,"))?];
        from.seek(SeekFrom::Start(found.at))?;
        from.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}
