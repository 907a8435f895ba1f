//! Kinds and states as numbers. Parameters of these types are checked: another number is a bad value, no undefined one.

use ilive_protocol::Module;
use ilive_protocol::device::PixelFormat;
use ilive_protocol::wire::{RoleType, Source, UplinkKind};
use ilive_session::av::{ContextState, RoomState, TestState};
use ilive_session::{DeviceKind, PhoneState};
use sdk::devices::audio::AudioSourceKind;

/// The space of a code's number.
pub type ilive_module = u32;
/// The one object with login, rooms, messages and devices.
pub const ILIVE_MODULE_ILIVE: ilive_module = 0;
/// Sound and picture: the layer here, and the server's answers.
pub const ILIVE_MODULE_AV: ilive_module = 1;
/// Messaging; its numbers are none of the 58.
pub const ILIVE_MODULE_IM: ilive_module = 2;
/// Calls; their results are none of the 58.
pub const ILIVE_MODULE_CALL: ilive_module = 3;

/// Who found a failure.
pub type ilive_layer = u32;
/// The functions `ilive_*`.
pub const ILIVE_LAYER_FACADE: ilive_layer = 0;
/// The layers below: `ilive_av_*`, `ilive_im_*`.
pub const ILIVE_LAYER_AV: ilive_layer = 1;
/// The server.
pub const ILIVE_LAYER_SERVER: ilive_layer = 2;

/// How a failure reaches the caller.
pub type ilive_delivery = u32;
/// The function returned it: nothing was sent, and no completion follows.
pub const ILIVE_DELIVERY_RETURN: ilive_delivery = 0;
/// In the one completion of a call that returned 0.
pub const ILIVE_DELIVERY_COMPLETION: ilive_delivery = 1;
/// In an event.
pub const ILIVE_DELIVERY_EVENT: ilive_delivery = 2;

/// What became of the room that a failed switch was from.
pub type ilive_old_room = u32;
/// The failure is not that of a switch.
pub const ILIVE_OLD_ROOM_NONE: ilive_old_room = 0;
/// Still in it.
pub const ILIVE_OLD_ROOM_KEPT: ilive_old_room = 1;
/// Left, or not known to be kept.
pub const ILIVE_OLD_ROOM_LEFT: ilive_old_room = 2;

/// What a member sends: one of each.
pub type ilive_source = u32;
/// The voice.
pub const ILIVE_SOURCE_AUDIO: ilive_source = 1;
/// Camera or external capture.
pub const ILIVE_SOURCE_MAIN: ilive_source = 2;
/// Screen, media file or external capture beside the camera; one a room.
pub const ILIVE_SOURCE_AUX: ilive_source = 3;

/// How a source is fed.
pub type ilive_uplink = u32;
/// It was not said.
pub const ILIVE_UPLINK_UNKNOWN: ilive_uplink = 0;
/// A microphone.
pub const ILIVE_UPLINK_MICROPHONE: ilive_uplink = 1;
/// A camera.
pub const ILIVE_UPLINK_CAMERA: ilive_uplink = 2;
/// Frames of the app's own.
pub const ILIVE_UPLINK_EXTERNAL: ilive_uplink = 3;
/// A screen, or a part of it.
pub const ILIVE_UPLINK_SCREEN: ilive_uplink = 4;
/// A media file.
pub const ILIVE_UPLINK_FILE: ilive_uplink = 5;

/// A kind of device; one of each can be open.
pub type ilive_device_kind = u32;
/// A camera: the main picture.
pub const ILIVE_DEVICE_CAMERA: ilive_device_kind = 0;
/// Frames of the app's own in the camera's place.
pub const ILIVE_DEVICE_EXTERNAL_MAIN: ilive_device_kind = 1;
/// Frames of the app's own as the auxiliary picture.
pub const ILIVE_DEVICE_EXTERNAL_AUX: ilive_device_kind = 2;
/// A microphone.
pub const ILIVE_DEVICE_MICROPHONE: ilive_device_kind = 3;
/// A speaker.
pub const ILIVE_DEVICE_PLAYER: ilive_device_kind = 4;
/// The screen, a window or an area: the auxiliary picture.
pub const ILIVE_DEVICE_SCREEN: ilive_device_kind = 5;
/// The system's sound, mixed into the microphone's.
pub const ILIVE_DEVICE_SYSTEM_SOUND: ilive_device_kind = 6;
/// A media file as the auxiliary picture.
pub const ILIVE_DEVICE_MEDIA_FILE: ilive_device_kind = 7;

