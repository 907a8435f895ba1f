//! Y4M: a line of text, then raw pictures, each behind a line of its own.
//!
//! Read here: progressive 4:2:0 of 8 bits, as `ffmpeg -pix_fmt yuv420p` writes it. All sizes are checked before memory
//! is taken, and the file's length before its first picture.

use std::io::SeekFrom;

use crate::file::{BadFile, Source};
use crate::pace::FrameRate;
use crate::video::{Picture, Size};

const MAGIC: &str = "YUV4MPEG2";
/// Longer than any header that means something; read in one piece.
const HEADER_MAX: usize = 256;
/// Before each picture. Such a line could have parameters; nobody writes them.
const FRAME: &[u8; 6] = b"FRAME\n";

/// A film of raw pictures.
pub struct Y4m {
    from: Box<dyn Source>,
    size: Size,
    rate: FrameRate,
    /// Where the first picture's line begins.
    start: u64,
    pictures: u64,
}

impl Y4m {
    /// Reads the header, and checks that the file is as long as whole pictures are.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn open(mut from: Box<dyn Source>) -> Result<Self, BadFile> {
        let length = from.seek(SeekFrom::End(0))?;
        from.seek(SeekFrom::Start(0))?;
        let line = header(from.as_mut())?;
        let (size, rate) = parse(&line)?;
        let start = line.len() as u64 + 1;
        let picture = (FRAME.len() + size.i420_len()) as u64;
        let rest = length.saturating_sub(start);
        match (rest / picture, rest % picture) {
            (0, 0) => Err(BadFile::Empty),
            (pictures, 0) => Ok(Self { from, size, rate, start, pictures }),
            _ => Err(BadFile::Truncated),
        }
    }

    /// The size of its pictures.
    #[must_use]
    pub const fn size(&self) -> Size {
        self.size
    }

    /// How fast they follow each other.
    #[must_use]
    pub const fn rate(&self) -> FrameRate {
        self.rate
    }

    /// How many there are, at least one.
    #[must_use]
    pub const fn pictures(&self) -> u64 {
        self.pictures
    }

    /// The picture of this number.
    ///
    /// # Errors
    /// [`BadFile::BadHeader`] where no picture begins, [`BadFile::Truncated`] beyond the last.
    pub fn read(&mut self, number: u64) -> Result<Picture, BadFile> {
        if number >= self.pictures {
            return Err(BadFile::Truncated);
        }
        let each = (FRAME.len() + self.size.i420_len()) as u64;
        self.from.seek(SeekFrom::Start(self.start + number * each))?;
        let mut line = [0; FRAME.len()];
        self.from.read_exact(&mut line)?;
        if line != *FRAME {
            return Err(BadFile::BadHeader("picture's line"));
        }
        let mut data = vec![0; self.size.i420_len()];
        self.from.read_exact(&mut data)?;
        Picture::from_i420(self.size, data).map_err(|_| BadFile::Truncated)
    }
}

/// The first line, without its end.
fn header(from: &mut dyn Source) -> Result<String, BadFile> {
    let mut bytes = Vec::with_capacity(HEADER_MAX);
    let mut byte = [0];
    while bytes.len() < HEADER_MAX {
        if from.read(&mut byte)? == 0 {
            break;
        }
        if byte[0] == b'\n' {
            return String::from_utf8(bytes).map_err(|_| BadFile::BadHeader("header"));
        }
        bytes.push(byte[0]);
    }
    Err(if bytes.starts_with(MAGIC.as_bytes()) {
        BadFile::BadHeader("header")
    } else {
        BadFile::NotThis("Y4M")
    })
}

/// `YUV4MPEG2 W640 H480 F30:1 Ip A1:1 C420jpeg XYSCSS=420JPEG`, in any order, what is unknown passed over.
fn parse(line: &str) -> Result<(Size, FrameRate), BadFile> {
    let mut words = line.split(' ');
    if words.next() != Some(MAGIC) {
        return Err(BadFile::NotThis("Y4M"));
    }
    let (mut width, mut height, mut rate) = (None, None, None);
    for word in words.filter(|word| !word.is_empty()) {
        let Some((tag, value)) = word.split_at_checked(1) else { return Err(BadFile::BadHeader("header")) };
        match tag {
            "W" => width = Some(number(value)?),
            "H" => height = Some(number(value)?),
            "F" => rate = Some(fraction(value)?),
            "I" if !matches!(value, "p" | "?") => return Err(BadFile::Unsupported("interlaced video")),
            "C" if !matches!(value, "420" | "420jpeg" | "420paldv" | "420mpeg2") => {
                return Err(BadFile::Unsupported("this colour sampling"));
            }
            _ => {}
        }
    }
    let (Some(width), Some(height), Some(rate)) = (width, height, rate) else {
        return Err(BadFile::BadHeader("header"));
    };
    let size = Size::new(width, height);
    if size.is_possible() { Ok((size, rate)) } else { Err(BadFile::Unsupported("this size")) }
}

