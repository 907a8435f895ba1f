//! The contract's codes. Generated from `contract/codes.toml` by `cargo xtask gen`. Do not edit.

/// It worked.
pub const ILIVE_NO_ERR: i32 = 0;

/// Messaging is not loaded.
pub const ILIVE_ERR_IM_NOT_READY: i32 = 8001;

/// Audio and video are not ready.
pub const ILIVE_ERR_AV_NOT_READY: i32 = 8002;

/// There is no current room.
pub const ILIVE_ERR_NO_ROOM: i32 = 8003;

/// It exists already.
pub const ILIVE_ERR_ALREADY_EXIST: i32 = 8004;

/// A mandatory object is missing.
pub const ILIVE_ERR_NULL_POINTER: i32 = 8005;

/// The audio and video room could not be entered.
pub const ILIVE_ERR_ENTER_AV_ROOM_FAIL: i32 = 8006;

/// Cancelled by the user.
pub const ILIVE_ERR_USER_CANCEL: i32 = 8007;

/// The call's state does not allow this.
pub const ILIVE_ERR_WRONG_STATE: i32 = 8008;

/// Not logged in.
pub const ILIVE_ERR_NOT_LOGIN: i32 = 8009;

/// Already in another room.
pub const ILIVE_ERR_ALREADY_IN_ROOM: i32 = 8010;

/// The previous request is not finished.
pub const ILIVE_ERR_BUSY_HERE: i32 = 8011;

/// The network cannot be reached.
pub const ILIVE_ERR_NET_UNDEFINE: i32 = 8012;

/// The SDK could not finish its own work.
pub const ILIVE_ERR_SDK_FAILED: i32 = 8020;

/// A parameter is not valid.
pub const ILIVE_ERR_INVALID_PARAM: i32 = 8021;

/// What was asked for does not exist.
pub const ILIVE_ERR_NOT_FOUND: i32 = 8022;

/// Not possible here.
pub const ILIVE_ERR_NOT_SUPPORT: i32 = 8023;

/// It is so already.
pub const ILIVE_ERR_ALREADY_STATE: i32 = 8024;

/// Logged out by another login.
pub const ILIVE_ERR_KICK_OUT: i32 = 8050;

/// The ticket has run out.
pub const ILIVE_ERR_EXPIRE: i32 = 8051;

/// The answer cannot be read.
pub const ILIVE_ERR_PARSE_FAIL: i32 = 8052;

/// The client's own budget is used up.
pub const ILIVE_ERR_ALLOC_FAIL: i32 = 8053;

/// Audio or video failed.
pub const ILIVE_AV_ERR_FAILED: i32 = 1;

/// This operation is already running.
pub const ILIVE_AV_ERR_REPEATED_OPERATION: i32 = 1001;

/// Another operation or source is in the way.
pub const ILIVE_AV_ERR_EXCLUSIVE_OPERATION: i32 = 1002;

/// The object is already in that state.
pub const ILIVE_AV_ERR_HAS_IN_THE_STATE: i32 = 1003;

/// An audio or video argument is wrong.
pub const ILIVE_AV_ERR_INVALID_ARGUMENT: i32 = 1004;

/// No answer in time.
pub const ILIVE_AV_ERR_TIMEOUT: i32 = 1005;

/// This build does not have it.
pub const ILIVE_AV_ERR_NOT_IMPLEMENTED: i32 = 1006;

/// Called on the wrong thread.
pub const ILIVE_AV_ERR_NOT_IN_MAIN_THREAD: i32 = 1007;

/// Somebody else is using it.
pub const ILIVE_AV_ERR_RESOURCE_IS_OCCUPIED: i32 = 1008;

/// The AV context is not started.
pub const ILIVE_AV_ERR_CONTEXT_NOT_EXIST: i32 = 1101;

/// The AV context is not stopped.
pub const ILIVE_AV_ERR_CONTEXT_NOT_STOPPED: i32 = 1102;

/// Not in an audio and video room.
pub const ILIVE_AV_ERR_ROOM_NOT_EXIST: i32 = 1201;

/// The room has not been left.
pub const ILIVE_AV_ERR_ROOM_NOT_EXITED: i32 = 1202;

/// There is no such device.
pub const ILIVE_AV_ERR_DEVICE_NOT_EXIST: i32 = 1301;

/// That member sends nothing.
pub const ILIVE_AV_ERR_ENDPOINT_NOT_EXIST: i32 = 1401;

/// That member does not send this picture.
pub const ILIVE_AV_ERR_ENDPOINT_HAS_NOT_VIDEO: i32 = 1402;

/// A member's name could not be found out.
pub const ILIVE_AV_ERR_TINYID_TO_OPENID_FAILED: i32 = 1501;

/// The own user number could not be found out.
pub const ILIVE_AV_ERR_OPENID_TO_TINYID_FAILED: i32 = 1502;

/// The device test is not running.
pub const ILIVE_AV_ERR_DEVICE_TEST_NOT_EXIST: i32 = 1601;

/// The device test is still running.
pub const ILIVE_AV_ERR_DEVICE_TEST_NOT_STOPPED: i32 = 1602;

/// The invitation could not be sent.
pub const ILIVE_AV_ERR_INVITE_FAILED: i32 = 1801;

/// The invitation could not be accepted.
pub const ILIVE_AV_ERR_ACCEPT_FAILED: i32 = 1802;

/// The invitation could not be refused.
pub const ILIVE_AV_ERR_REFUSE_FAILED: i32 = 1803;

/// Messaging answered with an error.
pub const ILIVE_AV_ERR_IMSDK_FAIL: i32 = 6999;

/// Messaging did not answer.
pub const ILIVE_AV_ERR_IMSDK_TIMEOUT: i32 = 7000;

/// The server failed.
pub const ILIVE_AV_ERR_SERVER_FAILED: i32 = 10_001;

/// The server refuses a value.
pub const ILIVE_AV_ERR_SERVER_INVALID_ARGUMENT: i32 = 10_002;

/// Not allowed.
pub const ILIVE_AV_ERR_SERVER_NO_PERMISSION: i32 = 10_003;

/// The room's address could not be found out.
pub const ILIVE_AV_ERR_SERVER_TIMEOUT: i32 = 10_004;

/// No connection to the room, or no space in it.
pub const ILIVE_AV_ERR_SERVER_ALLOC_RESOURCE_FAILED: i32 = 10_005;

/// The server no longer lists you in the room.
pub const ILIVE_AV_ERR_SERVER_ID_NOT_IN_ROOM: i32 = 10_006;

/// The server does not offer this.
pub const ILIVE_AV_ERR_SERVER_NOT_IMPLEMENT: i32 = 10_007;

/// It was done already in another way.
pub const ILIVE_AV_ERR_SERVER_REPEATED_OPERATION: i32 = 10_008;

/// There is no such room.
pub const ILIVE_AV_ERR_SERVER_ROOM_NOT_EXIST: i32 = 10_009;

/// That member is not in the room.
pub const ILIVE_AV_ERR_SERVER_ENDPOINT_NOT_EXIST: i32 = 10_010;

/// The room cannot give this ability.
pub const ILIVE_AV_ERR_SERVER_INVALID_ABILITY: i32 = 10_011;
