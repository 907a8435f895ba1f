//! Rights as a person writes them.

use ilive_protocol::Rights;

/// Reads a role's preset or the bits themselves.
pub(super) fn parse(text: &str) -> Result<Rights, String> {
    match text {
        "host" => Ok(Rights::ALL),
        "cohost" => Ok(Rights::COHOST),
        "audience" => Ok(Rights::AUDIENCE),
        bits => parse_bits(bits).map(Rights).ok_or_else(|| {
            "give host, cohost, audience, or the eight authority bits as a number from 0 to 255 (0xff)"
                .to_owned()
        }),
    }
}

fn parse_bits(text: &str) -> Option<u8> {
    let (digits, radix) = match text.split_at_checked(2) {
        Some(("0x" | "0X", hex)) => (hex, 16),
        Some(("0b" | "0B", binary)) => (binary, 2),
        _ => (text, 10),
    };
    // from_str_radix takes a sign, which bits do not have.
    if digits.starts_with('+') {
        return None;
    }
    u8::from_str_radix(digits, radix).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rights_are_a_preset_or_eight_bits() {
        for (text, bits) in [
            ("host", Some(0xFF)),
            ("cohost", Some(0xFE)),
            ("audience", Some(0xAA)),
            ("0", Some(0)),
            ("42", Some(42)),
            ("0xaa", Some(0xAA)),
            ("0b11", Some(3)),
            ("256", None),
            ("0x1ff", None),
            ("-1", None),
            ("+1", None),
            ("0x+1", None),
            ("0x", None),
            ("Host", None),
            ("", None),
            ("é", None),
        ] {
            assert_eq!(parse(text).ok(), bits.map(Rights), "{text:?}");
        }
    }
}
