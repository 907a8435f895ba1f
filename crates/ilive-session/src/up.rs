//! What an AV code is called one layer up (R1). Only these change; all others come through as they are.

use ilive_protocol::{Code, Module};

use crate::call::Answer;
use crate::operations::Verb;
use crate::{DeviceKind, Error};

/// A failure of what the façade asked the AV layer for, as the façade says it.
pub(crate) fn up(verb: Verb, error: Error) -> Result<Answer, Error> {
    match verb {
        // There already, or out already: what was asked for is so.
        Verb::Start | Verb::Exit if error.is(Code::AvHasInTheState) => Ok(Answer::Done),
        Verb::Enter | Verb::Switch => Err(entry(error)),
        Verb::Open(kind) | Verb::Close(kind) => Err(device(kind, error)),
        _ => Err(error),
    }
}

/// `av` 1 becomes 8006, except where the role is not known; so does a number that is none of the 58.
fn entry(error: Error) -> Error {
    let general = error.is(Code::AvFailed) && error.sub_reason != "role_not_exists";
    let unknown = error.module == Module::Av && error.known().is_none();
    match general || unknown {
        true => nested(Code::EnterAvRoomFail, error),
        false => error,
    }
}

/// 1 of a microphone or a player, a full pool, a missing file, a bad window.
pub(crate) fn device(kind: DeviceKind, error: Error) -> Error {
    if error.is(Code::AvFailed) && error.sub_reason == "pool_empty" {
        return nested(Code::AllocFail, error);
    }
    if error.is(Code::AvFailed) && kind.is_sound() {
        return nested(Code::SdkFailed, error);
    }
    if error.is(Code::AvDeviceNotExist) && error.sub_reason == "no_file" {
        return nested(Code::NotFound, error);
    }
    if error.is(Code::AvDeviceNotExist) && error.sub_reason == "bad_window" {
        return nested(Code::InvalidParam, error);
    }
    error
}

/// An empty list of devices.
pub(crate) fn list(kind: DeviceKind, error: Error) -> Error {
    match error.is(Code::AvDeviceNotExist) {
        true => Error::of(Code::NotFound, kind.none_word().unwrap_or_default()).caused_by(error),
        false => error,
    }
}

/// The word stays: it says which case it is in both layers.
fn nested(code: Code, error: Error) -> Error {
    let mut above = Error::of(code, "").because(error.message.clone());
    above.sub_reason.clone_from(&error.sub_reason);
    above.old_room = error.old_room;
    above.caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_contract_names_changes_on_its_way_up() {
        let e = Error::of;
        for (case, verb, error, code) in [
            ("role", Verb::Enter, e(Code::AvFailed, "role_not_exists"), Code::AvFailed),
            ("dtls", Verb::Enter, e(Code::AvFailed, "dtls_failed"), Code::EnterAvRoomFail),
            (
                "ice",
                Verb::Enter,
                e(Code::ServerAllocResourceFailed, "ice_failed"),
                Code::ServerAllocResourceFailed,
            ),
            (
                "microphone",
                Verb::Open(DeviceKind::Microphone),
                e(Code::AvFailed, "device_failed"),
                Code::SdkFailed,
            ),
            ("camera", Verb::Open(DeviceKind::Camera), e(Code::AvFailed, "device_failed"), Code::AvFailed),
            ("file", Verb::Open(DeviceKind::MediaFile), e(Code::AvDeviceNotExist, "no_file"), Code::NotFound),
            (
                "gone",
                Verb::Open(DeviceKind::Camera),
                e(Code::AvDeviceNotExist, "no_device"),
                Code::AvDeviceNotExist,
            ),
        ] {
            let above = up(verb, error.clone()).expect_err(case);
            assert!(above.is(code), "{case}: {above}");
            assert_eq!(above.sub_reason, error.sub_reason, "{case}");
        }
        assert_eq!(up(Verb::Exit, e(Code::AvHasInTheState, "")), Ok(Answer::Done));
        assert_eq!(up(Verb::Start, e(Code::AvHasInTheState, "")), Ok(Answer::Done));
    }

    #[test]
    fn a_number_outside_the_58_is_8006_and_one_of_messaging_stays() {
        let raw = Error { code: 71, ..Error::of(Code::AvFailed, "") };

        assert!(up(Verb::Enter, raw).expect_err("fails").is(Code::EnterAvRoomFail));
        let im = up(Verb::Enter, Error::im(10_014, "")).expect_err("fails");
        assert_eq!((im.module, im.code), (Module::Im, 10_014));
    }
}