/// How the pixels of a frame lie; rows have no padding. Other numbers of the published list are 8023.
pub type ilive_pixel_format = u32;
/// Planar 4:2:0, limited range, BT.601.
pub const ILIVE_PIXEL_I420: ilive_pixel_format = 0;
/// 24 bits, memory order BGR.
pub const ILIVE_PIXEL_RGB24: ilive_pixel_format = 8;

/// The state of the AV context.
pub type ilive_context_state = u32;
/// Destroyed.
pub const ILIVE_CONTEXT_STATE_GONE: ilive_context_state = 0;
/// Made, and not running.
pub const ILIVE_CONTEXT_STATE_STOPPED: ilive_context_state = 1;
/// On the way up.
pub const ILIVE_CONTEXT_STATE_STARTING: ilive_context_state = 2;
/// Running.
pub const ILIVE_CONTEXT_STATE_STARTED: ilive_context_state = 3;
/// On the way down.
pub const ILIVE_CONTEXT_STATE_STOPPING: ilive_context_state = 4;

/// The state of the AV room.
pub type ilive_room_state = u32;
/// In none.
pub const ILIVE_ROOM_STATE_EXITED: ilive_room_state = 0;
/// On the way in.
pub const ILIVE_ROOM_STATE_ENTERING: ilive_room_state = 1;
/// In one.
pub const ILIVE_ROOM_STATE_ENTERED: ilive_room_state = 2;
/// On the way out.
pub const ILIVE_ROOM_STATE_EXITING: ilive_room_state = 3;
/// In one, on the way to another.
pub const ILIVE_ROOM_STATE_SWITCHING: ilive_room_state = 4;

/// The state of the device test.
pub type ilive_device_test_state = u32;
/// None runs.
pub const ILIVE_DEVICE_TEST_STATE_STOPPED: ilive_device_test_state = 0;
/// On the way up.
pub const ILIVE_DEVICE_TEST_STATE_STARTING: ilive_device_test_state = 1;
/// One runs.
pub const ILIVE_DEVICE_TEST_STATE_STARTED: ilive_device_test_state = 2;
/// On the way down.
pub const ILIVE_DEVICE_TEST_STATE_STOPPING: ilive_device_test_state = 3;

/// The state of a call (E.15).
pub type ilive_call_state = u32;
/// There is no such call, or none any more.
pub const ILIVE_CALL_STATE_NONE: ilive_call_state = 0;
/// Accepted here; the server has not answered.
pub const ILIVE_CALL_STATE_ENTER: ilive_call_state = 1;
/// Rings here.
pub const ILIVE_CALL_STATE_INCOMING: ilive_call_state = 2;
/// Rings there.
pub const ILIVE_CALL_STATE_WAIT: ilive_call_state = 3;
/// Both are in it.
pub const ILIVE_CALL_STATE_ESTABLISH: ilive_call_state = 4;

/// How a call has ended (E.15).
pub type ilive_call_result = u32;
/// Taken back before it was answered.
pub const ILIVE_CALL_RESULT_CANCELLED: ilive_call_result = 1;
/// Nobody answered in time.
pub const ILIVE_CALL_RESULT_TIMED_OUT: ilive_call_result = 2;
/// Turned down.
pub const ILIVE_CALL_RESULT_REFUSED: ilive_call_result = 3;
/// Ended by one of the two.
pub const ILIVE_CALL_RESULT_HUNG_UP: ilive_call_result = 4;
/// The called one is in another call.
pub const ILIVE_CALL_RESULT_BUSY: ilive_call_result = 5;
/// One of the two has lost its link, or is no longer logged in.
pub const ILIVE_CALL_RESULT_DISCONNECTED: ilive_call_result = 6;

/// How an invitation has ended.
pub type ilive_invitation_end = u32;
/// Turned down.
pub const ILIVE_INVITATION_REFUSED: ilive_invitation_end = 1;
/// Taken back.
pub const ILIVE_INVITATION_CANCELLED: ilive_invitation_end = 2;
/// Nobody answered in time.
pub const ILIVE_INVITATION_TIMED_OUT: ilive_invitation_end = 3;
/// One of the two is no longer logged in.
pub const ILIVE_INVITATION_LEFT: ilive_invitation_end = 4;

/// What has happened in a chat group.
pub type ilive_tip = u32;
/// Somebody came.
pub const ILIVE_TIP_JOINED: ilive_tip = 1;
/// Somebody left.
pub const ILIVE_TIP_LEFT: ilive_tip = 2;
/// Somebody was removed.
pub const ILIVE_TIP_KICKED: ilive_tip = 3;
/// The group is gone.
pub const ILIVE_TIP_DELETED: ilive_tip = 5;

