//! Texts that people see of each other.

/// Whether every character is one that is shown as itself: no control character, no line or paragraph separator, and none
/// of the marks that turn the direction of the text around it, by which a name could pose as another.
#[must_use]
pub fn is_plain(text: &str) -> bool {
    let turns = |c: char| matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}');
    !text.chars().any(|c| c.is_control() || turns(c) || matches!(c, '\u{2028}' | '\u{2029}'))
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
}
