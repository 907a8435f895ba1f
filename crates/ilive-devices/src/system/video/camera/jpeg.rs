//! A camera's JPEG as a picture.

use zune_jpeg::JpegDecoder;
use zune_jpeg::zune_core::bytestream::ZCursor;
use zune_jpeg::zune_core::colorspace::ColorSpace;
use zune_jpeg::zune_core::options::DecoderOptions;

use crate::video::{Picture, SIDE_MAX, Size};

/// What a file begins with.
const START: [u8; 2] = [0xff, 0xd8];
/// Introduces the tables of its code.
const TABLES: [u8; 2] = [0xff, 0xc4];
/// Says that it has none, and means those that the standard proposes: as cameras do, though not all of them say it.
const WITHOUT_TABLES: &[u8] = b"\xff\xe0\x00\x10AVI1\0\0\0\0\0\0\0\0\0\0";
/// Bytes of a pixel: Y, U and V.
const BYTES: usize = 3;
/// How many values the limited range has: luma from 16 to 235, chroma from 16 to 240.
const LUMA: u32 = 219;
const CHROMA: u32 = 224;

/// The picture; none where the file is damaged, or larger than a picture may be.
pub(crate) fn decode(file: &[u8]) -> Option<Picture> {
    let named;
    let file = match file.strip_prefix(&START) {
        Some(rest) if !file.windows(2).any(|two| two == TABLES) => {
            named = [&START, WITHOUT_TABLES, rest].concat();
            &named
        }
        _ => file,
    };
    let side = SIDE_MAX as usize;
    let options = DecoderOptions::default().set_max_width(side).set_max_height(side);
    let options = options.jpeg_set_out_colorspace(ColorSpace::YCbCr);
    let mut decoder = JpegDecoder::new_with_options(ZCursor::new(file), options);
    // Its size is known before memory is taken for its pixels.
    decoder.decode_headers().ok()?;
    let info = decoder.info()?;
    let size = Size::new(info.width.into(), info.height.into()).possible().ok()?;
    let pixels = decoder.decode().ok()?;
    i420_of_full_range(size, &pixels)
}

/// JPEG has the full range of values, pictures have the limited one. A chroma value is that of the mean of its four pixels.
fn i420_of_full_range(size: Size, pixels: &[u8]) -> Option<Picture> {
    let row_len = size.width as usize * BYTES;
    if pixels.len() != row_len * size.height as usize {
        return None;
    }
    let mut data = Vec::with_capacity(size.i420_len());
    data.extend(pixels.iter().step_by(BYTES).map(|y| limited(u32::from(*y), LUMA)));
    for plane in [1, 2] {
        for rows in pixels.chunks_exact(2 * row_len) {
            let (above, below) = rows.split_at(row_len);
            let fours = above.chunks_exact(2 * BYTES).zip(below.chunks_exact(2 * BYTES));
            data.extend(fours.map(|(above, below)| {
                let four = [above[plane], above[plane + BYTES], below[plane], below[plane + BYTES]];
                let sum: u32 = four.map(u32::from).iter().sum();
                limited((sum + 2) / 4, CHROMA)
            }));
        }
    }
    Picture::from_i420(size, data).ok()
}

/// 0 to 255 as 16 and so many more.
fn limited(value: u32, range: u32) -> u8 {
    u8::try_from((value * range + 127) / 255 + 16).unwrap_or(u8::MAX)
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;
    use crate::video::i420_from_bgr;

    /// A file of one colour, with the standard's tables.
    fn file(colour: &str, size: &str) -> Vec<u8> {
        let source = format!("color={colour}:size={size}");
        let made = Command::new("ffmpeg")
            .args(["-v", "error", "-f", "lavfi", "-i", &source, "-frames:v", "1", "-huffman", "default"])
            .args(["-pix_fmt", "yuvj422p", "-q:v", "2", "-f", "mjpeg", "-"])
            .output()
            .expect("FFmpeg is installed");
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        made.stdout
    }

    /// Without the segments that bring the tables, as cameras send it.
    fn without_tables(file: &[u8]) -> Vec<u8> {
        let mut file = file.to_vec();
        while let Some(at) = file.windows(2).position(|two| two == TABLES) {
            let len = usize::from(u16::from_be_bytes([file[at + 2], file[at + 3]]));
            file.drain(at..at + 2 + len);
        }
        file
    }

    #[test]
    fn a_colour_is_that_colour_in_limited_range_whether_the_file_has_tables_or_not() {
        for (colour, [b, g, r]) in [("red", [0, 0, 255]), ("lime", [0, 255, 0]), ("gray", [128, 128, 128])] {
            let size = Size::new(64, 48);
            let expected = i420_from_bgr(size, &[b, g, r].repeat(size.pixels())).expect("a picture");
            let whole = file(colour, "64x48");
            assert_ne!(without_tables(&whole).len(), whole.len());

            for file in [&whole, &without_tables(&whole)] {
                let decoded = decode(file).expect("a picture");
                assert_eq!(decoded.size(), size, "{colour}");
                let near = |(a, b): (&u8, &u8)| a.abs_diff(*b) <= 3;
                assert!(decoded.data().iter().zip(expected.data()).all(near), "{colour}");
            }
        }
    }

    /// The same file, which says that it has another width.
    fn of_width(file: &[u8], width: u16) -> Vec<u8> {
        let mut file = file.to_vec();
        let frame = file.windows(2).position(|two| two == [0xff, 0xc0]).expect("it says its size");
        file[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
        file
    }

    #[test]
    fn what_is_damaged_or_too_large_is_no_picture() {
        let whole = file("red", "64x48");
        for (case, file) in [
            ("nothing", Vec::new()),
            ("its beginning only", whole[..2].to_vec()),
            ("cut off in its header", whole[..whole.len() / 8].to_vec()),
            ("no JPEG", vec![7; 1000]),
            ("too large", file("red", "2048x64")),
            ("odd", of_width(&whole, 63)),
        ] {
            assert_eq!(decode(&file), None, "{case}");
        }
    }
}
