//! RTP's 16 bits of a packet's number, as they go on.

/// Numbers of one stream, counted on where they wrap.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Sequence {
    last: Option<(u16, i64)>,
}

impl Sequence {
    /// The whole number: the one nearest to that of the last packet.
    pub(super) fn extend(&mut self, number: u16) -> i64 {
        let extended = match self.last {
            None => i64::from(number),
            Some((last, extended)) => extended + i64::from(number.wrapping_sub(last).cast_signed()),
        };
        self.last = Some((number, extended));
        extended
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_where_they_wrap_and_back_where_a_packet_is_late() {
        let mut sequence = Sequence::default();
        let extended = [65_534, 65_535, 0, 65_535, 1].map(|number| sequence.extend(number));
        assert_eq!(extended, [65_534, 65_535, 65_536, 65_535, 65_537]);
    }
}
