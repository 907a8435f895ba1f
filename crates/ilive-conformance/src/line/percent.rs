//! Values of a line: UTF-8, with `%XX` for what would end a value or a line.

use std::fmt::Write as _;

/// The value as it stands in a line.
pub(super) fn encode(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    for c in value.chars() {
        if c.is_ascii_control() || matches!(c, ' ' | '%' | '=') {
            write!(text, "%{:02X}", u32::from(c)).expect("a String takes all");
        } else {
            text.push(c);
        }
    }
    text
}

/// The value behind it; none where a `%` is not followed by two digits, or the bytes are no UTF-8.
pub(super) fn decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'%' => digit(rest.next()?)? << 4 | digit(rest.next()?)?,
            byte => byte,
        });
    }
    String::from_utf8(bytes).ok()
}

fn digit(byte: u8) -> Option<u8> {
    let digit = char::from(byte).to_digit(16)?;
    u8::try_from(digit).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_through_whatever_it_holds() {
        for value in ["", "plain", "a b=c%d", "line\r\nend\t", "多路 画面", "\u{7f}"] {
            let text = encode(value);
            assert!(!text.contains([' ', '=', '\n', '\r']), "{text}");
            assert_eq!(decode(&text).as_deref(), Some(value));
        }
    }

    #[test]
    fn what_is_not_encoded_is_refused() {
        for text in ["%", "%2", "%zz", "%+1", "%ff"] {
            assert_eq!(decode(text), None, "{text}");
        }
    }
}
