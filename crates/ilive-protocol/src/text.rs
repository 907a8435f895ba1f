//! Texts that people see of each other.

use std::borrow::Cow;

/// Whether every character is one that is shown as itself: no control character, no line or paragraph separator, and none
/// of the marks that turn the direction of the text around it, by which a name could pose as another.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    !text.chars().any(hides_or_turns)
}

/// The text with escapes, as `\u{1b}`, in place of all that is not plain: a terminal would obey what others wrote.
#[must_use]
pub fn printable(text: &str) -> Cow<'_, str> {
    if is_plain(text) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        if hides_or_turns(c) {
            shown.extend(c.escape_default());
        } else {
            shown.push(c);
        }
    }
    Cow::Owned(shown)
}

fn hides_or_turns(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    c.is_control() || turns || matches!(c, '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_hides_or_turns_text_is_not_plain() {
        for plain in ["", "Ann 安 👩‍👩‍👧", "مرحبا", "a\u{200F}b", "e\u{301}"] {
            assert!(is_plain(plain), "{plain:?}");
        }
        for tricky in ["a\nb", "\0", "bell\u{7}", "\u{202E}nimda", "a\u{2066}b", "a\u{2028}b", "\u{85}"] {
            assert!(!is_plain(tricky), "{tricky:?}");
        }
    }

    #[test]
    fn what_is_not_plain_is_shown_as_an_escape_and_all_else_as_it_is() {
        for (text, shown) in [
            ("Ann 安 👩‍👩‍👧 \\ \"", "Ann 安 👩‍👩‍👧 \\ \""),
            ("\u{1b}]0;title\u{7}", r"\u{1b}]0;title\u{7}"),
            ("a\r\nb\u{9b}c", r"a\r\nb\u{9b}c"),
            ("\u{202E}nimda", r"\u{202e}nimda"),
        ] {
            assert_eq!(printable(text), shown);
            assert!(is_plain(&printable(text)), "{text:?}");
        }
    }
}
