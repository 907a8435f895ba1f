//! Words: those that nobody guesses, and those that people give themselves.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ilive_protocol::{limits, text};

use crate::refusal::Refusal;

/// 128 bits that nobody guesses.
pub(crate) fn random_word() -> String {
    URL_SAFE_NO_PAD.encode(rand::random::<[u8; 16]>())
}

/// A nick is profile, never identity: 1 to 32 characters, or nothing.
pub(crate) fn nick(nick: &str) -> Result<&str, Refusal> {
    let nick = nick.trim();
    if nick.chars().count() > limits::NICK_MAX_CHARS || !text::is_plain(nick) {
        let said = format!("nick: at most {} characters, none of them control", limits::NICK_MAX_CHARS);
        return Err(Refusal::bad("nick", said));
    }
    Ok(nick)
}