/// What a role's rights are cut by.
pub type ilive_role_type = u32;
/// The ticket's own bits.
pub const ILIVE_ROLE_DEFAULT: ilive_role_type = 0;
/// Whose room it is.
pub const ILIVE_ROLE_HOST: ilive_role_type = 1;
/// Watches.
pub const ILIVE_ROLE_AUDIENCE: ilive_role_type = 2;
/// On stage beside the host.
pub const ILIVE_ROLE_COHOST: ilive_role_type = 3;

/// Of the two forms that an AV room had.
pub type ilive_room_type = u32;
/// Many people.
pub const ILIVE_ROOM_MULTI: ilive_room_type = 0;
/// Two people: not built, 1006.
pub const ILIVE_ROOM_PAIR: ilive_room_type = 1;

pub(crate) fn module_number(module: Module) -> ilive_module {
    match module {
        Module::Ilive => ILIVE_MODULE_ILIVE,
        Module::Av => ILIVE_MODULE_AV,
        Module::Im => ILIVE_MODULE_IM,
        Module::Call => ILIVE_MODULE_CALL,
    }
}

pub(crate) fn source_of(number: ilive_source) -> Option<Source> {
    i32::try_from(number)
        .ok()
        .and_then(|number| Source::try_from(number).ok())
        .filter(|source| *source != Source::Unspecified)
}

pub(crate) fn role_type_of(number: ilive_role_type) -> Option<RoleType> {
    i32::try_from(number).ok().and_then(|number| RoleType::try_from(number).ok())
}

pub(crate) fn source_number(source: Source) -> ilive_source {
    wire_number(source.into())
}

pub(crate) fn uplink_number(kind: UplinkKind) -> ilive_uplink {
    wire_number(kind.into())
}

/// The numbers of the wire are those of the header; none of its kinds is below 0.
pub(crate) fn wire_number(number: i32) -> u32 {
    u32::try_from(number).unwrap_or_default()
}

pub(crate) fn device_of(number: ilive_device_kind) -> Option<DeviceKind> {
    DeviceKind::ALL.get(usize::try_from(number).ok()?).copied()
}

pub(crate) fn device_number(kind: DeviceKind) -> ilive_device_kind {
    DeviceKind::ALL.iter().position(|other| *other == kind).map_or(u32::MAX, |index| index as u32)
}

pub(crate) fn pixel_format_of(number: ilive_pixel_format) -> Option<PixelFormat> {
    PixelFormat::from_number(number)
}

pub(crate) fn audio_source_number(source: AudioSourceKind) -> u32 {
    let is_it = |number: &u32| AudioSourceKind::from_number(*number) == Ok(source);
    (0..).take(8).find(is_it).unwrap_or(u32::MAX)
}

pub(crate) fn context_number(state: ContextState) -> ilive_context_state {
    match state {
        ContextState::Gone => ILIVE_CONTEXT_STATE_GONE,
        ContextState::Stopped => ILIVE_CONTEXT_STATE_STOPPED,
        ContextState::Starting => ILIVE_CONTEXT_STATE_STARTING,
        ContextState::Started => ILIVE_CONTEXT_STATE_STARTED,
        ContextState::Stopping => ILIVE_CONTEXT_STATE_STOPPING,
    }
}

pub(crate) fn room_number(state: RoomState) -> ilive_room_state {
    match state {
        RoomState::Exited => ILIVE_ROOM_STATE_EXITED,
        RoomState::Entering => ILIVE_ROOM_STATE_ENTERING,
        RoomState::Entered => ILIVE_ROOM_STATE_ENTERED,
        RoomState::Exiting => ILIVE_ROOM_STATE_EXITING,
        RoomState::Switching => ILIVE_ROOM_STATE_SWITCHING,
    }
}

pub(crate) fn test_number(state: TestState) -> ilive_device_test_state {
    match state {
        TestState::Stopped => ILIVE_DEVICE_TEST_STATE_STOPPED,
        TestState::Starting => ILIVE_DEVICE_TEST_STATE_STARTING,
        TestState::Started => ILIVE_DEVICE_TEST_STATE_STARTED,
        TestState::Stopping => ILIVE_DEVICE_TEST_STATE_STOPPING,
    }
}

