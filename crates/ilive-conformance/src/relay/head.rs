//! Heads of HTTP messages, read and changed on the way.

/// What ends a head.
const END: &[u8] = b"\r\n\r\n";
/// As much as the server itself reads.
const MAX_BYTES: usize = 128 << 10;

/// A head, and what has come behind it already.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Head {
    lines: Vec<String>,
    pub(super) rest: Vec<u8>,
}

impl Head {
    /// The head at the beginning of `bytes`, once it is whole.
    ///
    /// # Errors
    /// It never ends, or is no text.
    pub(super) fn split(bytes: &[u8]) -> Result<Option<Self>, &'static str> {
        let Some(end) = bytes.windows(END.len()).position(|window| window == END) else {
            return if bytes.len() > MAX_BYTES { Err("a head without an end") } else { Ok(None) };
        };
        let text = std::str::from_utf8(&bytes[..end]).map_err(|_| "a head that is no text")?;
        let lines = text.split("\r\n").map(str::to_owned).collect();
        Ok(Some(Self { lines, rest: bytes[end + END.len()..].to_vec() }))
    }

    /// Whether the first line holds this text: a path, a status.
    pub(super) fn first_line_has(&self, text: &str) -> bool {
        self.lines.first().is_some_and(|line| line.contains(text))
    }

    /// Whether another protocol is asked for.
    pub(super) fn asks_for_upgrade(&self) -> bool {
        self.lines.iter().any(|line| name(line).eq_ignore_ascii_case("upgrade"))
    }

    /// Without the header of this name.
    pub(super) fn without(mut self, header: &str) -> Self {
        self.lines.retain(|line| !name(line).eq_ignore_ascii_case(header));
        self
    }

    /// With this header in the place of what it was.
    pub(super) fn with(self, header: &str, value: &str) -> Self {
        let mut head = self.without(header);
        head.lines.push(format!("{header}: {value}"));
        head
    }

    /// As it goes over the wire, with what came behind it.
    pub(super) fn encode(&self) -> Vec<u8> {
        [self.lines.join("\r\n").as_bytes(), END, &self.rest].concat()
    }
}

fn name(line: &str) -> &str {
    line.split_once(':').map_or("", |(name, _)| name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    const REQUEST: &[u8] = b"GET /ws/v1 HTTP/1.1\r\nHost: a\r\nupgrade: websocket\r\nSec-X: 1\r\n\r\nrest";

    #[test]
    fn a_head_is_split_off_and_changed() {
        let head = Head::split(REQUEST).expect("text").expect("whole");

        assert!(head.first_line_has(" /ws/v1 ") && !head.first_line_has("Host"));
        assert!(head.asks_for_upgrade());
        let changed = head.without("sec-x").with("HOST", "b");
        assert_eq!(changed.encode(), b"GET /ws/v1 HTTP/1.1\r\nupgrade: websocket\r\nHOST: b\r\n\r\nrest");
    }

    #[test]
    fn a_head_is_waited_for_but_not_for_ever() {
        assert_eq!(Head::split(&REQUEST[..30]), Ok(None));
        assert!(Head::split(&vec![b'a'; MAX_BYTES + 1]).is_err());
        assert!(Head::split(b"\xFF\r\n\r\n").is_err());
    }
}
