//! Texts and bytes: where they begin, and how many there are.

use std::os::raw::c_char;

/// Longer texts are taken by no call.
const TEXT_MAX: usize = 1 << 20;

/// A text in UTF-8: `len` bytes from `data` on.
///
/// In: read while the call lasts. `data` NULL is no text at all, which is 8005 where one is needed; more than 1 MiB, and what
/// is no UTF-8, is 8021 (`ilive_av_*`: 1004). Out: there is a NUL behind the last byte, so that it can be printed with `%s`;
/// how long it lives is said where it is handed out.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_text {
    /// The first byte.
    pub data: *const c_char,
    /// Bytes, without a NUL.
    pub len: usize,
}

/// Bytes of any kind: `len` from `data` on.
#[repr(C)]
#[derive(Debug, Clone, Copy)]
pub struct ilive_bytes {
    /// The first one.
    pub data: *const u8,
    /// How many.
    pub len: usize,
}

/// Why a text is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum BadText {
    /// There is nothing.
    Null,
    /// More than any call takes.
    TooLong,
    /// Not UTF-8.
    NotUtf8,
}

impl ilive_text {
    /// Nothing at all.
    pub(crate) const NONE: Self = Self { data: std::ptr::null(), len: 0 };

    pub(crate) fn read(self) -> Result<String, BadText> {
        let bytes = ilive_bytes { data: self.data.cast(), len: self.len }.read()?;
        String::from_utf8(bytes).map_err(|_| BadText::NotUtf8)
    }
}

impl ilive_bytes {
    pub(crate) fn read(self) -> Result<Vec<u8>, BadText> {
        if self.data.is_null() {
            return Err(BadText::Null);
        }
        if self.len > TEXT_MAX {
            return Err(BadText::TooLong);
        }
        Ok(crate::list::read(self.data, self.len).to_vec())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_as_long_as_it_says_and_no_longer() {
        let text = ilive_text { data: c"hello, world".as_ptr(), len: 5 };

        assert_eq!(text.read().as_deref(), Ok("hello"));
        assert_eq!(ilive_text { len: 0, ..text }.read().as_deref(), Ok(""));
    }

    #[test]
    fn what_is_no_text_is_not_read() {
        let nothing = ilive_text { data: std::ptr::null(), len: 3 };
        // One byte is there: that it says more must be seen before it is read.
        let endless = ilive_text { data: c"x".as_ptr(), len: usize::MAX };
        let latin = ilive_text { data: c"\xe4\xf6".as_ptr(), len: 2 };

        for (case, text, bad) in [
            ("null", nothing, BadText::Null),
            ("too long", endless, BadText::TooLong),
            ("not UTF-8", latin, BadText::NotUtf8),
        ] {
            assert_eq!(text.read(), Err(bad), "{case}");
        }
    }
}