fn number(text: &str) -> Result<u32, BadFile> {
    text.parse().map_err(|_| BadFile::BadHeader("header"))
}

fn fraction(text: &str) -> Result<FrameRate, BadFile> {
    let (frames, seconds) = text.split_once(':').ok_or(BadFile::BadHeader("header"))?;
    FrameRate::new(number(frames)?, number(seconds)?).ok_or(BadFile::Unsupported("this frame rate"))
}

/// What a reader of a writer's own would begin with: for tests, and for who makes such files.
#[must_use]
pub fn y4m_header(size: Size, frames: u32, seconds: u32) -> Vec<u8> {
    format!("{MAGIC} W{} H{} F{frames}:{seconds} Ip A1:1 C420jpeg\n", size.width, size.height).into_bytes()
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn opened(bytes: Vec<u8>) -> Result<Y4m, BadFile> {
        Y4m::open(Box::new(Cursor::new(bytes)))
    }

    fn film(header: &str, pictures: usize, size: Size) -> Vec<u8> {
        let mut bytes = format!("{header}\n").into_bytes();
        for number in 0..pictures {
            bytes.extend_from_slice(FRAME);
            bytes.extend(std::iter::repeat_n(number as u8, size.i420_len()));
        }
        bytes
    }

    const SIZE: Size = Size::new(32, 16);

    #[test]
    fn pictures_are_read_in_any_order() {
        let mut film = opened(film("YUV4MPEG2 W32 H16 F30000:1001 Ip A0:0 C420jpeg XYSCSS=420JPEG", 3, SIZE))
            .expect("good");

        assert_eq!((film.size(), film.pictures()), (SIZE, 3));
        for number in [2, 0, 1] {
            assert_eq!(film.read(number).expect("one of three").data()[0], number as u8);
        }
        assert_eq!(film.read(3), Err(BadFile::Truncated));
    }

    #[test]
    fn a_hostile_header_is_refused() {
        let header = BadFile::BadHeader("header");
        let (size, rate) = (BadFile::Unsupported("this size"), BadFile::Unsupported("this frame rate"));
        for (case, line, why) in [
            ("another file", "RIFF", BadFile::NotThis("Y4M")),
            ("nearly", "YUV4MPEG3 W32 H16 F1:1", BadFile::NotThis("Y4M")),
            ("no size", "YUV4MPEG2 F30:1", header.clone()),
            ("no rate", "YUV4MPEG2 W32 H16", header.clone()),
            ("huge", "YUV4MPEG2 W4294967295 H4294967295 F30:1", size.clone()),
            ("beyond 32 bits", "YUV4MPEG2 W4294967296 H16 F30:1", header.clone()),
            ("product of nothing", "YUV4MPEG2 W0 H16 F30:1", size.clone()),
            ("odd", "YUV4MPEG2 W33 H16 F30:1", size),
            ("negative", "YUV4MPEG2 W-32 H16 F30:1", header.clone()),
            ("zero rate", "YUV4MPEG2 W32 H16 F0:1", rate.clone()),
            ("zero seconds", "YUV4MPEG2 W32 H16 F30:0", rate.clone()),
            ("too fast", "YUV4MPEG2 W32 H16 F4294967295:1", rate),
            ("no fraction", "YUV4MPEG2 W32 H16 F30", header.clone()),
            ("interlaced", "YUV4MPEG2 W32 H16 F30:1 It", BadFile::Unsupported("interlaced video")),
            ("4:4:4", "YUV4MPEG2 W32 H16 F30:1 C444", BadFile::Unsupported("this colour sampling")),
            ("endless", &format!("YUV4MPEG2 {}", "X".repeat(300)), header.clone()),
            ("no ASCII", "YUV4MPEG2 W32 H16 F30:1 é", header.clone()),
            ("no picture", "YUV4MPEG2 W32 H16 F30:1 Xé", BadFile::Empty),
        ] {
            assert_eq!(opened(film(line, 0, SIZE)).map(|_| ()), Err(why), "{case}");
        }
        assert_eq!(opened(b"YUV4MPEG2 W32 H16 F30:1".to_vec()).map(|_| ()), Err(header), "no line");
    }

    #[test]
    fn damage_is_found_at_opening_or_where_it_is() {
        let good = film("YUV4MPEG2 W32 H16 F30:1", 2, SIZE);

        assert_eq!(opened(good[..good.len() - 1].to_vec()).map(|_| ()), Err(BadFile::Truncated));
        let mut damaged = good;
        let second = damaged.len() - SIZE.i420_len() - 6;
        damaged[second] = b'X';
        let mut film = opened(damaged).expect("its length is right");
        assert!(film.read(0).is_ok());
        assert_eq!(film.read(1), Err(BadFile::BadHeader("picture's line")));
    }
}
