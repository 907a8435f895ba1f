//! Keeps what is handed out to C: texts, lists and what they point at, until all of it goes at once.

use std::any::Any;
use std::rc::Rc;

use crate::text::{ilive_bytes, ilive_text};

/// What C is pointed at. Values do not move while they are here, whatever is added.
#[derive(Default)]
pub(crate) struct Keep {
    kept: Vec<Rc<dyn Any>>,
}

impl Keep {
    /// A text, with a NUL behind it.
    pub(crate) fn text(&mut self, text: &str) -> ilive_text {
        let mut bytes = Vec::with_capacity(text.len() + 1);
        bytes.extend_from_slice(text.as_bytes());
        bytes.push(0);
        let (data, _) = self.list(bytes);
        ilive_text { data: data.cast(), len: text.len() }
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> ilive_bytes {
        let (data, len) = self.list(bytes.to_vec());
        ilive_bytes { data, len }
    }

    pub(crate) fn one<T: 'static>(&mut self, value: T) -> *const T {
        let value = Rc::new(value);
        let at = Rc::as_ptr(&value);
        self.kept.push(value);
        at
    }

    /// Where it begins, and how many there are; NULL when there are none.
    pub(crate) fn list<T: 'static>(&mut self, values: Vec<T>) -> (*const T, usize) {
        if values.is_empty() {
            return (std::ptr::null(), 0);
        }
        // The vector stays where the `Rc` has put it: moving it would end what points into it.
        let values = Rc::new(values);
        let (first, count) = (values.as_ptr(), values.len());
        self.kept.push(values);
        (first, count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_handed_out_stays_while_more_is_kept() {
        let mut keep = Keep::default();

        let texts: Vec<ilive_text> = (0..100).map(|number| keep.text(&format!("text {number}"))).collect();
        let (first, count) = keep.list(texts);

        for (number, text) in crate::list::read(first, count).iter().enumerate() {
            let with_nul = ilive_text { len: text.len + 1, ..*text };
            assert_eq!(with_nul.read(), Ok(format!("text {number}\0")));
        }
    }

    #[test]
    fn an_empty_list_is_null() {
        assert_eq!(Keep::default().list(Vec::<u8>::new()), (std::ptr::null(), 0));
    }
}
