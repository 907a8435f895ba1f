//! A camera's bytes as a picture.

use super::jpeg;
use super::mode::Layout;
use crate::video::{Picture, Plane, Size};

/// How pictures lie in a camera's memory.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Format {
    pub(super) layout: Layout,
    pub(super) size: Size,
    /// Bytes from one row of the first plane to the next, at least as many as a row has.
    pub(super) stride: usize,
}

impl Format {
    /// None where no picture can be like that.
    pub(super) fn new(layout: Layout, size: Size, stride: usize) -> Option<Self> {
        let row = match layout {
            Layout::I420 | Layout::Nv12 => size.width as usize,
            Layout::Yuyv => size.width as usize * 2,
            Layout::Jpeg => 0,
        };
        // Chroma has half of the rows' bytes each.
        (size.is_possible() && stride.is_multiple_of(2)).then(|| Self {
            layout,
            size,
            stride: stride.max(row),
        })
    }

    /// The picture; none where its bytes are damaged or too few.
    pub(super) fn decode(&self, bytes: &[u8]) -> Option<Picture> {
        match self.layout {
            Layout::I420 => self.planes(bytes),
            Layout::Nv12 => self.nv12(bytes),
            Layout::Yuyv => self.yuyv(bytes),
            Layout::Jpeg => jpeg::decode(bytes),
        }
    }

    /// Rows of a plane that begins at `from`, without what is behind each.
    fn rows(bytes: &[u8], from: usize, stride: usize, row: usize, count: u32) -> Option<Vec<&[u8]>> {
        let row_at = |number: usize| bytes.get(from + number * stride..)?.get(..row);
        (0..count as usize).map(row_at).collect()
    }

    fn planes(&self, bytes: &[u8]) -> Option<Picture> {
        let (mut data, mut from) = (Vec::with_capacity(self.size.i420_len()), 0);
        for plane in Plane::ALL {
            let (size, stride) =
                (plane.size(self.size), if plane == Plane::Y { self.stride } else { self.stride / 2 });
            let rows = Self::rows(bytes, from, stride, size.width as usize, size.height)?;
            rows.into_iter().for_each(|row| data.extend_from_slice(row));
            from += stride * size.height as usize;
        }
        Picture::from_i420(self.size, data).ok()
    }

    fn nv12(&self, bytes: &[u8]) -> Option<Picture> {
        let Size { width, height } = self.size;
        let luma = Self::rows(bytes, 0, self.stride, width as usize, height)?;
        let behind = self.stride * height as usize;
        let chroma = Self::rows(bytes, behind, self.stride, width as usize, height / 2)?;
        let mut data = luma.concat();
        for colour in 0..2 {
            let of_row = |row: &&[u8]| row.iter().skip(colour).step_by(2).copied().collect::<Vec<u8>>();
            data.extend(chroma.iter().flat_map(of_row));
        }
        Picture::from_i420(self.size, data).ok()
    }

    /// Has chroma for each row: of two rows the mean is left.
    fn yuyv(&self, bytes: &[u8]) -> Option<Picture> {
        let Size { width, height } = self.size;
        let rows = Self::rows(bytes, 0, self.stride, width as usize * 2, height)?;
        let mut data = Vec::with_capacity(self.size.i420_len());
        rows.iter().for_each(|row| data.extend(row.iter().step_by(2)));
        for colour in [1, 3] {
            for both in rows.chunks_exact(2) {
                let of_row = |row: usize| both[row].iter().skip(colour).step_by(4);
                data.extend(of_row(0).zip(of_row(1)).map(|(above, below)| above.midpoint(*below)));
            }
        }
        Picture::from_i420(self.size, data).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: Size = Size::new(16, 16);
    /// What is behind a row.
    const PADDING: [u8; 8] = [0xee; 8];

    /// Y rises from left to right, U and V are of one value.
    fn expected() -> Picture {
        let luma = (0..16).flat_map(|_| (0..16).map(|x| 100 + x));
        let chroma = [vec![40; 64], vec![200; 64]].concat();
        Picture::from_i420(SIZE, luma.chain(chroma).collect()).expect("as many bytes as it has")
    }

    fn padded(row: &[u8], padding: usize, count: usize) -> Vec<u8> {
        [row, &PADDING[..padding]].concat().repeat(count)
    }

    /// The same picture in a layout, with so many bytes behind each row.
    fn bytes(layout: Layout, padding: usize) -> Vec<u8> {
        let luma: Vec<u8> = (0..16).map(|x| 100 + x).collect();
        match layout {
            Layout::I420 => [
                padded(&luma, padding, 16),
                padded(&[40; 8], padding / 2, 8),
                padded(&[200; 8], padding / 2, 8),
            ]
            .concat(),
            Layout::Nv12 => [padded(&luma, padding, 16), padded(&[40, 200].repeat(8), padding, 8)].concat(),
            Layout::Yuyv => {
                let pair = |two: &[u8], u, v| [two[0], u, two[1], v];
                // Above and below the mean by one.
                let row = |u, v| luma.chunks(2).flat_map(|two| pair(two, u, v)).collect::<Vec<u8>>();
                [padded(&row(39, 201), padding, 1), padded(&row(41, 199), padding, 1)].concat().repeat(8)
            }
            Layout::Jpeg => Vec::new(),
        }
    }

    #[test]
    fn each_layout_of_one_picture_is_that_picture() {
        for layout in [Layout::I420, Layout::Nv12, Layout::Yuyv] {
            for padding in [0, 8] {
                let row = if layout == Layout::Yuyv { 32 } else { 16 };
                let format = Format::new(layout, SIZE, row + padding).expect("a possible size");
                let decoded = format.decode(&bytes(layout, padding));
                assert_eq!(
                    decoded.as_ref().map(Picture::data),
                    Some(expected().data()),
                    "{layout:?} {padding}"
                );
            }
        }
    }

    #[test]
    fn a_picture_that_is_cut_off_is_none() {
        for layout in [Layout::I420, Layout::Nv12, Layout::Yuyv] {
            // A driver that says no stride means none between rows.
            let format = Format::new(layout, SIZE, 0).expect("a possible size");
            let whole = bytes(layout, 0);
            assert!(format.decode(&whole).is_some(), "{layout:?}");
            for len in [0, 1, whole.len() / 2, whole.len() - 1] {
                assert_eq!(format.decode(&whole[..len]), None, "{layout:?} {len}");
            }
        }
        assert_eq!(Format::new(Layout::Yuyv, Size::new(4096, 2160), 0), None);
    }
}
