//! The pictures of an MP4 file, by their numbers.

use std::collections::BTreeMap;
use std::collections::VecDeque;
use std::time::Duration;

use bytes::{BufMut, Bytes, BytesMut};
use shiguredo_mp4::TrackKind;
use shiguredo_mp4::boxes::{Avc1Box, SampleEntry};

use super::track::Track;
use crate::DeviceError;
use crate::codec::{EncodedVideo, H264Decoder, SPS, START_CODE, VideoCodec, kind_of, sps_size};
use crate::file::{BadFile, Source};
use crate::video::{Picture, Size, rotate};

/// Baseline, main and high: 8 bits in 4:2:0. Others are for studios.
const PROFILES: [u8; 3] = [66, 77, 100];
/// What is decoded in one go, in pixels: a picture of full HD, six of 640x480. Sound is waiting meanwhile.
const AT_ONCE_PIXELS: usize = 1920 * 1088;
/// What a byte that is read counts for: coded pictures have fewer of them, and what has more shows nothing.
const BYTE_PIXELS: usize = 8;

/// Pictures of an MP4 file.
pub struct Mp4Pictures {
    from: Box<dyn Source>,
    track: Track,
    /// Of the newest picture; before the first one, as the file says it.
    size: Size,
    /// Pixels of a picture, as the newest parameter sets say it: the file itself may say anything.
    coded: usize,
    /// Bytes of the length before each unit.
    length_bytes: usize,
    /// Parameter sets that stand beside the stream, behind start codes.
    parameters: Bytes,
    /// Pixels of a picture, as those say it.
    announced: usize,
    /// When each picture is shown, in ticks, and which sample it is.
    shown: Vec<(i64, u32)>,
    run: Run,
}

/// A decoder on its way from a keyframe.
struct Run {
    decoder: H264Decoder,
    /// The sample that is decoded next.
    next: usize,
    /// Times of samples that the decoder has and has not given back, with how many have them. It gives pictures in
    /// the order in which they are shown, without their times.
    inside: BTreeMap<i64, usize>,
    /// Given back at the end, not taken yet.
    rest: VecDeque<Picture>,
    /// The time of the last one.
    last: Option<i64>,
}

/// How far a search has come.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    /// The picture.
    Picture(Picture),
    /// There is more to be decoded; the newest picture on the way, where there is a new one.
    OnTheWay(Option<Picture>),
}

impl Mp4Pictures {
    /// Reads what tracks there are, and where the pictures are.
    ///
    /// # Errors
    /// What is wrong with it; [`BadFile::Without`] where there are no pictures.
    pub fn open(mut from: Box<dyn Source>) -> Result<Self, BadFile> {
        let track = Track::open(from.as_mut(), TrackKind::Video)?;
        let SampleEntry::Avc1(entry) = &track.entry else {
            return Err(BadFile::Unsupported("this coding of pictures"));
        };
        if !PROFILES.contains(&entry.avcc_box.avc_profile_indication) {
            return Err(BadFile::Unsupported("this profile of H264"));
        }
        let size = Size::new(entry.visual.width.into(), entry.visual.height.into());
        if !size.is_possible() {
            return Err(BadFile::Unsupported("a picture of odd sides or beyond 1920x1088"));
        }
        if !track.samples.iter().any(|sample| sample.keyframe) {
            return Err(BadFile::BadHeader("list of keyframes"));
        }
        let (length_bytes, parameters) = (length_bytes(entry), parameters(entry));
        let shown = track.samples.iter().zip(0..).map(|(sample, number)| (sample.at, number));
        let mut shown: Vec<(i64, u32)> = shown.collect();
        shown.sort_unstable();
        let run = Run::at(0)?;
        let announced = entry.avcc_box.sps_list.iter().map(|set| pixels(set)).max().unwrap_or_default();
        Ok(Self { from, track, size, coded: announced, length_bytes, parameters, announced, shown, run })
    }

