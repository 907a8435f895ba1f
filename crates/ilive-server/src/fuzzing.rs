//! The bodies of the fuzz targets in `fuzz/`: the same functions replay their corpora in the ordinary tests.

use axum::extract::ws::Message;
use prost::Message as _;

use crate::link::SubProtocol;
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
