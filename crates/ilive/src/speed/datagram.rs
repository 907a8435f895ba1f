//! One datagram of the speed test, as `docs/design/speed.md` has it. Big-endian.

/// A first byte that neither STUN, DTLS nor RTP uses (RFC 7983).
const KIND: u8 = 5;
const TOKEN: usize = 16;
const NUMBER: usize = 1 + TOKEN;
const CLOCK: usize = NUMBER + 4;
const HEAD: usize = CLOCK + 8 + 4 + 4;

/// What comes back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Echo {
    pub(super) number: u32,
    /// The sender's clock when it was sent.
    pub(super) sent_us: u64,
}

/// None when the server's terms are odd.
pub(super) fn question(token: &[u8], number: u32, clock_us: u64, length: usize) -> Option<Vec<u8>> {
    if token.len() != TOKEN || !(HEAD..=super::DATAGRAM_MAX).contains(&length) {
        return None;
    }
    let mut bytes = Vec::with_capacity(length);
    bytes.push(KIND);
    bytes.extend_from_slice(token);
    bytes.extend_from_slice(&number.to_be_bytes());
    bytes.extend_from_slice(&clock_us.to_be_bytes());
    bytes.resize(length, 0);
    Some(bytes)
}

pub(super) fn echo_of(bytes: &[u8]) -> Option<Echo> {
    let kind = *bytes.first()?;
    let number = bytes.get(NUMBER..CLOCK)?.try_into().ok()?;
    let clock = bytes.get(CLOCK..CLOCK + 8)?.try_into().ok()?;
    let whole = kind == KIND && bytes.len() >= HEAD;
    whole.then(|| Echo { number: u32::from_be_bytes(number), sent_us: u64::from_be_bytes(clock) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_read_from_its_echo() {
        let bytes = question(&[7; 16], 3, 1_000_000, 200).expect("good terms");

        assert_eq!((bytes.len(), bytes[0]), (200, 5));
        assert_eq!(echo_of(&bytes), Some(Echo { number: 3, sent_us: 1_000_000 }));
    }

    #[test]
    fn odd_terms_and_odd_datagrams_are_left() {
        assert_eq!(question(&[7; 15], 0, 0, 200), None);
        assert_eq!(question(&[7; 16], 0, 0, 36), None);
        assert_eq!(question(&[7; 16], 0, 0, 1501), None);
        for odd in [&[][..], &[5], &[5; 36], &[6; 200]] {
            assert_eq!(echo_of(odd), None, "{odd:?}");
        }
    }
}
