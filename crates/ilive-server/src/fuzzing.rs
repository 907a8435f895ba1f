//! The bodies of the fuzz targets in `fuzz/`: the same functions replay their corpora in the ordinary tests.

use std::net::SocketAddr;

use axum::extract::ws::Message;
use ilive_protocol::TinyId;
use prost::Message as _;

use crate::config::{SpeedLimits, TimersConfig};
use crate::link::SubProtocol;
use crate::speed::SpeedTests;
use crate::whip::Fragment;

/// Anything as a client's frame, in both sub-protocols: what is read is read again from what is written of it.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_client_frame(data: &[u8]) {
    if let Ok(frame) = SubProtocol::Protobuf.decode(&Message::Binary(data.to_vec().into())) {
        let again = SubProtocol::Protobuf.decode(&Message::Binary(frame.encode_to_vec().into()));
        assert_eq!(again.as_ref(), Ok(&frame));
        // JSON has names for the enum values that are known, and no others.
        if let Ok(text) = serde_json::to_string(&frame) {
            assert_eq!(SubProtocol::Json.decode(&Message::Text(text.into())), Ok(frame));
        }
    }
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(frame) = SubProtocol::Json.decode(&Message::Text(text.into())) {
        let again = SubProtocol::Protobuf.decode(&Message::Binary(frame.encode_to_vec().into()));
        assert_eq!(again, Ok(frame));
    }
}

/// Anything as the body of a PATCH: a restart has credentials of one line each, and others than those in use.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_ice_fragment(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(Fragment::Restart(login)) = Fragment::read(text, "used") {
        assert_ne!(login.ufrag, "used");
        assert!(!login.ufrag.contains('\n') && !login.pwd.contains('\n'));
    }
}

/// Anything as datagrams of a speed test, as they are and with the test's token in the place of theirs: an echo is as long as
/// what it answers, and the same but for the count and the clock.
///
/// # Panics
/// When that does not hold.
pub fn fuzz_speed_datagram(data: &[u8]) {
    let (now, from) = (crate::clock::now().at, SocketAddr::from(([127, 0, 0, 1], 4_000)));
    let tests = SpeedTests::new(SpeedLimits::default(), &TimersConfig::default());
    let terms = tests.begin(now, TinyId(1), None, &[]).expect("it is the only one");
    assert_eq!(tests.echo(now, from, data), None, "nobody guesses a token");
    let mut data = data.to_vec();
    if let Some(token) = data.get_mut(1..17) {
        token.copy_from_slice(&terms.datagram_token);
    }
    if let Some(echo) = tests.echo(now, from, &data) {
        assert_eq!((echo.len(), &echo[..29], &echo[37..]), (data.len(), &data[..29], &data[37..]));
        assert_eq!(echo[29..37], [0, 0, 0, 1, 0, 0, 0, 0], "the first, at once");
    }
}
