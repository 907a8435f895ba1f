//! Frames of the two sub-protocols to messages and back.

use axum::extract::ws::Message;
use ilive_protocol::wire;
use prost::Message as _;
use serde_json::error::Category;

/// Largest frame from a client in bytes: an offer of 256 KB as JSON, and the rest of its request.
pub(crate) const MAX_FRAME: usize = 320 * 1024;

/// What a connection speaks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SubProtocol {
    /// `ilive.v1.pb`: protobuf.
    Protobuf,
    /// `ilive.v1.json`: canonical protobuf JSON.
    Json,
}

impl SubProtocol {
    /// The names in the order the server prefers them.
    pub(crate) const NAMES: [&str; 2] = ["ilive.v1.pb", "ilive.v1.json"];

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "ilive.v1.pb" => Some(Self::Protobuf),
            "ilive.v1.json" => Some(Self::Json),
            _ => None,
        }
    }

    /// Reads a client's frame.
    ///
    /// # Errors
    /// In words for the caller's answer (10002).
    pub(crate) fn decode(self, message: &Message) -> Result<wire::ClientFrame, String> {
        match (self, message) {
            (Self::Protobuf, Message::Binary(bytes)) => wire::ClientFrame::decode(bytes.clone())
                .map_err(|error| format!("not a ClientFrame: {error}")),
            (Self::Json, Message::Text(text)) => serde_json::from_str(text).map_err(|error| why(&error)),
            (Self::Protobuf, _) => Err("ilive.v1.pb takes binary messages only".to_owned()),
            (Self::Json, _) => Err("ilive.v1.json takes text messages only".to_owned()),
        }
    }

    pub(crate) fn encode(self, frame: &wire::ServerFrame) -> Message {
        match self {
            Self::Protobuf => Message::Binary(frame.encode_to_vec().into()),
            Self::Json => {
                let text = serde_json::to_string(frame).expect("a message of ours has a JSON form");
                Message::Text(text.into())
            }
        }
    }
}

/// What is wrong with a frame of JSON, and where. The parser's own sentence would quote the frame: a ticket, or all of
/// 320 kB, in an answer and in the log.
fn why(error: &serde_json::Error) -> String {
    let what = match error.classify() {
        Category::Syntax => "it is no JSON",
        Category::Eof => "it ends too early",
        Category::Data => "a member is unknown, given twice, or of another type",
        Category::Io => "it cannot be read",
    };
    format!("not a ClientFrame: {what}, at line {}, column {}", error.line(), error.column())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decode(text: &str) -> Result<wire::ClientFrame, String> {
        SubProtocol::Json.decode(&Message::Text(text.into()))
    }

    #[test]
    fn both_sub_protocols_carry_the_same_message() {
        let json =
            decode(r#"{"requestId":7,"clientKey":"k","roomEnter":{"room":{"number":1001},"create":true}}"#)
                .expect("good");
        let bytes = Message::Binary(json.encode_to_vec().into());
        assert_eq!(SubProtocol::Protobuf.decode(&bytes).expect("good"), json);
        assert_eq!(json.request_id, 7);
    }

    #[test]
    fn what_is_wrong_is_said_without_a_word_of_the_client() {
        let ticket = "eJwSECRET".repeat(30_000);
        for (case, text, said) in [
            (
                "another type",
                format!(r#"{{"login":"{ticket}"}}"#),
                "of another type, at line 1, column 270011",
            ),
            ("unknown member", format!(r#"{{"{ticket}":1}}"#), "a member is unknown"),
            ("unknown enum", format!(r#"{{"login":{{"platform":"{ticket}"}}}}"#), "a member is unknown"),
            ("no JSON", format!("\n {ticket}"), "it is no JSON, at line 2, column 2"),
            ("half", format!(r#"{{"login":"{ticket}"#), "it ends too early"),
        ] {
            let why = decode(&text).expect_err(case);
            assert!(why.contains(said) && !why.contains("eJw") && why.len() < 150, "{case}: {why:.300}");
        }
    }

    #[test]
    fn what_is_no_frame_is_refused_and_never_a_panic() {
        let deep = format!("{}{}", "[".repeat(10_000), "]".repeat(10_000));
        let deep_inside = format!(r#"{{"login":{}1{}}}"#, r#"{"resume":"#.repeat(10_000), "}".repeat(10_000));
        for (case, text) in [
            ("empty", ""),
            ("not an object", "[]"),
            ("a number", "7"),
            ("depth", deep.as_str()),
            ("depth inside", deep_inside.as_str()),
            ("duplicate member", r#"{"requestId":1,"requestId":2}"#),
            ("duplicate member, both spellings", r#"{"requestId":1,"request_id":2}"#),
            ("two requests", r#"{"ping":{},"logout":{}}"#),
            ("unknown member", r#"{"requestId":1,"nonsense":{}}"#),
            ("unknown enum", r#"{"login":{"platform":"PLATFORM_TOASTER"}}"#),
            ("trailing data", r#"{"requestId":1} {}"#),
            ("infinite", r#"{"requestId":1e999}"#),
            ("negative", r#"{"requestId":-1}"#),
            ("fraction", r#"{"requestId":1.5}"#),
            ("too large", r#"{"requestId":4294967296}"#),
            ("lone surrogate", r#"{"clientKey":"\ud800"}"#),
            ("wrong type", r#"{"login":7}"#),
        ] {
            assert!(decode(text).is_err(), "{case}");
        }
        for (case, bytes) in [
            ("varint without end", vec![0xff; 20]),
            ("length beyond the end", vec![0x12, 0xff, 0xff, 0xff, 0x7f]),
            ("invalid UTF-8", vec![0x12, 1, 0xff]),
            ("group", vec![0x0b, 0x0c]),
        ] {
            assert!(SubProtocol::Protobuf.decode(&Message::Binary(bytes.into())).is_err(), "{case}");
        }
        assert!(SubProtocol::Protobuf.decode(&Message::Text("{}".into())).is_err());
        assert!(SubProtocol::Json.decode(&Message::Binary(vec![].into())).is_err());
    }
}