    /// The size of its pictures as they are shown: that of the newest one, which may differ from those before it. Before
    /// the first one is decoded, what the file says of it.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.track.turned.size(self.size)
    }

    /// How many there are.
    #[must_use]
    pub fn pictures(&self) -> u64 {
        self.shown.len() as u64
    }

    /// How long the film is.
    #[must_use]
    pub const fn length(&self) -> Duration {
        self.track.film
    }

    /// The number of the picture that is on `at` this time; none before the first.
    #[must_use]
    pub fn picture_at(&self, at: Duration) -> Option<u64> {
        let ticks = self.track.ticks(at);
        let behind = self.shown.partition_point(|(shown, _)| *shown <= ticks);
        behind.checked_sub(1).map(|number| number as u64)
    }

    /// Decodes towards the picture of this number: from where the last call has come to, or from a keyframe. To be
    /// called until it is found.
    ///
    /// # Errors
    /// [`BadFile::Undecodable`]; [`BadFile::Truncated`] beyond the last; [`BadFile::Unreadable`].
    pub fn read(&mut self, number: u64) -> Result<Found, BadFile> {
        let wanted = usize::try_from(number).ok().and_then(|number| self.shown.get(number));
        let (target, sample) = *wanted.ok_or(BadFile::Truncated)?;
        let samples = &self.track.samples;
        let keyframe = samples[..=sample as usize].iter().rposition(|sample| sample.keyframe).unwrap_or(0);
        if self.run.next < keyframe || self.run.last.is_some_and(|last| last >= target) {
            self.run = Run::at(keyframe)?;
        }
        let (mut newest, mut decoded) = (None, 0);
        loop {
            let bytes = self.track.samples.get(self.run.next).map_or(0, |sample| sample.size as usize);
            let step = self.step()?;
            if let Some((picture, _)) = &step {
                self.size = picture.size();
            }
            match step {
                Some((picture, at)) if at >= target => return Ok(Found::Picture(self.upright(picture))),
                Some((picture, _)) => newest = Some(picture),
                // A decoder that gives fewer pictures than it was given: the last one is as good as it gets.
                None if self.run.is_over(&self.track) => {
                    let last = newest.map(|picture| Found::Picture(self.upright(picture)));
                    return last.ok_or(BadFile::Undecodable("picture"));
                }
                None => {}
            }
            let each = self.coded.max(self.size.pixels()).max(bytes * BYTE_PIXELS);
            decoded += each;
            if decoded + each > AT_ONCE_PIXELS {
                return Ok(Found::OnTheWay(newest.map(|picture| self.upright(picture))));
            }
        }
    }

    fn upright(&self, picture: Picture) -> Picture {
        rotate(picture, self.track.turned)
    }

    /// Decodes a sample; gives the next picture and its time, where there is one.
    fn step(&mut self) -> Result<Option<(Picture, i64)>, BadFile> {
        let Some(sample) = self.track.samples.get(self.run.next).copied() else {
            return self.run.take_rest();
        };
        let units = self.track.read(self.from.as_mut(), self.run.next)?;
        self.run.next += 1;
        let data = self.stream(&units, sample.keyframe)?;
        let keyframe = sample.keyframe;
        let encoded = EncodedVideo { codec: VideoCodec::H264, data, keyframe, at: Duration::ZERO };
        *self.run.inside.entry(sample.at).or_default() += 1;
        match self.run.decoder.decode(&encoded).map_err(undecodable)? {
            Some(frame) => Ok(self.run.timed(frame.picture)),
            None => Ok(None),
        }
    }

    /// A sample in Annex B, with parameter sets before a keyframe that brings none.
    fn stream(&mut self, units: &[u8], keyframe: bool) -> Result<Bytes, BadFile> {
        let mut data = BytesMut::with_capacity(units.len() + self.parameters.len() + 64);
        let (mut rest, mut brought) = (units, None);
        while !rest.is_empty() {
            let bad = BadFile::BadHeader("picture");
            let (length, behind) = rest.split_at_checked(self.length_bytes).ok_or(bad.clone())?;
            let length = length.iter().fold(0usize, |length, byte| length << 8 | usize::from(*byte));
            let (unit, behind) = behind.split_at_checked(length).ok_or(bad)?;
            if unit.first().is_some_and(|header| kind_of(*header) == SPS) {
                brought = brought.max(Some(pixels(unit)));
            }
            if !unit.is_empty() {
                data.put_slice(&START_CODE);
                data.put_slice(unit);
            }
            rest = behind;
        }
        let own = data.freeze();
        if !keyframe || brought.is_some() {
            self.coded = brought.unwrap_or(self.coded);
            return Ok(own);
        }
        self.coded = self.announced;
        Ok([self.parameters.as_ref(), own.as_ref()].concat().into())
    }
}

impl Run {
    fn at(next: usize) -> Result<Self, BadFile> {
        let decoder = H264Decoder::new().map_err(undecodable)?;
        Ok(Self { decoder, next, inside: BTreeMap::new(), rest: VecDeque::new(), last: None })
    }

    /// A picture that has come out is the first of those that are inside.
    fn timed(&mut self, picture: Picture) -> Option<(Picture, i64)> {
        let mut first = self.inside.first_entry()?;
        let at = *first.key();
        *first.get_mut() -= 1;
        if *first.get() == 0 {
            first.remove();
        }
        self.last = Some(at);
        Some((picture, at))
    }

    /// There are no more samples: what is inside comes out.
    fn take_rest(&mut self) -> Result<Option<(Picture, i64)>, BadFile> {
        if self.rest.is_empty() {
            self.rest = self.decoder.finish().map_err(undecodable)?.into();
        }
        let next = self.rest.pop_front();
        Ok(next.and_then(|picture| self.timed(picture)))
    }

    fn is_over(&self, track: &Track) -> bool {
        self.next >= track.samples.len() && self.rest.is_empty()
    }
}

fn undecodable(error: DeviceError) -> BadFile {
    match error {
        DeviceError::BadSize(_) => BadFile::Unsupported("a picture of odd sides or beyond 1920x1088"),
        _ => BadFile::Undecodable("picture"),
    }
}

fn length_bytes(entry: &Avc1Box) -> usize {
    usize::from(entry.avcc_box.length_size_minus_one.get()) + 1
}

/// Of a picture with these parameters. None where the decoder refuses them.
fn pixels(set: &[u8]) -> usize {
    sps_size(set).filter(|size| size.is_possible()).map_or(0, Size::pixels)
}

fn parameters(entry: &Avc1Box) -> Bytes {
    let sets = entry.avcc_box.sps_list.iter().chain(&entry.avcc_box.pps_list);
    let mut bytes = BytesMut::new();
    for set in sets.filter(|set| !set.is_empty()) {
        bytes.put_slice(&START_CODE);
        bytes.put_slice(set);
    }
    bytes.freeze()
}
