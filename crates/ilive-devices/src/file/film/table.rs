//! The samples of a track that lists them in tables: sizes, times and places each in their own, in runs of equal ones.

use std::iter::Peekable;
use std::slice::Iter;

use super::inner::Inner;
use crate::file::BadFile;

const BAD_LIST: BadFile = BadFile::BadHeader("list of samples");

/// What is said of a sample; times in ticks.
pub(super) struct Placed {
    pub(super) offset: u64,
    pub(super) size: u32,
    /// How much later it is shown than decoded.
    pub(super) shown_later: i64,
    pub(super) duration: u32,
    pub(super) keyframe: bool,
}

/// Gives the samples of an `stbl` in the order of decoding.
///
/// # Errors
/// When the tables do not list the same number of samples; what `each` says.
pub(super) fn samples(
    stbl: Inner<'_>,
    mut each: impl FnMut(Placed) -> Result<(), BadFile>,
) -> Result<(), BadFile> {
    let mut sizes = Sizes::new(stbl.child(b"stsz")?)?;
    let mut durations = Runs::new(stbl.child(b"stts")?)?;
    let mut later = stbl.find(b"ctts")?.map(Runs::new).transpose()?;
    let mut keyframes = Keyframes::new(stbl.find(b"stss")?)?;
    for (mut offset, count) in Chunks::new(stbl)? {
        for _ in 0..count {
            let size = sizes.next().ok_or(BAD_LIST)?;
            let duration = durations.next().ok_or(BAD_LIST)?;
            let shown_later = match &mut later {
                Some(later) => later.next_signed().ok_or(BAD_LIST)?,
                None => 0,
            };
            each(Placed { offset, size, shown_later, duration, keyframe: keyframes.has_next() })?;
            offset = offset.saturating_add(size.into());
        }
    }
    let left = sizes.next().or_else(|| durations.next()).or_else(|| later.as_mut()?.next());
    left.map_or(Ok(()), |_| Err(BAD_LIST))
}

fn field(entry: &[u8], number: usize) -> u32 {
    entry.as_chunks().0.get(number).map_or(0, |field| u32::from_be_bytes(*field))
}

/// How long each sample is.
enum Sizes<'a> {
    Equal { size: u32, left: u32 },
    Each(Iter<'a, [u8; 4]>),
}

impl<'a> Sizes<'a> {
    fn new(stsz: Inner<'a>) -> Result<Self, BadFile> {
        let (_, mut fields) = stsz.versioned()?;
        let (size, count) = (fields.u32()?, fields.u32()?);
        if size != 0 {
            return Ok(Self::Equal { size, left: count });
        }
        let sizes = fields.rest().as_chunks().0.get(..count as usize).ok_or(BAD_LIST)?;
        Ok(Self::Each(sizes.iter()))
    }

    fn next(&mut self) -> Option<u32> {
        match self {
            Self::Equal { size, left } => {
                *left = left.checked_sub(1)?;
                Some(*size)
            }
            Self::Each(sizes) => sizes.next().map(|size| u32::from_be_bytes(*size)),
        }
    }
}

/// A value for each of so many samples, then another.
struct Runs<'a> {
    version: u32,
    entries: Iter<'a, [u8; 8]>,
    left: u32,
    value: u32,
}

impl<'a> Runs<'a> {
    fn new(list: Inner<'a>) -> Result<Self, BadFile> {
        let (version, entries) = list.entries()?;
        Ok(Self { version: version >> 24, entries: entries.iter(), left: 0, value: 0 })
    }

    fn next(&mut self) -> Option<u32> {
        while self.left == 0 {
            let entry = self.entries.next()?;
            (self.left, self.value) = (field(entry, 0), field(entry, 1));
        }
        self.left -= 1;
        Some(self.value)
    }

    /// From version 1 on values may be negative.
    fn next_signed(&mut self) -> Option<i64> {
        let value = self.next()?;
        Some(if self.version == 0 { value.into() } else { value.cast_signed().into() })
    }
}

/// Which samples begin anew; without a list all of them do.
struct Keyframes<'a> {
    numbers: Option<Peekable<Iter<'a, [u8; 4]>>>,
    /// Of the sample that comes next; the first is 1.
    next: u32,
}

impl<'a> Keyframes<'a> {
    fn new(stss: Option<Inner<'a>>) -> Result<Self, BadFile> {
        let numbers = stss.map(Inner::entries::<4>).transpose()?;
        Ok(Self { numbers: numbers.map(|(_, numbers)| numbers.iter().peekable()), next: 1 })
    }

    fn has_next(&mut self) -> bool {
        let next = self.next;
        self.next += 1;
        let Some(numbers) = &mut self.numbers else { return true };
        while numbers.next_if(|number| u32::from_be_bytes(**number) < next).is_some() {}
        numbers.next_if(|number| u32::from_be_bytes(**number) == next).is_some()
    }
}

/// Where each chunk begins, and how many samples are in it.
struct Chunks<'a> {
    places: Places<'a>,
    /// First chunk, samples of each from there on, which sample entry.
    runs: Iter<'a, [u8; 12]>,
    number: u32,
    samples: u32,
}

enum Places<'a> {
    Short(Iter<'a, [u8; 4]>),
    Long(Iter<'a, [u8; 8]>),
}

impl<'a> Chunks<'a> {
    fn new(stbl: Inner<'a>) -> Result<Self, BadFile> {
        let places = match stbl.find(b"stco")? {
            Some(stco) => Places::Short(stco.entries()?.1.iter()),
            None => Places::Long(stbl.child(b"co64")?.entries()?.1.iter()),
        };
        Ok(Self { places, runs: stbl.child(b"stsc")?.entries()?.1.iter(), number: 0, samples: 0 })
    }
}

impl Iterator for Chunks<'_> {
    type Item = (u64, u32);

    fn next(&mut self) -> Option<(u64, u32)> {
        let place = match &mut self.places {
            Places::Short(places) => u32::from_be_bytes(*places.next()?).into(),
            Places::Long(places) => u64::from_be_bytes(*places.next()?),
        };
        self.number += 1;
        while let Some(run) = self.runs.as_slice().first().filter(|run| field(&run[..], 0) <= self.number) {
            self.samples = field(run, 1);
            self.runs.next();
        }
        Some((place, self.samples))
    }
}