pub(crate) fn call_number(state: Option<PhoneState>) -> ilive_call_state {
    match state {
        None => ILIVE_CALL_STATE_NONE,
        Some(PhoneState::Enter) => ILIVE_CALL_STATE_ENTER,
        Some(PhoneState::Incoming) => ILIVE_CALL_STATE_INCOMING,
        Some(PhoneState::Wait) => ILIVE_CALL_STATE_WAIT,
        Some(PhoneState::Establish) => ILIVE_CALL_STATE_ESTABLISH,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ilive_protocol::wire;

    #[test]
    fn what_the_header_names_is_what_the_wire_says() {
        for (named, wire) in [
            (ILIVE_SOURCE_AUDIO, i32::from(Source::Audio)),
            (ILIVE_SOURCE_MAIN, Source::Main.into()),
            (ILIVE_SOURCE_AUX, Source::Aux.into()),
            (ILIVE_UPLINK_MICROPHONE, UplinkKind::Microphone.into()),
            (ILIVE_UPLINK_CAMERA, UplinkKind::Camera.into()),
            (ILIVE_UPLINK_EXTERNAL, UplinkKind::External.into()),
            (ILIVE_UPLINK_SCREEN, UplinkKind::Screen.into()),
            (ILIVE_UPLINK_FILE, UplinkKind::File.into()),
            (ILIVE_CALL_RESULT_CANCELLED, wire::CallResult::Cancelled.into()),
            (ILIVE_CALL_RESULT_TIMED_OUT, wire::CallResult::TimedOut.into()),
            (ILIVE_CALL_RESULT_REFUSED, wire::CallResult::Refused.into()),
            (ILIVE_CALL_RESULT_HUNG_UP, wire::CallResult::HungUp.into()),
            (ILIVE_CALL_RESULT_BUSY, wire::CallResult::Busy.into()),
            (ILIVE_CALL_RESULT_DISCONNECTED, wire::CallResult::Disconnected.into()),
            (ILIVE_INVITATION_REFUSED, wire::InviteEnd::Refused.into()),
            (ILIVE_INVITATION_CANCELLED, wire::InviteEnd::Cancelled.into()),
            (ILIVE_INVITATION_TIMED_OUT, wire::InviteEnd::TimedOut.into()),
            (ILIVE_INVITATION_LEFT, wire::InviteEnd::Left.into()),
            (ILIVE_TIP_JOINED, wire::group_tip::Kind::Joined.into()),
            (ILIVE_TIP_LEFT, wire::group_tip::Kind::Left.into()),
            (ILIVE_TIP_KICKED, wire::group_tip::Kind::Kicked.into()),
            (ILIVE_TIP_DELETED, wire::group_tip::Kind::Deleted.into()),
            (ILIVE_ROLE_DEFAULT, wire::RoleType::Default.into()),
            (ILIVE_ROLE_HOST, wire::RoleType::Host.into()),
            (ILIVE_ROLE_AUDIENCE, wire::RoleType::Audience.into()),
            (ILIVE_ROLE_COHOST, wire::RoleType::Cohost.into()),
        ] {
            assert_eq!(named, wire_number(wire));
        }
    }

    #[test]
    fn the_kinds_of_devices_are_numbered_as_the_header_names_them() {
        for (number, kind) in [
            (ILIVE_DEVICE_CAMERA, DeviceKind::Camera),
            (ILIVE_DEVICE_EXTERNAL_MAIN, DeviceKind::ExternalMain),
            (ILIVE_DEVICE_EXTERNAL_AUX, DeviceKind::ExternalAux),
            (ILIVE_DEVICE_MICROPHONE, DeviceKind::Microphone),
            (ILIVE_DEVICE_PLAYER, DeviceKind::Player),
            (ILIVE_DEVICE_SCREEN, DeviceKind::Screen),
            (ILIVE_DEVICE_SYSTEM_SOUND, DeviceKind::SystemSound),
            (ILIVE_DEVICE_MEDIA_FILE, DeviceKind::MediaFile),
        ] {
            assert_eq!((device_of(number), device_number(kind)), (Some(kind), number));
        }
        assert_eq!(device_of(8), None);
    }

    #[test]
    fn numbers_that_are_none_are_no_kind() {
        assert_eq!((source_of(0), source_of(4), source_of(u32::MAX)), (None, None, None));
        assert_eq!((pixel_format_of(ILIVE_PIXEL_I420), pixel_format_of(2)), (Some(PixelFormat::I420), None));
        assert_eq!(pixel_format_of(ILIVE_PIXEL_RGB24), Some(PixelFormat::Rgb24));
    }
}
