//! The server's media answers, as somebody on the way would change them.

use std::net::SocketAddr;

use ilive_protocol::wire::{self, reply::Result as Answer, server_frame::Body};
use prost::Message;

use super::frames::{Frame, Kind};

/// What is changed in an answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    /// Media come here instead of to the server.
    pub(super) media: SocketAddr,
    /// Another certificate is named.
    pub(super) fingerprint: bool,
}

impl Edit {
    /// Changes the frame where it carries an answer.
    pub(super) fn apply(&self, frame: &mut Frame) {
        let changed = match frame.kind() {
            Kind::Binary => wire::ServerFrame::decode(frame.payload.as_slice())
                .ok()
                .and_then(|message| Some(self.message(message)?.encode_to_vec())),
            Kind::Text => serde_json::from_slice(&frame.payload)
                .ok()
                .and_then(|message| serde_json::to_vec(&self.message(message)?).ok()),
            Kind::Other => None,
        };
        if let Some(payload) = changed {
            frame.payload = payload;
        }
    }

    fn message(&self, mut message: wire::ServerFrame) -> Option<wire::ServerFrame> {
        let Some(Body::Reply(reply)) = &mut message.body else { return None };
        let sdp = match &mut reply.result {
            Some(Answer::RoomEnter(reply)) => &mut reply.answer_sdp,
            Some(Answer::Negotiate(reply)) => &mut reply.answer_sdp,
            _ => return None,
        };
        *sdp = self.sdp(sdp);
        Some(message)
    }

    fn sdp(&self, sdp: &str) -> String {
        let mut changed = String::with_capacity(sdp.len());
        for line in sdp.lines() {
            let line = match line.split_once(':') {
                Some(("a=candidate", candidate)) => self.candidate(candidate),
                Some(("a=fingerprint", fingerprint)) if self.fingerprint => {
                    Some(other_fingerprint(fingerprint))
                }
                _ => Some(line.to_owned()),
            };
            if let Some(line) = line {
                changed += &line;
                changed += "\r\n";
            }
        }
        changed
    }

    /// `foundation component protocol priority address port …`; over TCP there is no way any more.
    fn candidate(&self, candidate: &str) -> Option<String> {
        let mut words: Vec<String> = candidate.split(' ').map(str::to_owned).collect();
        if !words.get(2)?.eq_ignore_ascii_case("udp") {
            return None;
        }
        *words.get_mut(4)? = self.media.ip().to_string();
        *words.get_mut(5)? = self.media.port().to_string();
        Some(format!("a=candidate:{}", words.join(" ")))
    }
}

/// Of the same form, and nobody's.
fn other_fingerprint(fingerprint: &str) -> String {
    let digit = |c: char| match c.to_digit(16) {
        Some(digit) => char::from_digit(15 - digit, 16).map_or(c, |c| c.to_ascii_uppercase()),
        None => c,
    };
    let (algorithm, digits) = fingerprint.split_once(' ').unwrap_or((fingerprint, ""));
    format!("a=fingerprint:{algorithm} {}", digits.chars().map(digit).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::relay::frames::Splitter;

    const SDP: &str = "v=0\r\na=fingerprint:sha-256 0A:FF\r\na=candidate:1 1 udp 2130706431 10.0.0.1 8800 typ host\r\n\
                       a=candidate:2 1 tcp 2105524479 10.0.0.1 8800 typ host tcptype passive\r\nm=audio 9 X 0\r\n";

    fn frame(text: bool, sdp: &str) -> Frame {
        let reply = wire::NegotiateReply { answer_sdp: sdp.to_owned() };
        let reply = wire::Reply { request_id: 1, result: Some(Answer::Negotiate(reply)) };
        let message = wire::ServerFrame { body: Some(Body::Reply(reply)) };
        let payload =
            if text { serde_json::to_vec(&message).expect("JSON") } else { message.encode_to_vec() };
        let mut splitter = Splitter::default();
        splitter.push(&[if text { 0x81 } else { 0x82 }, 126]);
        splitter.push(&(payload.len() as u16).to_be_bytes());
        splitter.push(&payload);
        splitter.next().expect("short").expect("whole")
    }

    fn edit(fingerprint: bool) -> Edit {
        Edit { media: "127.0.0.1:99".parse().expect("an address"), fingerprint }
    }

    #[test]
    fn media_are_led_to_the_relay_and_another_certificate_is_named() {
        let led = "v=0\r\na=fingerprint:sha-256 0A:FF\r\na=candidate:1 1 udp 2130706431 127.0.0.1 99 typ host\r\nm=audio 9 X 0\r\n";
        for text in [false, true] {
            for (fingerprint, sdp) in [(false, led.to_owned()), (true, led.replace("0A:FF", "F5:00"))] {
                let mut changed = frame(text, SDP);
                edit(fingerprint).apply(&mut changed);
                assert_eq!(changed, frame(text, &sdp), "{text} {fingerprint}");
            }
        }
    }

    #[test]
    fn what_is_no_answer_stays_as_it_is() {
        for payload in [b"{}".to_vec(), wire::ServerFrame::default().encode_to_vec(), vec![0xFF]] {
            for first_byte in [0x81, 0x82, 0x89] {
                let mut splitter = Splitter::default();
                splitter.push(&[first_byte, payload.len() as u8]);
                splitter.push(&payload);
                let mut changed = splitter.next().expect("short").expect("whole");
                let before = changed.clone();

                edit(true).apply(&mut changed);

                assert_eq!(changed, before);
            }
        }
    }
}
