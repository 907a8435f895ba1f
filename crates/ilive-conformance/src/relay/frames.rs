//! Frames of a WebSocket as a server sends them: without masks, never in pieces.

/// Larger than anything a server sends.
const PAYLOAD_MAX_BYTES: usize = 64 << 20;

/// What kind of frame it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Binary,
    /// Ping, pong, close.
    Other,
}

/// One whole frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Frame {
    first_byte: u8,
    pub(super) payload: Vec<u8>,
}

/// Bytes that are not a whole frame yet.
#[derive(Debug, Default)]
pub(super) struct Splitter {
    bytes: Vec<u8>,
}

impl Frame {
    pub(super) fn kind(&self) -> Kind {
        match self.first_byte & 0x0F {
            1 => Kind::Text,
            2 => Kind::Binary,
            _ => Kind::Other,
        }
    }

    /// As it goes over the wire.
    pub(super) fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![self.first_byte];
        match self.payload.len() {
            length @ 0..=125 => bytes.push(length as u8),
            length @ 126..=0xFFFF => {
                bytes.push(126);
                bytes.extend((length as u16).to_be_bytes());
            }
            length => {
                bytes.push(127);
                bytes.extend((length as u64).to_be_bytes());
            }
        }
        bytes.extend(&self.payload);
        bytes
    }
}

impl Splitter {
    /// Takes what has come.
    pub(super) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend(bytes);
    }

    /// The next whole frame.
    ///
    /// # Errors
    /// It is longer than anything that a server sends.
    pub(super) fn next(&mut self) -> Result<Option<Frame>, &'static str> {
        let Some((head, length)) = self.head() else { return Ok(None) };
        if length > PAYLOAD_MAX_BYTES {
            return Err("a frame longer than anything that a server sends");
        }
        if self.bytes.len() < head + length {
            return Ok(None);
        }
        let rest = self.bytes.split_off(head + length);
        let whole = std::mem::replace(&mut self.bytes, rest);
        Ok(Some(Frame { first_byte: whole[0], payload: whole[head..].to_vec() }))
    }

    /// Lengths of head and payload, once the head is there.
    fn head(&self) -> Option<(usize, usize)> {
        match self.bytes.get(1)? & 0x7F {
            126 => Some((4, u16::from_be_bytes(*self.bytes.get(2..)?.first_chunk()?).into())),
            127 => {
                let length = u64::from_be_bytes(*self.bytes.get(2..)?.first_chunk()?);
                Some((10, usize::try_from(length).unwrap_or(usize::MAX)))
            }
            length => Some((2, length.into())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_out_whole_however_they_come_in() {
        for length in [0, 125, 126, 65_535, 65_536] {
            let frame = Frame { first_byte: 0x82, payload: vec![7; length] };
            let mut splitter = Splitter::default();

            let bytes = [frame.encode(), frame.encode()].concat();
            let (first, second) = bytes.split_at(bytes.len() / 2 - 1);
            splitter.push(first);
            assert_eq!(splitter.next(), Ok(None), "{length}");
            splitter.push(second);

            assert_eq!(splitter.next(), Ok(Some(frame.clone())), "{length}");
            assert_eq!(splitter.next(), Ok(Some(frame)), "{length}");
            assert_eq!(splitter.next(), Ok(None), "{length}");
        }
    }

    #[test]
    fn a_length_that_cannot_be_is_refused() {
        let mut splitter = Splitter::default();
        splitter.push(&[0x82, 127, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]);

        assert!(splitter.next().is_err());
    }
}
