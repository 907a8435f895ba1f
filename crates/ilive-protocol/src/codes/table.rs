//! Generated from `contract/codes.toml` by `cargo xtask gen`. Do not edit.

use super::{Delivery, Layer, Module, Row, SubReason, Words};

/// A code of the contract. rustc refuses a number given twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u32)]
pub enum Code {
    /// `NO_ERR`: It worked.
    NoErr = 0,
    /// `ERR_IM_NOT_READY`: Messaging is not loaded.
    ImNotReady = 8001,
    /// `ERR_AV_NOT_READY`: Audio and video are not ready.
    AvNotReady = 8002,
    /// `ERR_NO_ROOM`: There is no current room.
    NoRoom = 8003,
    /// `ERR_ALREADY_EXIST`: It exists already.
    AlreadyExist = 8004,
    /// `ERR_NULL_POINTER`: A mandatory object is missing.
    NullPointer = 8005,
    /// `ERR_ENTER_AV_ROOM_FAIL`: The audio and video room could not be entered.
    EnterAvRoomFail = 8006,
    /// `ERR_USER_CANCEL`: Cancelled by the user.
    UserCancel = 8007,
    /// `ERR_WRONG_STATE`: The call's state does not allow this.
    WrongState = 8008,
    /// `ERR_NOT_LOGIN`: Not logged in.
    NotLogin = 8009,
    /// `ERR_ALREADY_IN_ROOM`: Already in another room.
    AlreadyInRoom = 8010,
    /// `ERR_BUSY_HERE`: The previous request is not finished.
    BusyHere = 8011,
    /// `ERR_NET_UNDEFINE`: The network cannot be reached.
    NetUndefine = 8012,
    /// `ERR_SDK_FAILED`: The SDK could not finish its own work.
    SdkFailed = 8020,
    /// `ERR_INVALID_PARAM`: A parameter is not valid.
    InvalidParam = 8021,
    /// `ERR_NOT_FOUND`: What was asked for does not exist.
    NotFound = 8022,
    /// `ERR_NOT_SUPPORT`: Not possible here.
    NotSupport = 8023,
    /// `ERR_ALREADY_STATE`: It is so already.
    AlreadyState = 8024,
    /// `ERR_KICK_OUT`: Logged out by another login.
    KickOut = 8050,
    /// `ERR_EXPIRE`: The ticket has run out.
    Expire = 8051,
    /// `ERR_PARSE_FAIL`: The answer cannot be read.
    ParseFail = 8052,
    /// `ERR_ALLOC_FAIL`: The client's own budget is used up.
    AllocFail = 8053,
    /// `AV_ERR_FAILED`: Audio or video failed.
    AvFailed = 1,
    /// `AV_ERR_REPEATED_OPERATION`: This operation is already running.
    AvRepeatedOperation = 1001,
    /// `AV_ERR_EXCLUSIVE_OPERATION`: Another operation or source is in the way.
    AvExclusiveOperation = 1002,
    /// `AV_ERR_HAS_IN_THE_STATE`: The object is already in that state.
    AvHasInTheState = 1003,
    /// `AV_ERR_INVALID_ARGUMENT`: An audio or video argument is wrong.
    AvInvalidArgument = 1004,
    /// `AV_ERR_TIMEOUT`: No answer in time.
    AvTimeout = 1005,
    /// `AV_ERR_NOT_IMPLEMENTED`: This build does not have it.
    AvNotImplemented = 1006,
    /// `AV_ERR_NOT_IN_MAIN_THREAD`: Called on the wrong thread.
    AvNotInMainThread = 1007,
    /// `AV_ERR_RESOURCE_IS_OCCUPIED`: Somebody else is using it.
    AvResourceIsOccupied = 1008,
    /// `AV_ERR_CONTEXT_NOT_EXIST`: The AV context is not started.
    AvContextNotExist = 1101,
    /// `AV_ERR_CONTEXT_NOT_STOPPED`: The AV context is not stopped.
    AvContextNotStopped = 1102,
    /// `AV_ERR_ROOM_NOT_EXIST`: Not in an audio and video room.
    AvRoomNotExist = 1201,
    /// `AV_ERR_ROOM_NOT_EXITED`: The room has not been left.
    AvRoomNotExited = 1202,
    /// `AV_ERR_DEVICE_NOT_EXIST`: There is no such device.
    AvDeviceNotExist = 1301,
    /// `AV_ERR_ENDPOINT_NOT_EXIST`: That member sends nothing.
    AvEndpointNotExist = 1401,
    /// `AV_ERR_ENDPOINT_HAS_NOT_VIDEO`: That member does not send this picture.
    AvEndpointHasNotVideo = 1402,
    /// `AV_ERR_TINYID_TO_OPENID_FAILED`: A member's name could not be found out.
    AvTinyidToOpenidFailed = 1501,
    /// `AV_ERR_OPENID_TO_TINYID_FAILED`: The own user number could not be found out.
    AvOpenidToTinyidFailed = 1502,
    /// `AV_ERR_DEVICE_TEST_NOT_EXIST`: The device test is not running.
    AvDeviceTestNotExist = 1601,
    /// `AV_ERR_DEVICE_TEST_NOT_STOPPED`: The device test is still running.
    AvDeviceTestNotStopped = 1602,
    /// `AV_ERR_INVITE_FAILED`: The invitation could not be sent.
    AvInviteFailed = 1801,
    /// `AV_ERR_ACCEPT_FAILED`: The invitation could not be accepted.
    AvAcceptFailed = 1802,
    /// `AV_ERR_REFUSE_FAILED`: The invitation could not be refused.
    AvRefuseFailed = 1803,
    /// `AV_ERR_IMSDK_FAIL`: Messaging answered with an error.
    AvImsdkFail = 6999,
    /// `AV_ERR_IMSDK_TIMEOUT`: Messaging did not answer.
    AvImsdkTimeout = 7000,
    /// `AV_ERR_SERVER_FAILED`: The server failed.
    ServerFailed = 10_001,
    /// `AV_ERR_SERVER_INVALID_ARGUMENT`: The server refuses a value.
    ServerInvalidArgument = 10_002,
    /// `AV_ERR_SERVER_NO_PERMISSION`: Not allowed.
    ServerNoPermission = 10_003,
    /// `AV_ERR_SERVER_TIMEOUT`: The room's address could not be found out.
    ServerTimeout = 10_004,
    /// `AV_ERR_SERVER_ALLOC_RESOURCE_FAILED`: No connection to the room, or no space in it.
    ServerAllocResourceFailed = 10_005,
    /// `AV_ERR_SERVER_ID_NOT_IN_ROOM`: The server no longer lists you in the room.
    ServerIdNotInRoom = 10_006,
    /// `AV_ERR_SERVER_NOT_IMPLEMENT`: The server does not offer this.
    ServerNotImplement = 10_007,
    /// `AV_ERR_SERVER_REPEATED_OPERATION`: It was done already in another way.
    ServerRepeatedOperation = 10_008,
    /// `AV_ERR_SERVER_ROOM_NOT_EXIST`: There is no such room.
    ServerRoomNotExist = 10_009,
    /// `AV_ERR_SERVER_ENDPOINT_NOT_EXIST`: That member is not in the room.
    ServerEndpointNotExist = 10_010,
    /// `AV_ERR_SERVER_INVALID_ABILITY`: The room cannot give this ability.
    ServerInvalidAbility = 10_011,
}

impl Code {
    /// Every code, in the order of the published tables.
    pub const ALL: [Self; 58] = [
        Self::NoErr,
        Self::ImNotReady,
        Self::AvNotReady,
        Self::NoRoom,
        Self::AlreadyExist,
        Self::NullPointer,
        Self::EnterAvRoomFail,
        Self::UserCancel,
        Self::WrongState,
        Self::NotLogin,
        Self::AlreadyInRoom,
        Self::BusyHere,
        Self::NetUndefine,
        Self::SdkFailed,
        Self::InvalidParam,
        Self::NotFound,
        Self::NotSupport,
        Self::AlreadyState,
        Self::KickOut,
        Self::Expire,
        Self::ParseFail,
        Self::AllocFail,
        Self::AvFailed,
        Self::AvRepeatedOperation,
        Self::AvExclusiveOperation,
        Self::AvHasInTheState,
        Self::AvInvalidArgument,
        Self::AvTimeout,
        Self::AvNotImplemented,
        Self::AvNotInMainThread,
        Self::AvResourceIsOccupied,
        Self::AvContextNotExist,
        Self::AvContextNotStopped,
        Self::AvRoomNotExist,
        Self::AvRoomNotExited,
        Self::AvDeviceNotExist,
        Self::AvEndpointNotExist,
        Self::AvEndpointHasNotVideo,
        Self::AvTinyidToOpenidFailed,
        Self::AvOpenidToTinyidFailed,
        Self::AvDeviceTestNotExist,
        Self::AvDeviceTestNotStopped,
        Self::AvInviteFailed,
        Self::AvAcceptFailed,
        Self::AvRefuseFailed,
        Self::AvImsdkFail,
        Self::AvImsdkTimeout,
        Self::ServerFailed,
        Self::ServerInvalidArgument,
        Self::ServerNoPermission,
        Self::ServerTimeout,
        Self::ServerAllocResourceFailed,
        Self::ServerIdNotInRoom,
        Self::ServerNotImplement,
        Self::ServerRepeatedOperation,
        Self::ServerRoomNotExist,
        Self::ServerEndpointNotExist,
        Self::ServerInvalidAbility,
    ];

    /// All that the contract says of this code.
    #[must_use]
    pub const fn row(self) -> &'static Row {
        match self {
            Self::NoErr => &NO_ERR,
            Self::ImNotReady => &ERR_IM_NOT_READY,
            Self::AvNotReady => &ERR_AV_NOT_READY,
            Self::NoRoom => &ERR_NO_ROOM,
            Self::AlreadyExist => &ERR_ALREADY_EXIST,
            Self::NullPointer => &ERR_NULL_POINTER,
            Self::EnterAvRoomFail => &ERR_ENTER_AV_ROOM_FAIL,
            Self::UserCancel => &ERR_USER_CANCEL,
            Self::WrongState => &ERR_WRONG_STATE,
            Self::NotLogin => &ERR_NOT_LOGIN,
            Self::AlreadyInRoom => &ERR_ALREADY_IN_ROOM,
            Self::BusyHere => &ERR_BUSY_HERE,
            Self::NetUndefine => &ERR_NET_UNDEFINE,
            Self::SdkFailed => &ERR_SDK_FAILED,
            Self::InvalidParam => &ERR_INVALID_PARAM,
            Self::NotFound => &ERR_NOT_FOUND,
            Self::NotSupport => &ERR_NOT_SUPPORT,
            Self::AlreadyState => &ERR_ALREADY_STATE,
            Self::KickOut => &ERR_KICK_OUT,
            Self::Expire => &ERR_EXPIRE,
            Self::ParseFail => &ERR_PARSE_FAIL,
            Self::AllocFail => &ERR_ALLOC_FAIL,
            Self::AvFailed => &AV_ERR_FAILED,
            Self::AvRepeatedOperation => &AV_ERR_REPEATED_OPERATION,
            Self::AvExclusiveOperation => &AV_ERR_EXCLUSIVE_OPERATION,
            Self::AvHasInTheState => &AV_ERR_HAS_IN_THE_STATE,
            Self::AvInvalidArgument => &AV_ERR_INVALID_ARGUMENT,
            Self::AvTimeout => &AV_ERR_TIMEOUT,
            Self::AvNotImplemented => &AV_ERR_NOT_IMPLEMENTED,
            Self::AvNotInMainThread => &AV_ERR_NOT_IN_MAIN_THREAD,
            Self::AvResourceIsOccupied => &AV_ERR_RESOURCE_IS_OCCUPIED,
            Self::AvContextNotExist => &AV_ERR_CONTEXT_NOT_EXIST,
            Self::AvContextNotStopped => &AV_ERR_CONTEXT_NOT_STOPPED,
            Self::AvRoomNotExist => &AV_ERR_ROOM_NOT_EXIST,
            Self::AvRoomNotExited => &AV_ERR_ROOM_NOT_EXITED,
            Self::AvDeviceNotExist => &AV_ERR_DEVICE_NOT_EXIST,
            Self::AvEndpointNotExist => &AV_ERR_ENDPOINT_NOT_EXIST,
            Self::AvEndpointHasNotVideo => &AV_ERR_ENDPOINT_HAS_NOT_VIDEO,
            Self::AvTinyidToOpenidFailed => &AV_ERR_TINYID_TO_OPENID_FAILED,
            Self::AvOpenidToTinyidFailed => &AV_ERR_OPENID_TO_TINYID_FAILED,
            Self::AvDeviceTestNotExist => &AV_ERR_DEVICE_TEST_NOT_EXIST,
            Self::AvDeviceTestNotStopped => &AV_ERR_DEVICE_TEST_NOT_STOPPED,
            Self::AvInviteFailed => &AV_ERR_INVITE_FAILED,
            Self::AvAcceptFailed => &AV_ERR_ACCEPT_FAILED,
            Self::AvRefuseFailed => &AV_ERR_REFUSE_FAILED,
            Self::AvImsdkFail => &AV_ERR_IMSDK_FAIL,
            Self::AvImsdkTimeout => &AV_ERR_IMSDK_TIMEOUT,
            Self::ServerFailed => &AV_ERR_SERVER_FAILED,
            Self::ServerInvalidArgument => &AV_ERR_SERVER_INVALID_ARGUMENT,
            Self::ServerNoPermission => &AV_ERR_SERVER_NO_PERMISSION,
            Self::ServerTimeout => &AV_ERR_SERVER_TIMEOUT,
            Self::ServerAllocResourceFailed => &AV_ERR_SERVER_ALLOC_RESOURCE_FAILED,
            Self::ServerIdNotInRoom => &AV_ERR_SERVER_ID_NOT_IN_ROOM,
            Self::ServerNotImplement => &AV_ERR_SERVER_NOT_IMPLEMENT,
            Self::ServerRepeatedOperation => &AV_ERR_SERVER_REPEATED_OPERATION,
            Self::ServerRoomNotExist => &AV_ERR_SERVER_ROOM_NOT_EXIST,
            Self::ServerEndpointNotExist => &AV_ERR_SERVER_ENDPOINT_NOT_EXIST,
            Self::ServerInvalidAbility => &AV_ERR_SERVER_INVALID_ABILITY,
        }
    }
}

static NO_ERR: Row = Row {
    name: "NO_ERR",
    module: Module::Ilive,
    raised_by: &[Layer::Facade, Layer::Av, Layer::Server],
    delivery: &[Delivery::Return, Delivery::Completion],
    text: Words { en: "It worked", zh: "成功" },
    cause: Words {
        en: "The call was accepted, or the operation that it started has finished as asked.",
        zh: "调用已被接受，或者它发起的操作已按要求完成。",
    },
    fix: Words {
        en: "Nothing to do. Where a call has a completion, its result comes there: success of the call itself only says that it has begun.",
        zh: "无需处理。如果这个调用有完成回调，最终结果以回调为准：调用本身返回成功只表示操作已经开始。",
    },
    sub_reasons: &[],
    source_description: "Success",
    source_reason: None,
};

static ERR_IM_NOT_READY: Row = Row {
    name: "ERR_IM_NOT_READY",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "Messaging is not loaded", zh: "消息功能没有加载" },
    cause: Words {
        en: "The SDK was started without messaging (im_support = false), and this call needs it: messages, groups and calls do.",
        zh: "SDK 初始化时关闭了消息功能（im_support = false），而消息、群组和通话都要用到它。",
    },
    fix: Words {
        en: "Start the SDK with im_support = true and log in again. Rooms work without messaging, they just have no chat.",
        zh: "用 im_support = true 初始化 SDK 并重新登录。不开消息也能进房，只是房间里没有聊天。",
    },
    sub_reasons: &[],
    source_description: "IM module not ready or not loaded",
    source_reason: None,
};

static ERR_AV_NOT_READY: Row = Row {
    name: "ERR_AV_NOT_READY",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "Audio and video are not ready", zh: "音视频还没有准备好" },
    cause: Words {
        en: "A room, device or parameter call was made before login had succeeded, after logout or a kick, or while the AV context is stopped.",
        zh: "在登录成功之前、登出或被踢之后，或者音视频上下文停止时，调用了房间、设备或参数接口。",
    },
    fix: Words {
        en: "Wait until login has completed with success, then call again. After a kick or a logout, log in first.",
        zh: "等登录成功的回调到了再调用。如果是被踢下线或已经登出，请先重新登录。",
    },
    sub_reasons: &[],
    source_description: "AV module not ready or not loaded",
    source_reason: None,
};

static ERR_NO_ROOM: Row = Row {
    name: "ERR_NO_ROOM",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "There is no current room", zh: "当前不在任何房间里" },
    cause: Words {
        en: "The call works on the current room, and there is none: switching, linking, changing the role, group messages, pushing, recording. For a call it means that its id is unknown.",
        zh: "切换房间、跨房连麦、切换角色、发群消息、推流和录制都作用于当前房间，而现在没有房间。如果是通话接口，表示这个通话 ID 不存在。",
    },
    fix: Words {
        en: "Create or join a room and wait for its success first. For a call, use the id that came with the incoming call.",
        zh: "先创建或加入房间，等成功后再调用。如果是通话接口，请使用来电事件里给出的通话 ID。",
    },
    sub_reasons: &[
        SubReason {
            word: "left",
            meaning: Words { en: "This room has been left.", zh: "这个房间已经退出。" },
        },
        SubReason {
            word: "no_room",
            meaning: Words { en: "This login is in no room.", zh: "当前登录不在任何房间里。" },
        },
        SubReason {
            word: "no_call",
            meaning: Words { en: "There is no call of this id.", zh: "不存在这个 ID 的通话。" },
        },
    ],
    source_description: "No valid room",
    source_reason: None,
};

static ERR_ALREADY_EXIST: Row = Row {
    name: "ERR_ALREADY_EXIST",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "It exists already", zh: "目标已经存在" },
    cause: Words {
        en: "The same event handler is already added, the other room is already linked by this session, or another user is logged in on this object.",
        zh: "同一个事件处理器已经添加过，这个会话已经与对方房间连麦，或者这个对象上已有别的用户登录。",
    },
    fix: Words {
        en: "Use the one that exists, or remove it first: take the handler away, end the link, log the other user out.",
        zh: "直接使用已有的那一个；确实要换，就先移除处理器、结束连麦或让原用户登出。",
    },
    sub_reasons: &[
        SubReason {
            word: "same_listener",
            meaning: Words {
                en: "This function listens to this event already.",
                zh: "这个函数已经在监听这个事件。",
            },
        },
        SubReason {
            word: "other_login",
            meaning: Words {
                en: "Another user is logged in on this object.",
                zh: "这个对象上已有另一个用户登录。",
            },
        },
        SubReason {
            word: "linked",
            meaning: Words {
                en: "This session has linked that room already.",
                zh: "这个会话已经与该房间连麦。",
            },
        },
    ],
    source_description: "Target already exists",
    source_reason: None,
};

static ERR_NULL_POINTER: Row = Row {
    name: "ERR_NULL_POINTER",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "A mandatory object is missing", zh: "缺少必须传入的对象" },
    cause: Words {
        en: "A handler, view, element or buffer that the call cannot do without is null, or was dropped before the call.",
        zh: "调用必须用到的处理器、视图、页面元素或缓冲区为空，或者在调用前就已经释放。",
    },
    fix: Words {
        en: "Pass a live object, and keep it alive for as long as the SDK uses it. This is a mistake in the app's code, trying again does not help.",
        zh: "传入有效的对象，并在 SDK 使用期间不要释放它。这是应用代码的问题，重试没有用。",
    },
    sub_reasons: &[
        SubReason {
            word: "no_listener",
            meaning: Words {
                en: "The function that is to be called is missing.",
                zh: "没有给出要回调的函数。",
            },
        },
        SubReason {
            word: "no_element",
            meaning: Words {
                en: "The element that is to show the picture is missing.",
                zh: "没有给出用来显示画面的元素。",
            },
        },
        SubReason {
            word: "no_who", meaning: Words { en: "The member is missing.", zh: "没有给出成员。" }
        },
        SubReason {
            word: "no_cover",
            meaning: Words { en: "The picture is missing.", zh: "没有给出封面图片。" },
        },
    ],
    source_description: "Null pointer error",
    source_reason: None,
};

static ERR_ENTER_AV_ROOM_FAIL: Row = Row {
    name: "ERR_ENTER_AV_ROOM_FAIL",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Completion],
    text: Words { en: "The audio and video room could not be entered", zh: "进入音视频房间失败" },
    cause: Words {
        en: "The audio and video part of entering failed for a reason that has no finer code; the chat group that was joined meanwhile has been left again. The nested error says what failed.",
        zh: "进房的音视频部分失败了，而且没有更细的错误码；同时加入的聊天群已经退出。内层错误说明了具体原因。",
    },
    fix: Words {
        en: "Read the nested error and its sub-reason, then try again. If it stays, look whether a proxy or firewall changes the traffic between the client and the server.",
        zh: "查看内层错误和它的子原因，再重试。如果一直失败，检查客户端和服务器之间是否有代理或防火墙改动了数据。",
    },
    sub_reasons: &[
        SubReason {
            word: "dtls_fingerprint",
            meaning: Words {
                en: "The other end's certificate is not the one that the answer names.",
                zh: "对端证书与应答中的指纹不符。",
            },
        },
        SubReason {
            word: "dtls_failed",
            meaning: Words {
                en: "The media connection could not be secured.",
                zh: "媒体连接的加密协商失败。",
            },
        },
        SubReason {
            word: "bad_answer",
            meaning: Words {
                en: "The server's media answer could not be taken.",
                zh: "无法使用服务器的媒体应答。",
            },
        },
        SubReason {
            word: "engine_failed",
            meaning: Words {
                en: "The media engine could not start or make an offer.",
                zh: "媒体引擎无法启动，或无法生成媒体描述。",
            },
        },
    ],
    source_description: "Failed to enter the AV room",
    source_reason: None,
};

static ERR_USER_CANCEL: Row = Row {
    name: "ERR_USER_CANCEL",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Completion],
    text: Words { en: "Cancelled by the user", zh: "用户取消了操作" },
    cause: Words {
        en: "What was still pending was given up: the app cancelled it, left the room while entering, closed the device while it opened, ended the call, or logged out.",
        zh: "尚未完成的操作被放弃：应用主动取消、正在进房时退房、设备打开途中又关闭、结束了通话，或者登出。",
    },
    fix: Words {
        en: "Nothing is wrong: treat it as the answer to the cancellation and do not show an error. Everything is back in a state from which it can be started again.",
        zh: "这不是故障：把它当作取消的结果即可，不必提示错误。状态已经复原，可以重新发起。",
    },
    sub_reasons: &[
        SubReason {
            word: "aborted",
            meaning: Words {
                en: "The app gave the operation up by its AbortSignal.",
                zh: "应用通过 AbortSignal 取消了操作。",
            },
        },
        SubReason {
            word: "left",
            meaning: Words {
                en: "The room was left while it was being entered.",
                zh: "正在进房时退出了房间。",
            },
        },
        SubReason {
            word: "picker_closed",
            meaning: Words {
                en: "The user closed the dialog that chooses what to share.",
                zh: "用户关闭了选择分享内容的窗口。",
            },
        },
    ],
    source_description: "Operation is canceled by user",
    source_reason: None,
};

static ERR_WRONG_STATE: Row = Row {
    name: "ERR_WRONG_STATE",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return, Delivery::Completion],
    text: Words { en: "The call's state does not allow this", zh: "通话当前的状态不允许这样做" },
    cause: Words {
        en: "A call was to be made, accepted or ended in a state that has no such step, usually because another call is already being made or is going on. Outside of calls this code is no longer used.",
        zh: "通话所处的状态没有这一步，通常是因为已经有另一个通话正在呼出或进行中。除通话以外不再使用这个码。",
    },
    fix: Words {
        en: "Follow the call's state events: end the running call before taking another, and answer a call only while it rings. The running call is untouched.",
        zh: "以通话状态事件为准：接另一个通话前先结束当前的，只在振铃时接听。正在进行的通话不受影响。",
    },
    sub_reasons: &[
        SubReason {
            word: "call_state",
            meaning: Words {
                en: "This call is not in the state for it.",
                zh: "这个通话当前的状态不允许该操作。",
            },
        },
        SubReason {
            word: "in_call",
            meaning: Words { en: "Another call is under way.", zh: "另一个通话正在进行。" },
        },
    ],
    source_description: "Exceptional status (This is deprecated and is only returned when CallSDK call status switching failed)",
    source_reason: None,
};

static ERR_NOT_LOGIN: Row = Row {
    name: "ERR_NOT_LOGIN",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "Not logged in", zh: "还没有登录" },
    cause: Words {
        en: "The call needs to know who the user is, and nobody is logged in: logout, messages, calls, push, record, speed test, device test.",
        zh: "登出、消息、通话、推流、录制、测速和设备测试都需要知道用户是谁，而现在没有用户登录。",
    },
    fix: Words {
        en: "Log in and wait for success. After being kicked out or after the ticket ran out, log in again with a fresh userSig.",
        zh: "先登录并等待成功。如果是被踢下线或票据过期，请用新的 userSig 重新登录。",
    },
    sub_reasons: &[
        SubReason {
            word: "logged_out",
            meaning: Words { en: "This login has ended.", zh: "这次登录已经结束。" },
        },
        SubReason {
            word: "page_closed",
            meaning: Words { en: "The page was closed.", zh: "页面已经关闭。" },
        },
    ],
    source_description: "Not logged in",
    source_reason: None,
};

static ERR_ALREADY_IN_ROOM: Row = Row {
    name: "ERR_ALREADY_IN_ROOM",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "Already in another room", zh: "已经在另一个房间里" },
    cause: Words {
        en: "Creating or joining a room was asked for while the user is still in a different one; a user is in one room at a time.",
        zh: "用户还在别的房间里，就要求创建或加入新的房间；同一时间只能在一个房间里。",
    },
    fix: Words {
        en: "Quit the room, wait for the completion, then enter the next one. A viewer can switch rooms in one step instead.",
        zh: "先退出当前房间，等完成后再进下一个。观众也可以直接使用切换房间。",
    },
    sub_reasons: &[SubReason {
        word: "in_other_room",
        meaning: Words { en: "This login is in another room.", zh: "当前登录在另一个房间里。" },
    }],
    source_description: "Already in the room",
    source_reason: None,
};

static ERR_BUSY_HERE: Row = Row {
    name: "ERR_BUSY_HERE",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "The previous request is not finished", zh: "上一个请求还没有完成" },
    cause: Words {
        en: "An operation of the same kind began less than two seconds ago and has not completed, for example two joins in a row or a double click on the camera button.",
        zh: "两秒内刚发起过同类操作而且还没有完成，例如连续两次进房，或者连点了摄像头按钮。",
    },
    fix: Words {
        en: "Wait for the completion of the first one before the next. Disable the button while its operation runs.",
        zh: "等前一个操作完成后再发起下一个。操作进行时把按钮置为不可点。",
    },
    sub_reasons: &[SubReason {
        word: "busy",
        meaning: Words {
            en: "An operation of this kind has been under way for less than two seconds.",
            zh: "同类操作正在进行，开始还不到两秒。",
        },
    }],
    source_description: "Busy now (Previous request is not completed)",
    source_reason: None,
};

static ERR_NET_UNDEFINE: Row = Row {
    name: "ERR_NET_UNDEFINE",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Completion, Delivery::Event],
    text: Words { en: "The network cannot be reached", zh: "网络不可用" },
    cause: Words {
        en: "At login: there is no way to the server, its name cannot be found, or it refuses the connection. As an event: the link has been lost for five seconds; nothing fails by that, the SDK goes on reconnecting.",
        zh: "登录时出现：到服务器没有网络、域名解析不了，或者连接被拒绝。作为事件出现：连接已断开五秒；这不会让操作失败，SDK 会继续重连。",
    },
    fix: Words {
        en: "Check the network and the server's address and port, and that the server runs; then log in again. For the event, show that the connection is lost and wait for its return.",
        zh: "检查网络、服务器地址和端口，以及服务器是否在运行，然后重新登录。收到事件时提示连接中断，等待自动恢复即可。",
    },
    sub_reasons: &[
        SubReason {
            word: "unreachable",
            meaning: Words {
                en: "Nothing answers at the server's address.", zh: "服务器地址没有任何应答。"
            },
        },
        SubReason {
            word: "link_lost",
            meaning: Words {
                en: "The connection has been gone for five seconds; it is being brought back.",
                zh: "连接已中断五秒，正在恢复。",
            },
        },
    ],
    source_description: "Network is unrecognized or unreachable",
    source_reason: None,
};

static ERR_SDK_FAILED: Row = Row {
    name: "ERR_SDK_FAILED",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return, Delivery::Completion],
    text: Words { en: "The SDK could not finish its own work", zh: "SDK 内部处理失败" },
    cause: Words {
        en: "Something that the SDK does itself failed, most often opening or reading the microphone or the speaker. The sub-reason says which part.",
        zh: "SDK 自己的处理出了问题，多数是麦克风或扬声器打不开、读不了。子原因会说明是哪一部分。",
    },
    fix: Words {
        en: "Act on the sub-reason: allow the microphone, choose another device, replace the damaged file. If it has none that helps, search the log for the trace id.",
        zh: "按子原因处理：允许使用麦克风、换一个设备，或替换损坏的文件。仍不清楚时，用跟踪 ID 查日志。",
    },
    sub_reasons: &[
        SubReason {
            word: "permission_denied",
            meaning: Words {
                en: "The user or the system did not allow the microphone.",
                zh: "用户或系统没有允许使用麦克风。",
            },
        },
        SubReason {
            word: "device_failed",
            meaning: Words {
                en: "The microphone or speaker reported a fault, or its file is damaged.",
                zh: "麦克风或扬声器报告故障，或者作为声源的文件已损坏。",
            },
        },
        SubReason {
            word: "unexpected",
            meaning: Words {
                en: "The SDK met something that it does not know; the nested error is what it met.",
                zh: "SDK 遇到了未知的情况，内层错误就是当时遇到的问题。",
            },
        },
    ],
    source_description: "iLiveSDK processing failed (General)",
    source_reason: None,
};

static ERR_INVALID_PARAM: Row = Row {
    name: "ERR_INVALID_PARAM",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "A parameter is not valid", zh: "参数不正确" },
    cause: Words {
        en: "A value is outside what the call takes: no option when creating or joining a room, an option for creating without the CREATE right, room 0, a text over its limit, a link to oneself.",
        zh: "参数超出允许的范围：创建或加入房间没有传 option、创建房间的 option 里没有 CREATE 权限、房间号为 0、文本超长，或与自己连麦。",
    },
    fix: Words {
        en: "Correct the value that the message names, and check it before the call. Trying again with the same value gives the same answer.",
        zh: "改正错误信息里指出的参数，并在调用前先校验。原样重试结果不会变。",
    },
    sub_reasons: &[
        SubReason {
            word: "no_options",
            meaning: Words { en: "The options are missing.", zh: "没有给出选项。" },
        },
        SubReason {
            word: "no_create_bit",
            meaning: Words {
                en: "The rights asked for lack CREATE, and a room is to be made.",
                zh: "要创建房间，但申请的权限里没有创建位。",
            },
        },
        SubReason {
            word: "bad_url",
            meaning: Words {
                en: "The server's address is neither http nor https.",
                zh: "服务器地址不是 http 或 https。",
            },
        },
        SubReason {
            word: "bad_room_id",
            meaning: Words {
                en: "This is no room: neither a number from 1 to 4294967294 nor a name.",
                zh: "这不是房间号：既不是 1 到 4294967294 的数字，也不是合法的名字。",
            },
        },
        SubReason {
            word: "bad_user_id",
            meaning: Words {
                en: "This is no user id: 1 to 64 of A-Z a-z 0-9 _ . @ -.",
                zh: "这不是用户 ID：应为 1 到 64 个 A-Z a-z 0-9 _ . @ - 字符。",
            },
        },
        SubReason {
            word: "bad_sdk_app_id",
            meaning: Words {
                en: "This is no app: a whole number from 1 on.",
                zh: "这不是应用 ID：应为从 1 起的整数。",
            },
        },
        SubReason {
            word: "bad_user_sig",
            meaning: Words {
                en: "The userSig is empty or far too long.",
                zh: "userSig 为空，或者长得离谱。",
            },
        },
        SubReason {
            word: "bad_nick",
            meaning: Words { en: "The name is empty or too long.", zh: "昵称为空或太长。" },
        },
        SubReason {
            word: "bad_title",
            meaning: Words { en: "The title is empty or too long.", zh: "标题为空或太长。" },
        },
        SubReason { word: "bad_note", meaning: Words { en: "The note is too long.", zh: "附言太长。" } },
        SubReason {
            word: "bad_reason", meaning: Words { en: "The reason is too long.", zh: "理由太长。" }
        },
        SubReason {
            word: "bad_limit",
            meaning: Words {
                en: "More or fewer entries are asked for than a page has.",
                zh: "要求的条数不在一页允许的范围内。",
            },
        },
        SubReason {
            word: "bad_history",
            meaning: Words {
                en: "More messages are asked for than a page has.",
                zh: "要求的消息条数超过一页。",
            },
        },
        SubReason {
            word: "bad_ban",
            meaning: Words {
                en: "The time of the ban is no number of seconds.",
                zh: "禁入时长不是合法的秒数。",
            },
        },
        SubReason {
            word: "bad_volume",
            meaning: Words {
                en: "The volume is outside of its range: 0 to 100, in a browser 0 to 1.",
                zh: "音量超出范围：应为 0 到 100，浏览器里为 0 到 1。",
            },
        },
        SubReason {
            word: "bad_cover",
            meaning: Words { en: "The cover is empty or too large.", zh: "封面为空或太大。" },
        },
        SubReason {
            word: "empty_message",
            meaning: Words { en: "The message is empty.", zh: "消息是空的。" },
        },
        SubReason {
            word: "message_too_long",
            meaning: Words {
                en: "The message is longer than this conversation takes.",
                zh: "消息超过了这种会话的长度上限。",
            },
        },
        SubReason {
            word: "bad_area",
            meaning: Words {
                en: "The area has no width or no height.", zh: "区域没有宽度或高度。"
            },
        },
        SubReason {
            word: "bad_window",
            meaning: Words {
                en: "There is no such window or screen, or it is not shown.",
                zh: "没有这个窗口或屏幕，或者它没有显示出来。",
            },
        },
        SubReason {
            word: "bad_file",
            meaning: Words { en: "The path of the file is empty.", zh: "文件路径为空。" },
        },
        SubReason {
            word: "self_link",
            meaning: Words {
                en: "A link leads to another room and another user.",
                zh: "连麦的对象必须是另一个房间的另一个用户。",
            },
        },
        SubReason {
            word: "self_call",
            meaning: Words { en: "One cannot call oneself.", zh: "不能呼叫自己。" },
        },
    ],
    source_description: "Invalid parameter passed by API (For example, \"option\" passed by the API for creating a room or entering a room is null)",
    source_reason: None,
};

static ERR_NOT_FOUND: Row = Row {
    name: "ERR_NOT_FOUND",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return, Delivery::Completion],
    text: Words { en: "What was asked for does not exist", zh: "没有找到目标" },
    cause: Words {
        en: "The list of devices is empty, or the media file to play is not there.",
        zh: "设备列表为空，或者要播放的媒体文件不存在。",
    },
    fix: Words {
        en: "Connect a device and read the list again, or correct the path or address of the file.",
        zh: "接上设备后重新获取列表，或改正文件的路径或地址。",
    },
    sub_reasons: &[
        SubReason {
            word: "no_camera",
            meaning: Words { en: "No camera is connected.", zh: "没有连接摄像头。" },
        },
        SubReason {
            word: "no_microphone",
            meaning: Words { en: "No microphone is connected.", zh: "没有连接麦克风。" },
        },
        SubReason {
            word: "no_speaker",
            meaning: Words { en: "No speaker is connected.", zh: "没有连接扬声器。" },
        },
        SubReason {
            word: "no_file",
            meaning: Words {
                en: "The media file or address does not exist.", zh: "媒体文件或地址不存在。"
            },
        },
        SubReason {
            word: "no_listener",
            meaning: Words {
                en: "This event handler was not added.", zh: "这个事件处理器没有添加过。"
            },
        },
    ],
    source_description: "Target not found",
    source_reason: None,
};

static ERR_NOT_SUPPORT: Row = Row {
    name: "ERR_NOT_SUPPORT",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "Not possible here", zh: "这里不支持这个请求" },
    cause: Words {
        en: "The role, the platform or the picture format cannot do this: a host cannot switch rooms, a frame may only be in RGB24 or I420, a phone may have no screen sharing.",
        zh: "当前角色、平台或画面格式做不到：主播不能切换房间，自定义画面只接受 RGB24 或 I420，有的手机不支持屏幕分享。",
    },
    fix: Words {
        en: "Choose another way: a host quits and creates the next room, frames are converted first, the button is hidden where the platform lacks the feature.",
        zh: "换一种做法：主播先退房再创建新房间，画面先转换格式，平台不支持的功能就不显示入口。",
    },
    sub_reasons: &[
        SubReason {
            word: "insecure_context",
            meaning: Words {
                en: "Browsers give devices to https pages and localhost only.",
                zh: "浏览器只允许 https 页面和 localhost 使用设备。",
            },
        },
        SubReason {
            word: "no_capture",
            meaning: Words {
                en: "This browser cannot open cameras, microphones or screens.",
                zh: "这个浏览器不能使用摄像头、麦克风或屏幕分享。",
            },
        },
        SubReason {
            word: "no_speaker_choice",
            meaning: Words {
                en: "This browser cannot choose a speaker.", zh: "这个浏览器不能选择扬声器。"
            },
        },
        SubReason {
            word: "no_area",
            meaning: Words {
                en: "A browser shares what its user picks, not an area of the screen.",
                zh: "浏览器只能分享用户选择的内容，不能分享屏幕的某个区域。",
            },
        },
        SubReason {
            word: "no_system_sound",
            meaning: Words {
                en: "A browser does not give the sound of the system.",
                zh: "浏览器不提供系统声音。",
            },
        },
        SubReason {
            word: "no_audio_data",
            meaning: Words {
                en: "A browser does not hand out raw sound: use Web Audio on the tracks.",
                zh: "浏览器不提供原始音频数据：请对音轨使用 Web Audio。",
            },
        },
        SubReason {
            word: "no_custom_data",
            meaning: Words {
                en: "A browser sends no bytes beside the picture: send a message.",
                zh: "浏览器不能随画面发送自定义数据：请改用消息。",
            },
        },
        SubReason {
            word: "host",
            meaning: Words {
                en: "A host cannot switch away from its own room.",
                zh: "主播不能从自己的房间切换出去。",
            },
        },
        SubReason {
            word: "bad_format",
            meaning: Words {
                en: "Frames of external capture are RGB24 or I420.",
                zh: "外部采集的画面必须是 RGB24 或 I420。",
            },
        },
    ],
    source_description: "Request not supported",
    source_reason: None,
};

static ERR_ALREADY_STATE: Row = Row {
    name: "ERR_ALREADY_STATE",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return],
    text: Words { en: "It is so already", zh: "已经是这个状态" },
    cause: Words {
        en: "The call asks for what is already true: logging in the same user again, joining the room one is in, changing to the current role.",
        zh: "要求的状态已经成立：同一用户再次登录、加入所在的房间、切换到当前角色。",
    },
    fix: Words {
        en: "Treat it as success. If it happens often, the app probably makes the same call in two places.",
        zh: "当作成功处理。如果经常出现，多半是应用在两处重复调用了。",
    },
    sub_reasons: &[
        SubReason {
            word: "logged_in",
            meaning: Words { en: "This user is logged in already.", zh: "这个用户已经登录。" },
        },
        SubReason {
            word: "same_room",
            meaning: Words { en: "This is the current room.", zh: "这就是当前房间。" },
        },
        SubReason {
            word: "same_role",
            meaning: Words { en: "This is the current role.", zh: "这就是当前角色。" },
        },
    ],
    source_description: "Already in this state (Usually caused by repeated call)",
    source_reason: None,
};

static ERR_KICK_OUT: Row = Row {
    name: "ERR_KICK_OUT",
    module: Module::Ilive,
    raised_by: &[Layer::Facade, Layer::Server],
    delivery: &[Delivery::Completion, Delivery::Event],
    text: Words { en: "Logged out by another login", zh: "被踢下线" },
    cause: Words {
        en: "The same user logged in elsewhere on the same kind of platform (web, desktop or mobile), or the operator kicked the account. The room has been left and the user is logged out.",
        zh: "同一用户在同类平台（网页、桌面或手机）的另一处登录，或者管理员踢出了这个账号。已经退出房间并登出。",
    },
    fix: Words {
        en: "Tell the user, and let them log in again if they want to: that ends the other login in turn. Never log in again by yourself, or two devices kick each other for ever.",
        zh: "告诉用户发生了什么，由用户决定是否重新登录（那会让另一处下线）。不要自动重新登录，否则两台设备会互相踢个不停。",
    },
    sub_reasons: &[
        SubReason {
            word: "replaced",
            meaning: Words {
                en: "A newer login of the same user on the same kind of platform took over.",
                zh: "同一用户在同类平台上有了更新的登录。",
            },
        },
        SubReason {
            word: "account_kicked",
            meaning: Words {
                en: "The operator ended all logins of this account.",
                zh: "管理员结束了这个账号的全部登录。",
            },
        },
    ],
    source_description: "Kicked offline",
    source_reason: None,
};

static ERR_EXPIRE: Row = Row {
    name: "ERR_EXPIRE",
    module: Module::Ilive,
    raised_by: &[Layer::Facade, Layer::Server],
    delivery: &[Delivery::Completion, Delivery::Event],
    text: Words { en: "The ticket has run out", zh: "登录票据已过期" },
    cause: Words {
        en: "The userSig was past its time when it was presented, or it ran out while the user was online. In the second case there are 60 seconds to renew it before the user is logged out.",
        zh: "出示的 userSig 已经过了有效期，或者在线期间到期。在线到期后有 60 秒可以更新，逾期会登出。",
    },
    fix: Words {
        en: "Get a new userSig from the app's own server and renew the ticket, or log in with it. Check the clock of the machine that makes the tickets.",
        zh: "向应用自己的服务器申请新的 userSig，更新票据或用它重新登录。同时检查签发票据的机器时间是否准确。",
    },
    sub_reasons: &[
        SubReason {
            word: "sig_expired",
            meaning: Words {
                en: "The userSig's time plus its validity lies in the past.",
                zh: "userSig 的签发时间加有效期已经过去。",
            },
        },
        SubReason {
            word: "grace",
            meaning: Words {
                en: "The ticket has run out; the login ends unless it is renewed within the time of grace.",
                zh: "票据已过期；如果不在宽限期内续期，登录就会结束。",
            },
        },
    ],
    source_description: "Ticket expired (Need to update ticket userSig)",
    source_reason: None,
};

static ERR_PARSE_FAIL: Row = Row {
    name: "ERR_PARSE_FAIL",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Completion, Delivery::Event],
    text: Words { en: "The answer cannot be read", zh: "无法解析收到的应答" },
    cause: Words {
        en: "Something answered, but not in the form that an iLive server answers in: most often the login page of a public network, a proxy, or another program on that port. As an event: the app's list of roles is damaged.",
        zh: "有应答，但不是 iLive 服务器的格式：常见原因是公共网络的认证页面、代理，或这个端口上是别的程序。作为事件出现时，表示应用的角色配置损坏。",
    },
    fix: Words {
        en: "Open the server's address in a browser: if a login page of the network comes, sign in there. Check the address, the port and any proxy in between.",
        zh: "用浏览器打开服务器地址，如果出现网络认证页面就先完成认证。再检查地址、端口和中间的代理。",
    },
    sub_reasons: &[
        SubReason {
            word: "foreign_answer",
            meaning: Words {
                en: "Something answered that is no iLive server: a login page, a proxy, another program.",
                zh: "应答的不是 iLive 服务器，可能是认证页面、代理或别的程序。",
            },
        },
        SubReason {
            word: "bad_frame",
            meaning: Words {
                en: "A message from the server cannot be read.",
                zh: "服务器发来的消息无法解析。",
            },
        },
        SubReason {
            word: "bad_answer",
            meaning: Words { en: "An answer lacks what it must have.", zh: "应答缺少必要的内容。" },
        },
        SubReason {
            word: "wrong_reply",
            meaning: Words {
                en: "A request was answered with something that belongs to another.",
                zh: "请求得到的应答属于另一种请求。",
            },
        },
    ],
    source_description: "Failed to parse network request",
    source_reason: None,
};

static ERR_ALLOC_FAIL: Row = Row {
    name: "ERR_ALLOC_FAIL",
    module: Module::Ilive,
    raised_by: &[Layer::Facade],
    delivery: &[Delivery::Return, Delivery::Completion],
    text: Words { en: "The client's own budget is used up", zh: "客户端的缓冲已用完" },
    cause: Words {
        en: "The SDK keeps a fixed amount of memory for frames and unsent messages, and all of it is in use: frames come faster than they can be encoded, or messages pile up while the link is down.",
        zh: "SDK 为画面和待发消息保留了固定的内存，现在全部占用：画面送得比编码快，或断线期间积压了太多消息。",
    },
    fix: Words {
        en: "Slow down: drop this frame or lower the resolution and rate, and wait until pending messages are sent. If the machine itself is short of memory, close other programs.",
        zh: "放慢速度：丢掉这一帧，或降低分辨率和帧率，等积压的消息发完。如果机器本身内存不足，请关闭其他程序。",
    },
    sub_reasons: &[
        SubReason {
            word: "pool_empty",
            meaning: Words {
                en: "Every frame of the pool is waiting to be encoded.",
                zh: "帧缓冲池里的每一帧都在等待编码。",
            },
        },
        SubReason {
            word: "outbox_full",
            meaning: Words {
                en: "Too many messages wait for the link to return.",
                zh: "等待连接恢复的消息太多。",
            },
        },
        SubReason {
            word: "too_many_requests",
            meaning: Words {
                en: "Too many requests of this client wait for an answer.",
                zh: "这个客户端等待应答的请求太多。",
            },
        },
        SubReason {
            word: "reader_too_slow",
            meaning: Words {
                en: "The app reads messages more slowly than they come.",
                zh: "应用读取消息的速度跟不上。",
            },
        },
    ],
    source_description: "Memory allocation failed. Check whether memory is sufficient",
    source_reason: None,
};

static AV_ERR_FAILED: Row = Row {
    name: "AV_ERR_FAILED",
    module: Module::Av,
    raised_by: &[Layer::Av, Layer::Server],
    delivery: &[Delivery::Return, Delivery::Completion, Delivery::Event],
    text: Words { en: "Audio or video failed", zh: "音视频处理失败" },
    cause: Words {
        en: "A part below the SDK failed: the camera, its driver, the media engine or the secured media connection. With strict roles it also means that the role does not exist. The sub-reason says which.",
        zh: "SDK 之下的部分出了问题：摄像头、驱动、媒体引擎或加密的媒体连接。开启严格角色时，也表示角色不存在。具体看子原因。",
    },
    fix: Words {
        en: "Act on the sub-reason. Without one that helps, search the log for the trace id: client and server lines carry it.",
        zh: "按子原因处理。仍不清楚时，用跟踪 ID 查日志，客户端和服务器的日志里都有它。",
    },
    sub_reasons: &[
        SubReason {
            word: "role_not_exists",
            meaning: Words {
                en: "The role is not in the app's list, and strict roles are on.",
                zh: "应用的角色列表里没有这个角色，而且开启了严格角色。",
            },
        },
        SubReason {
            word: "permission_denied",
            meaning: Words {
                en: "The user or the system did not allow the camera or the screen.",
                zh: "用户或系统没有允许使用摄像头或屏幕。",
            },
        },
        SubReason {
            word: "device_failed",
            meaning: Words {
                en: "The camera reported a fault, or its file is damaged.",
                zh: "摄像头报告故障，或者作为画面来源的文件已损坏。",
            },
        },
        SubReason {
            word: "dtls_fingerprint",
            meaning: Words {
                en: "The media connection's certificate is not the one that was announced: something in between changes the traffic.",
                zh: "媒体连接的证书与事先约定的不一致：中间有设备改动了数据。",
            },
        },
        SubReason {
            word: "dtls_failed",
            meaning: Words {
                en: "The media connection could not be secured.", zh: "媒体连接无法建立加密。"
            },
        },
        SubReason {
            word: "bad_answer",
            meaning: Words {
                en: "The browser does not accept the server's media description.",
                zh: "浏览器不接受服务器的媒体描述。",
            },
        },
        SubReason {
            word: "pool_empty",
            meaning: Words {
                en: "Every frame of the pool is waiting to be encoded.",
                zh: "帧缓冲池里的每一帧都在等待编码。",
            },
        },
        SubReason {
            word: "engine_failed",
            meaning: Words {
                en: "The media engine could not start or make an offer.",
                zh: "媒体引擎无法启动，或无法生成媒体描述。",
            },
        },
        SubReason {
            word: "codec_failed",
            meaning: Words { en: "An encoder or a decoder failed.", zh: "编码器或解码器出错。" },
        },
        SubReason {
            word: "not_listening",
            meaning: Words {
                en: "Nobody listens to this audio source, so there is nothing to stop or to change.",
                zh: "没有人在监听这个音频来源，无从停止或修改。",
            },
        },
    ],
    source_description: "General error",
    source_reason: Some("The reason can be located through log analysis"),
};

static AV_ERR_REPEATED_OPERATION: Row = Row {
    name: "AV_ERR_REPEATED_OPERATION",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "This operation is already running", zh: "这个操作正在进行中" },
    cause: Words {
        en: "The same operation was begun before and has not completed, for example entering while entering.",
        zh: "同一个操作已经发起且尚未完成，例如正在进房时又发起进房。",
    },
    fix: Words {
        en: "Wait for the completion of the first call; its result is the result of this one too.",
        zh: "等第一次调用完成即可，它的结果就是这次的结果。",
    },
    sub_reasons: &[SubReason {
        word: "under_way",
        meaning: Words {
            en: "The same operation has been under way for more than two seconds.",
            zh: "同一个操作已经进行了两秒以上。",
        },
    }],
    source_description: "Repeated operation",
    source_reason: Some("This operation is already in process"),
};

static AV_ERR_EXCLUSIVE_OPERATION: Row = Row {
    name: "AV_ERR_EXCLUSIVE_OPERATION",
    module: Module::Av,
    raised_by: &[Layer::Av, Layer::Server],
    delivery: &[Delivery::Return, Delivery::Completion],
    text: Words { en: "Another operation or source is in the way", zh: "与另一个操作或来源冲突" },
    cause: Words {
        en: "A different operation of the same kind has not completed (leaving while entering), or the user already sends this kind of picture or sound from elsewhere: camera and external capture exclude each other, so do screen and media file, a studio page and an encoder.",
        zh: "同类的另一个操作尚未完成（例如进房途中退房），或者这一路画面或声音已经由别的来源发送：摄像头与自定义采集互斥，屏幕分享与播放文件互斥，直播页与推流工具互斥。",
    },
    fix: Words {
        en: "Wait for the running operation, or close the source that is open before opening the other.",
        zh: "等正在进行的操作完成，或先关闭已打开的来源再打开另一个。",
    },
    sub_reasons: &[
        SubReason {
            word: "other_source",
            meaning: Words {
                en: "Another source of this user sends this kind of picture or sound already.",
                zh: "该用户的另一个来源已经在发送这一路画面或声音。",
            },
        },
        SubReason {
            word: "under_way",
            meaning: Words {
                en: "Another operation of its class is under way.",
                zh: "同一类的另一个操作正在进行。",
            },
        },
    ],
    source_description: "Exclusive operation",
    source_reason: Some("Previous operation is not completed yet"),
};

static AV_ERR_HAS_IN_THE_STATE: Row = Row {
    name: "AV_ERR_HAS_IN_THE_STATE",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "The object is already in that state", zh: "对象已经处于目标状态" },
    cause: Words {
        en: "What is to be opened is open, what is to be closed is closed, what is to be started runs.",
        zh: "要打开的已经打开，要关闭的已经关闭，要启动的正在运行。",
    },
    fix: Words {
        en: "Treat it as success. To enter another room, leave the present one first.",
        zh: "当作成功处理。如果是要进另一个房间，请先退出当前房间。",
    },
    sub_reasons: &[
        SubReason { word: "open", meaning: Words { en: "It is open already.", zh: "已经打开了。" } },
        SubReason {
            word: "closed", meaning: Words { en: "It is closed already.", zh: "已经关闭了。" }
        },
    ],
    source_description: "Already in the desired status",
    source_reason: Some("The object is already in the desired status"),
};

static AV_ERR_INVALID_ARGUMENT: Row = Row {
    name: "AV_ERR_INVALID_ARGUMENT",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "An audio or video argument is wrong", zh: "音视频参数不正确" },
    cause: Words {
        en: "A frame's size is not one that is taken, lists that belong together differ in length, or a view, device id or piece of custom data is not valid.",
        zh: "画面尺寸不在支持范围内、成对的列表长度不一致，或者视图、设备 ID、自定义数据不合法。",
    },
    fix: Words {
        en: "Correct the argument that the message names; sizes and limits stand at the method's description.",
        zh: "改正错误信息里指出的参数，可用的尺寸和上限见接口说明。",
    },
    sub_reasons: &[
        SubReason {
            word: "bad_size",
            meaning: Words {
                en: "The picture's size is not one that is taken.",
                zh: "画面尺寸不在支持范围内。",
            },
        },
        SubReason {
            word: "bad_length",
            meaning: Words {
                en: "The data has more or fewer bytes than size and format make.",
                zh: "数据长度与尺寸、格式不符。",
            },
        },
        SubReason {
            word: "bad_rotation",
            meaning: Words {
                en: "Rotations are 0 to 3, for 0, 90, 180 and 270 degrees.",
                zh: "旋转只能是 0 到 3，对应 0、90、180、270 度。",
            },
        },
        SubReason {
            word: "bad_volume",
            meaning: Words { en: "Volumes are 0 to 100.", zh: "音量应为 0 到 100。" },
        },
        SubReason {
            word: "bad_watermark",
            meaning: Words {
                en: "The watermark is empty, too large, of odd sides, or lies outside of the picture.",
                zh: "水印为空、太大、边长为奇数，或者位于画面之外。",
            },
        },
        SubReason {
            word: "bad_setting",
            meaning: Words {
                en: "An encoder cannot make what is asked for.",
                zh: "编码器做不到所要求的参数。",
            },
        },
        SubReason {
            word: "bad_device_id",
            meaning: Words {
                en: "A device id has 1 to 256 printable characters.",
                zh: "设备 ID 应为 1 到 256 个可打印字符。",
            },
        },
        SubReason {
            word: "bad_source",
            meaning: Words {
                en: "There is no such source of raw sound, or nothing comes from it.",
                zh: "没有这个音频数据来源，或者它不提供数据。",
            },
        },
    ],
    source_description: "Wrong parameter",
    source_reason: Some("Wrong parameter passed"),
};

static AV_ERR_TIMEOUT: Row = Row {
    name: "AV_ERR_TIMEOUT",
    module: Module::Av,
    raised_by: &[Layer::Av, Layer::Server],
    delivery: &[Delivery::Completion, Delivery::Event],
    text: Words { en: "No answer in time", zh: "操作超时" },
    cause: Words {
        en: "The server did not answer before the deadline (30 seconds for entering a room), or the link stayed lost so long that the seat in the room was given up.",
        zh: "服务器没有在期限内应答（进房为 30 秒），或者断线太久、房间里的位置已经释放。",
    },
    fix: Words {
        en: "Check the network, then try again, each time after a longer pause. If other users have the same, look at the server's health and load.",
        zh: "检查网络后重试，每次间隔逐渐加长。如果很多用户同时出现，请查看服务器的状态和负载。",
    },
    sub_reasons: &[
        SubReason {
            word: "no_answer",
            meaning: Words {
                en: "The server did not answer this request.", zh: "服务器没有应答这个请求。"
            },
        },
        SubReason {
            word: "login_timeout",
            meaning: Words {
                en: "The login did not come to an end in time.", zh: "登录没有在期限内完成。"
            },
        },
        SubReason {
            word: "seat_lost",
            meaning: Words {
                en: "The link was away for longer than the seat is kept: enter the room again.",
                zh: "断线时间超过了位置的保留时间，请重新进房。",
            },
        },
        SubReason {
            word: "entry_timeout",
            meaning: Words { en: "The entry as a whole took too long.", zh: "整个进房过程超时。" },
        },
    ],
    source_description: "Timeout",
    source_reason: Some("The operation result has not been returned within a specific period of time"),
};

static AV_ERR_NOT_IMPLEMENTED: Row = Row {
    name: "AV_ERR_NOT_IMPLEMENTED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "This build does not have it", zh: "这个版本没有此功能" },
    cause: Words {
        en: "The SDK knows the request but this build or platform has nothing behind it, for example a room of the type PAIR.",
        zh: "SDK 认识这个请求，但当前版本或平台没有实现，例如 PAIR 类型的房间。",
    },
    fix: Words {
        en: "Use another way, such as a normal room, or a build that has the feature. Hide the button where it is missing.",
        zh: "换一种方式，例如使用普通房间，或换用带有该功能的版本。没有的功能就不显示入口。",
    },
    sub_reasons: &[],
    source_description: "Not implemented",
    source_reason: Some("The feature is not supported yet"),
};

static AV_ERR_NOT_IN_MAIN_THREAD: Row = Row {
    name: "AV_ERR_NOT_IN_MAIN_THREAD",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "Called on the wrong thread", zh: "在错误的线程上调用" },
    cause: Words {
        en: "An object belongs to the thread that made it, and the call came from another one, often from inside an audio or video data callback. A browser never gives this code.",
        zh: "对象属于创建它的线程，而这次调用来自另一个线程，常见于在音视频数据回调里直接调用。浏览器里不会出现。",
    },
    fix: Words {
        en: "Hand the work over to the thread that made the object. Only filling frames of external capture is allowed on any thread.",
        zh: "把操作转交给创建对象的线程。只有填充自定义采集的数据可以在任意线程进行。",
    },
    sub_reasons: &[],
    source_description: "Not in the main thread",
    source_reason: Some("The external SDK API is required to be called in the main thread"),
};

static AV_ERR_RESOURCE_IS_OCCUPIED: Row = Row {
    name: "AV_ERR_RESOURCE_IS_OCCUPIED",
    module: Module::Av,
    raised_by: &[Layer::Av, Layer::Server],
    delivery: &[Delivery::Completion, Delivery::Event],
    text: Words { en: "Somebody else is using it", zh: "资源正被占用" },
    cause: Words {
        en: "Another program holds the camera or microphone, or another member of the room is sharing already: a room has one screen or file stream at a time.",
        zh: "摄像头或麦克风被别的程序占用，或者房间里已有别的成员在分享：一个房间同时只有一路屏幕或文件画面。",
    },
    fix: Words {
        en: "Close the other program, or wait until the other member stops sharing.",
        zh: "关闭占用设备的程序，或等对方停止分享。",
    },
    sub_reasons: &[
        SubReason {
            word: "device_busy",
            meaning: Words { en: "Another program holds the device.", zh: "设备被别的程序占用。" },
        },
        SubReason {
            word: "aux_taken",
            meaning: Words {
                en: "Another member of the room shares a screen or plays a file.",
                zh: "房间里有别的成员正在分享屏幕或播放文件。",
            },
        },
    ],
    source_description: "Resource is occupied",
    source_reason: Some("The resource needed is occupied"),
};

static AV_ERR_CONTEXT_NOT_EXIST: Row = Row {
    name: "AV_ERR_CONTEXT_NOT_EXIST",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "The AV context is not started", zh: "音视频上下文没有启动" },
    cause: Words {
        en: "The call needs the context in CONTEXT_STATE_STARTED: it was not started, is still starting, is being stopped, or is gone.",
        zh: "调用要求上下文处于 CONTEXT_STATE_STARTED，而它没有启动、还在启动、正在停止或已经释放。",
    },
    fix: Words {
        en: "Start the context and wait for the completion before entering rooms or testing devices.",
        zh: "先启动上下文并等待完成，再进房或测试设备。",
    },
    sub_reasons: &[],
    source_description: "AVContext object is not in CONTEXT_STATE_STARTED status",
    source_reason: Some(
        "This error occurs while calling an API that can be called only if the AVContext object is in CONTEXT_STATE_STARTED status when the object is not in such status.",
    ),
};

static AV_ERR_CONTEXT_NOT_STOPPED: Row = Row {
    name: "AV_ERR_CONTEXT_NOT_STOPPED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "The AV context is not stopped", zh: "音视频上下文没有停止" },
    cause: Words {
        en: "The context was to be destroyed while it is started, starting or stopping.",
        zh: "上下文还在运行、启动或停止的过程中，就要求销毁它。",
    },
    fix: Words {
        en: "Stop the context, wait for the completion, then destroy it.",
        zh: "先停止上下文，等完成后再销毁。",
    },
    sub_reasons: &[],
    source_description: "AVContext object is not in CONTEXT_STATE_STOPPED status",
    source_reason: Some(
        "This error occurs while calling an API that can be called only if the AVContext object is in CONTEXT_STATE_STOPPED status when the object is not in such status. If the object is not in such status, this error occurs while calling AVContext::DestroyContext.",
    ),
};

static AV_ERR_ROOM_NOT_EXIST: Row = Row {
    name: "AV_ERR_ROOM_NOT_EXIST",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "Not in an audio and video room", zh: "还没有进入音视频房间" },
    cause: Words {
        en: "The call works inside a room (ROOM_STATE_ENTERED): asking for a picture, changing the role, reading members or quality.",
        zh: "请求画面、切换角色、读取成员或质量数据都要在房间内（ROOM_STATE_ENTERED）进行。",
    },
    fix: Words {
        en: "Wait for the completion of entering. If the room was lost meanwhile, enter it again first.",
        zh: "等进房完成后再调用。如果期间掉出了房间，请先重新进房。",
    },
    sub_reasons: &[SubReason {
        word: "left",
        meaning: Words { en: "This room has been left.", zh: "这个房间已经退出。" },
    }],
    source_description: "AVRoom object is not in ROOM_STATE_ENTERED status",
    source_reason: Some(
        "This error occurs while calling an API that can be called only if the AVRoom object is in ROOM_STATE_ENTERED status when the object is not in such status.",
    ),
};

static AV_ERR_ROOM_NOT_EXITED: Row = Row {
    name: "AV_ERR_ROOM_NOT_EXITED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "The room has not been left", zh: "还没有退出房间" },
    cause: Words {
        en: "The context was to be stopped, or a device test started, while the user is in a room, entering it or leaving it.",
        zh: "用户还在房间里（或正在进房、退房），就要求停止上下文或开始设备测试。",
    },
    fix: Words {
        en: "Leave the room and wait for the completion, then call again. Test devices before entering.",
        zh: "先退房并等待完成再调用。设备测试请在进房之前做。",
    },
    sub_reasons: &[],
    source_description: "AVRoom object is not in ROOM_STATE_EXITED status",
    source_reason: Some(
        "This error occurs while calling an API that can be called only if the AVRoom object is in ROOM_STATE_EXITED status when the object is not in such status. If the object is not in such status, this error occurs while calling AVContext::StopContext.",
    ),
};

static AV_ERR_DEVICE_NOT_EXIST: Row = Row {
    name: "AV_ERR_DEVICE_NOT_EXIST",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return, Delivery::Completion, Delivery::Event],
    text: Words { en: "There is no such device", zh: "设备不存在" },
    cause: Words {
        en: "The device id is unknown, the device was unplugged, or it is not open: a volume was set on a closed device, a frame given to a capture that is off.",
        zh: "设备 ID 不存在、设备已拔出，或者设备没有打开：例如给关闭的设备设置音量，向未开启的自定义采集送画面。",
    },
    fix: Words {
        en: "Read the device list again and choose one from it; open the device before using it.",
        zh: "重新获取设备列表并从中选择；使用前先打开设备。",
    },
    sub_reasons: &[
        SubReason {
            word: "no_device",
            meaning: Words {
                en: "The chosen device is not connected.", zh: "所选的设备没有连接。"
            },
        },
        SubReason {
            word: "bad_window",
            meaning: Words {
                en: "There is no such window or screen, or it is not shown.",
                zh: "没有这个窗口或屏幕，或者它没有显示出来。",
            },
        },
        SubReason {
            word: "device_closed",
            meaning: Words {
                en: "The device, shared area or media file is there but not open.",
                zh: "设备、分享区域或媒体文件存在，但没有打开。",
            },
        },
        SubReason {
            word: "no_file",
            meaning: Words {
                en: "The media file or address does not exist.", zh: "媒体文件或地址不存在。"
            },
        },
    ],
    source_description: "Device does not exist",
    source_reason: Some(
        "This error occurs while using a device that does not exist or has not been initialized.",
    ),
};

static AV_ERR_ENDPOINT_NOT_EXIST: Row = Row {
    name: "AV_ERR_ENDPOINT_NOT_EXIST",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "That member sends nothing", zh: "该成员没有发送音视频" },
    cause: Words {
        en: "Only members who send sound or picture have an endpoint; this one only watches, or is not in the room.",
        zh: "只有发送声音或画面的成员才有 endpoint；这个成员只是观看，或者不在房间里。",
    },
    fix: Words {
        en: "Wait for the event that says that the member has sound or picture, then ask.",
        zh: "等收到该成员有声音或画面的事件后再请求。",
    },
    sub_reasons: &[],
    source_description: "AVEndpoint object does not exist",
    source_reason: Some(
        "This error occurs while obtaining the AVEndpoint object of a member when the member is not sending any audio or video.",
    ),
};

static AV_ERR_ENDPOINT_HAS_NOT_VIDEO: Row = Row {
    name: "AV_ERR_ENDPOINT_HAS_NOT_VIDEO",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return, Delivery::Completion],
    text: Words { en: "That member does not send this picture", zh: "该成员没有发送这一路画面" },
    cause: Words {
        en: "The member is there and sends something, but not the picture that was asked for: only sound, or a camera where the screen was wanted. It may have been closed a moment ago.",
        zh: "成员在发送，但没有所请求的这一路：只有声音，或者只有摄像头没有屏幕。也可能刚刚关闭。",
    },
    fix: Words {
        en: "Ask after the event that announces this picture. If it closed in the meantime, ignore the answer.",
        zh: "等收到这一路画面的事件后再请求。如果是刚好关闭了，忽略即可。",
    },
    sub_reasons: &[],
    source_description: "No video sent",
    source_reason: Some(
        "This error occurs while performing an operation that requires a member to send a video when the member is not sending any videos. For example, this error occurs while requesting a member's screen if he or she is not sending any videos.",
    ),
};

static AV_ERR_TINYID_TO_OPENID_FAILED: Row = Row {
    name: "AV_ERR_TINYID_TO_OPENID_FAILED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Event],
    text: Words { en: "A member's name could not be found out", zh: "无法查到某个成员的用户名" },
    cause: Words {
        en: "A member changed something, the room named them by number, and asking which user that is failed. The member is not lost: the SDK asks again.",
        zh: "某个成员有变化，房间用数字编号通知，而查询这个编号对应的用户失败了。成员不会丢失，SDK 会再次查询。",
    },
    fix: Words {
        en: "Usually nothing. If it comes again and again, check the connection and whether the app sends so many messages that its request budget is used up.",
        zh: "一般不用处理。如果反复出现，检查网络，以及是否消息发得太多用完了请求额度。",
    },
    sub_reasons: &[],
    source_description: "Failed to transfer tinyid to identifier",
    source_reason: Some(
        "You need to transfer tinyid to identifier when receiving the signaling of information update of a member. This error occurs in case of IMSDK-related logic problem or network problem.",
    ),
};

static AV_ERR_OPENID_TO_TINYID_FAILED: Row = Row {
    name: "AV_ERR_OPENID_TO_TINYID_FAILED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Completion],
    text: Words { en: "The own user number could not be found out", zh: "无法查到自己的用户编号" },
    cause: Words {
        en: "Starting audio and video asks for the number that belongs to the own user id. The user is not logged in, the link is down, or the server does not know the id.",
        zh: "启动音视频时要查询自己的用户 ID 对应的编号，而此时没有登录、连接已断开，或服务器不认识这个 ID。",
    },
    fix: Words {
        en: "Log in and wait for success before starting the context. If the link is down, wait until it is back.",
        zh: "先登录成功再启动上下文。如果断线，等连接恢复后重试。",
    },
    sub_reasons: &[SubReason {
        word: "unknown_id",
        meaning: Words {
            en: "The server has no user of this id.", zh: "服务器上没有这个用户 ID。"
        },
    }],
    source_description: "Failed to transfer identifier to tinyid",
    source_reason: Some(
        "You need to transfer identifier to tinyid when calling the API StartContext. This error occurs in case of IMSDK-related logic problem or network problem or if the user has not logged in.",
    ),
};

static AV_ERR_DEVICE_TEST_NOT_EXIST: Row = Row {
    name: "AV_ERR_DEVICE_TEST_NOT_EXIST",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "The device test is not running", zh: "设备测试没有开始" },
    cause: Words {
        en: "A device was to be tried, but the test is not in DEVICE_TEST_STATE_STARTED. The test exists on every platform here.",
        zh: "要测试设备，但测试不在 DEVICE_TEST_STATE_STARTED 状态。这里每个平台都有设备测试。",
    },
    fix: Words {
        en: "Start the device test, wait for the completion, then open the devices in it.",
        zh: "先开始设备测试并等待完成，再打开要测试的设备。",
    },
    sub_reasons: &[],
    source_description: "AVDeviceTest object is not in DEVICE_TEST_STATE_STARTED status (Windows-specific)",
    source_reason: Some(
        "This error occurs while calling an API that can be called only if the AVDeviceTest object is in DEVICE_TEST_STATE_STARTED status when the object is not in such status.",
    ),
};

static AV_ERR_DEVICE_TEST_NOT_STOPPED: Row = Row {
    name: "AV_ERR_DEVICE_TEST_NOT_STOPPED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Return],
    text: Words { en: "The device test is still running", zh: "设备测试还没有结束" },
    cause: Words {
        en: "Entering a room or stopping the context was asked for while a device test runs; it holds the devices.",
        zh: "设备测试还在进行并占用着设备，就要求进房或停止上下文。",
    },
    fix: Words {
        en: "Stop the device test and wait for the completion, then call again.",
        zh: "先停止设备测试并等待完成，再调用。",
    },
    sub_reasons: &[],
    source_description: "AVDeviceTest object is not in DEVICE_TEST_STATE_STOPPED status (Windows-specific)",
    source_reason: Some(
        "This error occurs while calling an API that can be called only if the AVDeviceTest object is in DEVICE_TEST_STATE_STOPPED status when the object is not in such status. If the object is not in such status, this error occurs while calling AVContext::StopContext.",
    ),
};

static AV_ERR_INVITE_FAILED: Row = Row {
    name: "AV_ERR_INVITE_FAILED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Completion],
    text: Words { en: "The invitation could not be sent", zh: "邀请没有发出去" },
    cause: Words {
        en: "The invited user does not exist or is not online, or the server could not be reached.",
        zh: "被邀请的用户不存在或不在线，或者连不上服务器。",
    },
    fix: Words {
        en: "Check the user id, tell the user that the other side cannot be reached, and offer to try again.",
        zh: "核对用户 ID，提示对方暂时联系不上，并提供重试。",
    },
    sub_reasons: &[SubReason {
        word: "in_invitation",
        meaning: Words {
            en: "An invitation of one's own still stands.", zh: "自己发出的邀请仍然有效。"
        },
    }],
    source_description: "Sending failure",
    source_reason: Some("A failure occurred while sending an invitation"),
};

static AV_ERR_ACCEPT_FAILED: Row = Row {
    name: "AV_ERR_ACCEPT_FAILED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Completion],
    text: Words { en: "The invitation could not be accepted", zh: "接受邀请失败" },
    cause: Words {
        en: "The invitation is gone: it was cancelled, it ran out, or it is unknown; or the answer could not be sent.",
        zh: "邀请已经失效：对方取消了、过期了或不存在；也可能是应答没有发出去。",
    },
    fix: Words {
        en: "Close the invitation on the screen and say that it is no longer open. The other side can invite again.",
        zh: "关闭界面上的邀请并提示已失效，对方可以再次邀请。",
    },
    sub_reasons: &[],
    source_description: "Accepting failure",
    source_reason: Some("A failure occurred while accepting an invitation"),
};

static AV_ERR_REFUSE_FAILED: Row = Row {
    name: "AV_ERR_REFUSE_FAILED",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Completion],
    text: Words { en: "The invitation could not be refused", zh: "拒绝邀请失败" },
    cause: Words {
        en: "There is no such invitation any more, or the answer could not be sent.",
        zh: "这个邀请已经不存在，或者应答没有发出去。",
    },
    fix: Words {
        en: "Close the invitation on the screen; it ends by itself when its time is over.",
        zh: "直接关闭界面上的邀请，它到时间会自动结束。",
    },
    sub_reasons: &[],
    source_description: "Refusing failure",
    source_reason: Some("A failure occurred while refusing an invitation"),
};

static AV_ERR_IMSDK_FAIL: Row = Row {
    name: "AV_ERR_IMSDK_FAIL",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Completion],
    text: Words { en: "Messaging answered with an error", zh: "消息模块返回了错误" },
    cause: Words {
        en: "Audio and video asked messaging for something, mostly for a user's number, and got an error. The nested error is that of messaging (module im).",
        zh: "音视频向消息模块查询（多数是查用户编号）时得到了错误。内层错误就是消息模块（im）的错误。",
    },
    fix: Words {
        en: "Read the nested error. If the request budget is used up, send less and try again a little later.",
        zh: "查看内层错误。如果是请求额度用完，减少发送，稍后再试。",
    },
    sub_reasons: &[],
    source_description: "IMSDK callback notification failure",
    source_reason: Some("The reason can be located through log analysis"),
};

static AV_ERR_IMSDK_TIMEOUT: Row = Row {
    name: "AV_ERR_IMSDK_TIMEOUT",
    module: Module::Av,
    raised_by: &[Layer::Av],
    delivery: &[Delivery::Completion],
    text: Words { en: "Messaging did not answer", zh: "消息模块没有应答" },
    cause: Words {
        en: "Audio and video asked messaging for something and got no answer within ten seconds, mostly because the connection hangs.",
        zh: "音视频向消息模块查询，十秒内没有应答，多数是连接卡住了。",
    },
    fix: Words {
        en: "Check the network and wait until the connection is back, then start again.",
        zh: "检查网络，等连接恢复后重新启动。",
    },
    sub_reasons: &[],
    source_description: "IMSDK callback notification timeout",
    source_reason: Some("The reason can be located through log analysis"),
};

static AV_ERR_SERVER_FAILED: Row = Row {
    name: "AV_ERR_SERVER_FAILED",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion],
    text: Words { en: "The server failed", zh: "服务器处理失败" },
    cause: Words {
        en: "The server took the request and could not carry it out by a fault of its own, mostly because it cannot write to its disk. Nothing of the request was kept.",
        zh: "服务器收到了请求，但因为自身的问题没能完成，多数是磁盘写不进去。请求没有留下任何影响。",
    },
    fix: Words {
        en: "Try again after a pause. The operator finds the cause by the trace id in the server's log; check free disk space first.",
        zh: "稍后重试。运维可以用跟踪 ID 在服务器日志里查到原因，先看磁盘空间是否充足。",
    },
    sub_reasons: &[
        SubReason {
            word: "store_unavailable",
            meaning: Words {
                en: "The server cannot write to its database: the disk is full or gone.",
                zh: "服务器无法写入数据库：磁盘已满或不可用。",
            },
        },
        SubReason {
            word: "store_busy",
            meaning: Words {
                en: "More writes wait for the disk than the server holds.",
                zh: "等待写盘的数据超过了服务器的上限。",
            },
        },
        SubReason {
            word: "session_ended",
            meaning: Words {
                en: "The server has ended this login for a reason that the client does not know.",
                zh: "服务器结束了这次登录，客户端不认识其原因。",
            },
        },
    ],
    source_description: "General error",
    source_reason: Some("The reason can be located through log analysis"),
};

static AV_ERR_SERVER_INVALID_ARGUMENT: Row = Row {
    name: "AV_ERR_SERVER_INVALID_ARGUMENT",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion],
    text: Words { en: "The server refuses a value", zh: "服务器拒绝了某个参数" },
    cause: Words {
        en: "A field of the request cannot be read or is outside its limits: a room id, a role that the app no longer has, a media description that the server cannot work with, a frame over the size limit.",
        zh: "请求里有字段无法解析或超出限制：房间号、应用里已不存在的角色、服务器处理不了的媒体描述，或超过大小上限的数据。",
    },
    fix: Words {
        en: "Correct the value that the message names. If a released SDK made the request, update it: client and server may be too far apart.",
        zh: "改正错误信息里指出的值。如果请求由 SDK 发出，请升级 SDK：客户端和服务器的版本可能相差太多。",
    },
    sub_reasons: &[
        SubReason {
            word: "unknown_role",
            meaning: Words {
                en: "The app has no such role, and strict roles are on.",
                zh: "应用没有这个角色，而且开启了严格角色。",
            },
        },
        SubReason {
            word: "bad_frame",
            meaning: Words {
                en: "The message is no message of the wire, or is over the size limit.",
                zh: "消息不符合协议，或超过大小上限。",
            },
        },
        SubReason {
            word: "bad_request_id",
            meaning: Words {
                en: "The request's number is 0 or still in use.",
                zh: "请求编号为 0，或仍在使用中。",
            },
        },
        SubReason {
            word: "bad_client_key",
            meaning: Words {
                en: "The key for repeating a request is over 64 bytes.",
                zh: "用于重发请求的标识超过 64 字节。",
            },
        },
        SubReason {
            word: "body_timeout",
            meaning: Words {
                en: "The body of the HTTP request did not come in time.",
                zh: "HTTP 请求的正文没有在规定时间内传完。",
            },
        },
        SubReason {
            word: "body_too_long",
            meaning: Words {
                en: "The body of the HTTP request is over what is left to it.",
                zh: "HTTP 请求的正文超过了允许的剩余长度。",
            },
        },
        SubReason {
            word: "bad_body",
            meaning: Words {
                en: "The body of the HTTP request broke off.", zh: "HTTP 请求的正文中途断开。"
            },
        },
        SubReason {
            word: "bad_id",
            meaning: Words {
                en: "A room or user id has the wrong form.",
                zh: "房间号或用户 ID 的格式不对。",
            },
        },
        SubReason {
            word: "bad_member", meaning: Words { en: "No member is named.", zh: "没有指明成员。" }
        },
        SubReason {
            word: "to_self",
            meaning: Words {
                en: "A call, an invitation or a link leads to another than oneself.",
                zh: "呼叫、邀请或连麦的对象不能是自己。",
            },
        },
        SubReason {
            word: "bad_call_type",
            meaning: Words {
                en: "A call has sound alone, or picture too.",
                zh: "通话类型只能是语音或视频。",
            },
        },
        SubReason {
            word: "bad_source",
            meaning: Words {
                en: "There is no such kind of picture or sound.",
                zh: "没有这一种画面或声音来源。",
            },
        },
        SubReason {
            word: "bad_kind",
            meaning: Words { en: "There is no such kind of sender.", zh: "没有这一种发送类型。" },
        },
        SubReason {
            word: "bad_views",
            meaning: Words {
                en: "Too many pictures are asked for, or one is named twice.",
                zh: "请求的画面太多，或有重复。",
            },
        },
        SubReason {
            word: "bad_offer",
            meaning: Words {
                en: "The media offer has too many sections.", zh: "媒体描述的段落太多。"
            },
        },
        SubReason {
            word: "too_many",
            meaning: Words { en: "A list in the request is too long.", zh: "请求里的列表太长。" },
        },
        SubReason {
            word: "platform",
            meaning: Words {
                en: "The platform is none of web, desktop and mobile.",
                zh: "平台不是网页、桌面或手机之一。",
            },
        },
        SubReason {
            word: "interface",
            meaning: Words {
                en: "This address serves the roles of an app, and nothing else of the original.",
                zh: "这个地址只提供应用的角色配置（SPEAR）。",
            },
        },
        SubReason {
            word: "protocol",
            meaning: Words {
                en: "The client speaks another version of the wire.",
                zh: "客户端使用的协议版本不同。",
            },
        },
        SubReason {
            word: "nick",
            meaning: Words { en: "A nick has 1 to 32 characters.", zh: "昵称为 1 到 32 个字符。" },
        },
        SubReason {
            word: "not_a_websocket",
            meaning: Words {
                en: "This address takes WebSocket connections only.",
                zh: "这个地址只接受 WebSocket 连接。",
            },
        },
        SubReason {
            word: "sub_protocol",
            meaning: Words {
                en: "Neither of the two sub-protocols was asked for.",
                zh: "没有请求支持的两种子协议之一。",
            },
        },
        SubReason {
            word: "no_such_resource",
            meaning: Words { en: "Nothing is at this address.", zh: "这个地址没有内容。" },
        },
        SubReason {
            word: "no_such_method",
            meaning: Words {
                en: "This address does not take this HTTP method.",
                zh: "这个地址不支持这种 HTTP 方法。",
            },
        },
        SubReason {
            word: "no_codec",
            meaning: Words {
                en: "Client and server have no codec in common.",
                zh: "客户端和服务器没有共同的编码格式。",
            },
        },
        SubReason {
            word: "sdp_too_large",
            meaning: Words {
                en: "The media offer is over the size limit.", zh: "媒体描述超过大小上限。"
            },
        },
        SubReason {
            word: "sdp_long_line",
            meaning: Words {
                en: "A line of the media offer is over the limit.",
                zh: "媒体描述中有一行太长。",
            },
        },
        SubReason {
            word: "sdp_sections",
            meaning: Words {
                en: "The media offer has too many sections.", zh: "媒体描述的段落太多。"
            },
        },
        SubReason {
            word: "sdp_candidates",
            meaning: Words {
                en: "The media offer has too many addresses.", zh: "媒体描述中的地址太多。"
            },
        },
        SubReason {
            word: "sdp_attributes",
            meaning: Words {
                en: "A section of the media offer has too many attributes.",
                zh: "媒体描述中有一个段落的属性太多。",
            },
        },
        SubReason {
            word: "sdp_formats",
            meaning: Words {
                en: "A section of the media offer has too many payload types.",
                zh: "媒体描述中有一个段落的负载类型太多。",
            },
        },
        SubReason {
            word: "sdp_ssrcs",
            meaning: Words {
                en: "The media offer announces more streams than are taken.",
                zh: "媒体描述中声明的媒体流太多。",
            },
        },
        SubReason {
            word: "sdp_layers",
            meaning: Words {
                en: "The media offer has more layers than are taken.",
                zh: "媒体描述中的画面层数太多。",
            },
        },
        SubReason {
            word: "sdp_syntax",
            meaning: Words { en: "The media offer cannot be read.", zh: "媒体描述无法解析。" },
        },
        SubReason {
            word: "sdp_inconsistent",
            meaning: Words {
                en: "The media offer contradicts itself or an earlier one.",
                zh: "媒体描述前后矛盾。",
            },
        },
        SubReason {
            word: "sdp_no_media",
            meaning: Words {
                en: "The media offer has no sound and no picture.",
                zh: "媒体描述中既没有声音也没有画面。",
            },
        },
        SubReason {
            word: "sdp_payload_type",
            meaning: Words {
                en: "A payload type of the media offer is not possible.",
                zh: "媒体描述中的负载类型不合法。",
            },
        },
        SubReason {
            word: "sdp_mid",
            meaning: Words {
                en: "A section of the media offer has no name, or one given twice.",
                zh: "媒体描述中有段落缺少名称或名称重复。",
            },
        },
        SubReason {
            word: "sdp_bundle",
            meaning: Words {
                en: "The media offer must put all sections on one connection.",
                zh: "媒体描述必须让所有段落共用一个连接。",
            },
        },
        SubReason {
            word: "sdp_fingerprint",
            meaning: Words {
                en: "The media offer has no certificate fingerprint that can be used.",
                zh: "媒体描述中没有可用的证书指纹。",
            },
        },
        SubReason {
            word: "sdp_sender",
            meaning: Words {
                en: "A sender that is named does not fit the media offer.",
                zh: "指明的发送者与媒体描述不符。",
            },
        },
        SubReason {
            word: "bad_title",
            meaning: Words {
                en: "A title has 1 to 80 characters.", zh: "标题应为 1 到 80 个字符。"
            },
        },
        SubReason {
            word: "bad_note",
            meaning: Words { en: "A note or a reason is too long.", zh: "附言或理由太长。" },
        },
        SubReason {
            word: "bad_address",
            meaning: Words {
                en: "A part of the address cannot be read.", zh: "地址的某一部分无法读取。"
            },
        },
        SubReason {
            word: "bad_json",
            meaning: Words {
                en: "The body is not the JSON that belongs here.",
                zh: "请求体不是这里需要的 JSON。",
            },
        },
        SubReason {
            word: "content_type",
            meaning: Words {
                en: "The body is of another type than this address takes.",
                zh: "请求体的类型不是这个地址接受的类型。",
            },
        },
        SubReason {
            word: "if_match",
            meaning: Words {
                en: "The ICE session that is meant is not the one that is on.",
                zh: "所指的 ICE 会话不是当前的会话。",
            },
        },
        SubReason {
            word: "cover_type",
            meaning: Words { en: "A cover is a JPEG.", zh: "封面必须是 JPEG。" },
        },
        SubReason {
            word: "cover_size", meaning: Words { en: "The cover is too large.", zh: "封面太大。" }
        },
        SubReason {
            word: "no_offer",
            meaning: Words { en: "The offer is missing.", zh: "没有给出 offer。" },
        },
        SubReason {
            word: "bad_role",
            meaning: Words {
                en: "The name of the role is too long, or has characters that cannot be shown.",
                zh: "角色名太长，或含有无法显示的字符。",
            },
        },
    ],
    source_description: "Wrong parameter",
    source_reason: Some("Wrong parameter"),
};

static AV_ERR_SERVER_NO_PERMISSION: Row = Row {
    name: "AV_ERR_SERVER_NO_PERMISSION",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion, Delivery::Event],
    text: Words { en: "Not allowed", zh: "没有权限" },
    cause: Words {
        en: "The ticket (userSig) or the room key (privateMapKey) is wrong, belongs to another user, app or room, has run out, or does not carry the right that this needs; or the host or the operator said no. The sub-reason says which.",
        zh: "票据（userSig）或房间密钥（privateMapKey）不正确、属于别的用户、应用或房间、已过期，或不含所需的权限；也可能是主播或管理员不允许。具体看子原因。",
    },
    fix: Words {
        en: "Act on the sub-reason. For tickets and keys: let the app's own server make a new one for this user, this app and this room, with the rights that are needed and the secret that the server knows.",
        zh: "按子原因处理。票据和密钥类问题：由应用自己的服务器，用与服务端一致的密钥，为这个用户、应用和房间重新签发，并带上所需权限。",
    },
    sub_reasons: &[
        SubReason {
            word: "no_ticket",
            meaning: Words { en: "No ticket was presented.", zh: "没有出示票据。" },
        },
        SubReason {
            word: "test_unknown",
            meaning: Words {
                en: "There is no such speed test, or its time is over.",
                zh: "没有这个测速，或它已经结束。",
            },
        },
        SubReason {
            word: "not_logged_in",
            meaning: Words {
                en: "The first message of a connection must be a login.",
                zh: "连接的第一条消息必须是登录。",
            },
        },
        SubReason {
            word: "empty",
            meaning: Words { en: "The ticket has no text at all.", zh: "票据内容为空。" },
        },
        SubReason {
            word: "too_long",
            meaning: Words {
                en: "The ticket is over the limit of 4 KB.", zh: "票据超过 4 KB 的上限。"
            },
        },
        SubReason {
            word: "bad_base64",
            meaning: Words {
                en: "The ticket was cut off or changed on the way: a character does not belong in it.",
                zh: "票据被截断或改动：含有不该出现的字符。",
            },
        },
        SubReason {
            word: "bad_deflate",
            meaning: Words {
                en: "The ticket was cut off or changed on the way: it does not unpack.",
                zh: "票据被截断或改动：无法解压。",
            },
        },
        SubReason {
            word: "inflated_too_long",
            meaning: Words {
                en: "The ticket unpacks to far more than a ticket has.",
                zh: "票据解压后远超正常大小。",
            },
        },
        SubReason {
            word: "bad_json",
            meaning: Words {
                en: "The ticket's content cannot be read.", zh: "票据的内容无法解析。"
            },
        },
        SubReason {
            word: "duplicate_member",
            meaning: Words { en: "The ticket says something twice.", zh: "票据里有重复的字段。" },
        },
        SubReason {
            word: "missing_field",
            meaning: Words {
                en: "The ticket lacks something that it must say.", zh: "票据缺少必要的字段。"
            },
        },
        SubReason {
            word: "bad_field",
            meaning: Words {
                en: "Something in the ticket is of the wrong kind or out of range.",
                zh: "票据里有字段类型不对或超出范围。",
            },
        },
        SubReason {
            word: "wrong_algorithm",
            meaning: Words {
                en: "The ticket was made in another way than this app's tickets are.",
                zh: "票据的签发算法与该应用的不同。",
            },
        },
        SubReason {
            word: "bad_signature",
            meaning: Words {
                en: "The signature does not fit: the ticket was made with another secret, or changed afterwards.",
                zh: "签名不符：用了别的密钥签发，或签发后被改动。",
            },
        },
        SubReason {
            word: "wrong_app",
            meaning: Words { en: "The ticket belongs to another app.", zh: "票据属于别的应用。" },
        },
        SubReason {
            word: "wrong_user",
            meaning: Words { en: "The ticket belongs to another user.", zh: "票据属于别的用户。" },
        },
        SubReason {
            word: "wrong_room",
            meaning: Words {
                en: "The room key belongs to another room; 123 and s:123 are different rooms.",
                zh: "房间密钥属于别的房间；123 和 s:123 是不同的房间。",
            },
        },
        SubReason {
            word: "not_yet_valid",
            meaning: Words {
                en: "The ticket's time lies in the future: compare the clocks.",
                zh: "票据的签发时间在未来：请核对两边的时钟。",
            },
        },
        SubReason {
            word: "bad_expire",
            meaning: Words {
                en: "The ticket's validity is no span of time.",
                zh: "票据的有效期不是有效的时长。",
            },
        },
        SubReason {
            word: "userbuf_unexpected",
            meaning: Words {
                en: "A room key was presented where the userSig is wanted.",
                zh: "这里需要 userSig，出示的却是房间密钥。",
            },
        },
        SubReason {
            word: "userbuf_missing",
            meaning: Words {
                en: "A userSig was presented where the room key is wanted.",
                zh: "这里需要房间密钥，出示的却是 userSig。",
            },
        },
        SubReason {
            word: "bad_userbuf",
            meaning: Words {
                en: "The room key's inner part cannot be read.",
                zh: "房间密钥的内部数据无法解析。",
            },
        },
        SubReason {
            word: "app_unknown",
            meaning: Words {
                en: "This server has no app of that number.", zh: "服务器上没有这个应用编号。"
            },
        },
        SubReason {
            word: "key_required",
            meaning: Words {
                en: "This app asks for a room key, and none was presented.",
                zh: "这个应用要求出示房间密钥，而请求里没有。",
            },
        },
        SubReason {
            word: "key_expired",
            meaning: Words { en: "The room key has run out.", zh: "房间密钥已过期。" },
        },
        SubReason {
            word: "lack_create",
            meaning: Words {
                en: "The right to make a room is missing.", zh: "缺少创建房间的权限。"
            },
        },
        SubReason {
            word: "lack_join",
            meaning: Words { en: "The right to enter is missing.", zh: "缺少进入房间的权限。" },
        },
        SubReason {
            word: "lack_send_audio",
            meaning: Words { en: "The right to speak is missing.", zh: "缺少发送声音的权限。" },
        },
        SubReason {
            word: "lack_recv_audio",
            meaning: Words { en: "The right to hear is missing.", zh: "缺少接收声音的权限。" },
        },
        SubReason {
            word: "lack_send_video",
            meaning: Words {
                en: "The right to send a camera picture is missing.",
                zh: "缺少发送摄像头画面的权限。",
            },
        },
        SubReason {
            word: "lack_recv_video",
            meaning: Words {
                en: "The right to see camera pictures is missing.",
                zh: "缺少接收摄像头画面的权限。",
            },
        },
        SubReason {
            word: "lack_send_aux",
            meaning: Words {
                en: "The right to share a screen is missing.", zh: "缺少分享屏幕的权限。"
            },
        },
        SubReason {
            word: "lack_recv_aux",
            meaning: Words {
                en: "The right to see shared screens is missing.",
                zh: "缺少接收屏幕分享的权限。",
            },
        },
        SubReason {
            word: "room_taken",
            meaning: Words {
                en: "The room belongs to another user: join it, or create one of another number.",
                zh: "房间属于别的用户：请直接加入，或换一个房间号创建。",
            },
        },
        SubReason {
            word: "host_only",
            meaning: Words { en: "Only the host may do this.", zh: "只有主播可以这样做。" },
        },
        SubReason {
            word: "stage_closed",
            meaning: Words {
                en: "The way on stage is the host's accept: raise the hand first.",
                zh: "上麦要由主播同意：请先举手申请。",
            },
        },
        SubReason {
            word: "kicked",
            meaning: Words {
                en: "The host has removed this user from the room.",
                zh: "主播已将该用户移出房间。",
            },
        },
        SubReason {
            word: "origin_refused",
            meaning: Words {
                en: "The server does not accept pages from this address; the operator lists allowed origins in the configuration.",
                zh: "服务器不接受来自这个网址的页面，管理员可在配置里添加允许的来源。",
            },
        },
        SubReason {
            word: "guests_off",
            meaning: Words {
                en: "This server gives no guest tickets.", zh: "这个服务器不发放访客票据。"
            },
        },
        SubReason {
            word: "not_host",
            meaning: Words {
                en: "Only the host's page puts the cover.", zh: "只有主播的页面可以上传封面。"
            },
        },
        SubReason {
            word: "identifier_mismatch",
            meaning: Words {
                en: "The ticket is of another user than the one named.",
                zh: "票据属于另一个用户。",
            },
        },
    ],
    source_description: "No permission",
    source_reason: Some("No permission to use the feature"),
};

static AV_ERR_SERVER_TIMEOUT: Row = Row {
    name: "AV_ERR_SERVER_TIMEOUT",
    module: Module::Av,
    raised_by: &[Layer::Server, Layer::Av],
    delivery: &[Delivery::Completion],
    text: Words { en: "The room's address could not be found out", zh: "获取房间地址失败" },
    cause: Words {
        en: "Before a room is entered, the client asks which machine serves it. No answer came within ten seconds, or no machine could take the room.",
        zh: "进房之前要先询问由哪台机器提供服务，十秒内没有得到答复，或没有机器可以接纳这个房间。",
    },
    fix: Words {
        en: "Check the network and try again: the address is asked for anew each time. If all users have it, look whether the server runs.",
        zh: "检查网络后重试，每次都会重新获取地址。如果所有用户都这样，请查看服务器是否正常运行。",
    },
    sub_reasons: &[
        SubReason {
            word: "no_answer",
            meaning: Words {
                en: "The server did not answer in time.", zh: "服务器没有在期限内应答。"
            },
        },
        SubReason {
            word: "draining",
            meaning: Words {
                en: "The server is going down and takes nothing new; try again in a moment.",
                zh: "服务器正在停止，不再接受新的请求，请稍后再试。",
            },
        },
        SubReason {
            word: "link_timeout",
            meaning: Words {
                en: "The other room did not answer in time.", zh: "对方房间没有在期限内应答。"
            },
        },
        SubReason {
            word: "other_node",
            meaning: Words {
                en: "Another machine serves this room.", zh: "这个房间由另一台机器提供服务。"
            },
        },
    ],
    source_description: "Failed to request the room address",
    source_reason: Some("The reason can be located through log analysis"),
};

static AV_ERR_SERVER_ALLOC_RESOURCE_FAILED: Row = Row {
    name: "AV_ERR_SERVER_ALLOC_RESOURCE_FAILED",
    module: Module::Av,
    raised_by: &[Layer::Server, Layer::Av],
    delivery: &[Delivery::Completion],
    text: Words {
        en: "No connection to the room, or no space in it", zh: "连不上房间，或房间已满"
    },
    cause: Words {
        en: "The server was reached but the media connection did not come about within 15 seconds, mostly because a firewall blocks UDP; or the room, the server or the request rate is at its limit.",
        zh: "能连上服务器，但媒体连接在 15 秒内没有建立，多数是防火墙拦住了 UDP；也可能是房间、服务器或请求频率达到了上限。",
    },
    fix: Words {
        en: "With `ice_failed` or `ice_timeout`: open the server's UDP port (8800 unless configured) in the firewall, or use another network. With another sub-reason: wait as long as the answer says, or try another room.",
        zh: "子原因是 `ice_failed` 或 `ice_timeout` 时：在防火墙上放行服务器的 UDP 端口（默认 8800），或换一个网络。其他子原因：按提示等待，或换一个房间。",
    },
    sub_reasons: &[
        SubReason {
            word: "throttled",
            meaning: Words {
                en: "Too many requests in a short time: wait as long as the answer says.",
                zh: "短时间内请求太多：按应答里的时间等待后再试。",
            },
        },
        SubReason {
            word: "too_many_requests",
            meaning: Words {
                en: "Too many requests wait for their answers: let some of them finish first.",
                zh: "等待应答的请求太多：先等其中一些完成。",
            },
        },
        SubReason {
            word: "room_full",
            meaning: Words {
                en: "The room has as many people as it may have.", zh: "房间人数已达上限。"
            },
        },
        SubReason {
            word: "room_busy",
            meaning: Words {
                en: "Too much waits for this room: try again in a moment.",
                zh: "房间积压的请求太多，请稍后再试。",
            },
        },
        SubReason {
            word: "server_full",
            meaning: Words {
                en: "The server has as many rooms or connections as it may have.",
                zh: "服务器的房间或连接数已达上限。",
            },
        },
        SubReason {
            word: "too_many_rooms",
            meaning: Words {
                en: "This user has opened as many rooms as one may have open: let some of them end first.",
                zh: "该用户打开的房间已达上限：先等其中一些结束。",
            },
        },
        SubReason {
            word: "too_many_sessions",
            meaning: Words {
                en: "This user watches or sends this room too many times over.",
                zh: "该用户在这个房间的连接太多。",
            },
        },
        SubReason {
            word: "queue_full",
            meaning: Words { en: "Too many hands are raised already.", zh: "排队上麦的人太多。" },
        },
        SubReason {
            word: "link_limit",
            meaning: Words {
                en: "The room, or the other one, is linked with as many rooms as it may be.",
                zh: "本房间或对方房间的跨房连麦数已达上限。",
            },
        },
        SubReason {
            word: "too_many_ring",
            meaning: Words {
                en: "So many call or invite this user already that no more are let through.",
                zh: "同时呼叫或邀请该用户的人太多。",
            },
        },
        SubReason {
            word: "ice_failed",
            meaning: Words {
                en: "No way for picture and sound between client and server was found: look at the firewall's UDP rules.",
                zh: "客户端和服务器之间找不到传输音视频的通路：请检查防火墙的 UDP 规则。",
            },
        },
        SubReason {
            word: "ice_timeout",
            meaning: Words {
                en: "The media connection did not come about in time: look at the firewall's UDP rules.",
                zh: "媒体连接没有及时建立：请检查防火墙的 UDP 规则。",
            },
        },
        SubReason {
            word: "negotiation_timeout",
            meaning: Words {
                en: "The server's media part did not answer in time.",
                zh: "服务器的媒体部分没有及时应答。",
            },
        },
        SubReason {
            word: "overloaded",
            meaning: Words {
                en: "The media plane of the server does not keep up.",
                zh: "服务器的媒体面处理不过来。",
            },
        },
    ],
    source_description: "Failed to connect to the room",
    source_reason: Some("The reason can be located through log analysis"),
};

static AV_ERR_SERVER_ID_NOT_IN_ROOM: Row = Row {
    name: "AV_ERR_SERVER_ID_NOT_IN_ROOM",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion],
    text: Words { en: "The server no longer lists you in the room", zh: "服务器上你已不在该房间" },
    cause: Words {
        en: "The user was removed, or the room was closed, while the request was on its way; the news of it had not arrived yet.",
        zh: "请求发出的同时，用户被移出或房间被关闭，而通知还没有送达。",
    },
    fix: Words {
        en: "Treat it like having left: the event with the reason follows. Enter again if the user wants to.",
        zh: "按已退房处理，说明原因的事件随后就到。如有需要再重新进房。",
    },
    sub_reasons: &[
        SubReason {
            word: "not_in_room",
            meaning: Words {
                en: "The user is not, or no longer, in this room.",
                zh: "用户不在或已不在这个房间。",
            },
        },
        SubReason {
            word: "replaced",
            meaning: Words {
                en: "The same user has entered anew from elsewhere.",
                zh: "同一用户从别处重新进入了房间。",
            },
        },
        SubReason {
            word: "session_gone",
            meaning: Words {
                en: "This WHIP or WHEP session is over.",
                zh: "这个 WHIP 或 WHEP 会话已经结束。",
            },
        },
    ],
    source_description: "Not in the room",
    source_reason: Some("You are performing an operation related to a room that you are not in"),
};

static AV_ERR_SERVER_NOT_IMPLEMENT: Row = Row {
    name: "AV_ERR_SERVER_NOT_IMPLEMENT",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion],
    text: Words { en: "The server does not offer this", zh: "服务器不提供这个功能" },
    cause: Words {
        en: "The server does not know the request, or the feature is switched off for this app.",
        zh: "服务器不认识这个请求，或者该应用关闭了这项功能。",
    },
    fix: Words {
        en: "Switch the feature on in the server's configuration, update the server, or use another way.",
        zh: "在服务器配置里打开该功能、升级服务器，或换一种做法。",
    },
    sub_reasons: &[
        SubReason {
            word: "unknown_command",
            meaning: Words {
                en: "The server does not know this request.", zh: "服务器不认识这个请求。"
            },
        },
        SubReason {
            word: "feature_off",
            meaning: Words {
                en: "The feature is switched off for this app.", zh: "该应用关闭了这项功能。"
            },
        },
        SubReason {
            word: "named_room",
            meaning: Words {
                en: "Rooms with a name are not served yet: use a number.",
                zh: "暂不支持字符串房间号，请使用数字。",
            },
        },
    ],
    source_description: "Not implemented",
    source_reason: Some("The feature corresponding to the called SDK API is not supported yet"),
};

static AV_ERR_SERVER_REPEATED_OPERATION: Row = Row {
    name: "AV_ERR_SERVER_REPEATED_OPERATION",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion],
    text: Words { en: "It was done already in another way", zh: "这件事已经通过别的方式完成" },
    cause: Words {
        en: "What is asked for is already so by another request: the hand is raised already, the rooms are already linked by another member. A mere repeat of the same request gets its first answer instead.",
        zh: "所要求的已经由另一个请求达成：已经在排队上麦，或两个房间已被别的成员连上。单纯重发同一个请求，得到的是第一次的答复。",
    },
    fix: Words {
        en: "Treat it as success and show the present state.",
        zh: "当作成功处理，显示当前状态即可。",
    },
    sub_reasons: &[
        SubReason {
            word: "logged_in",
            meaning: Words { en: "This connection is logged in already.", zh: "这个连接已经登录。" },
        },
        SubReason {
            word: "in_another_room",
            meaning: Words {
                en: "This session is in another room: leave it, or switch.",
                zh: "这个会话在别的房间里：请先退出，或使用切换房间。",
            },
        },
        SubReason {
            word: "already_queued",
            meaning: Words { en: "The hand is raised already.", zh: "已经在排队上麦。" },
        },
        SubReason {
            word: "not_queued",
            meaning: Words {
                en: "No hand is raised, or it was answered already.",
                zh: "没有在排队，或已经得到答复。",
            },
        },
        SubReason {
            word: "already_invited",
            meaning: Words { en: "This member is invited already.", zh: "已经邀请过这个成员。" },
        },
        SubReason {
            word: "on_stage",
            meaning: Words { en: "This member is on stage already.", zh: "这个成员已经在麦上。" },
        },
        SubReason {
            word: "not_on_stage",
            meaning: Words {
                en: "This member is not, or no longer, on stage.",
                zh: "这个成员不在或已不在麦上。",
            },
        },
        SubReason {
            word: "linked",
            meaning: Words {
                en: "The two rooms are linked already, or just being linked, by whichever member.",
                zh: "两个房间已经连麦，或正在建立连麦。",
            },
        },
    ],
    source_description: "Repeated operation",
    source_reason: Some("The reason can be located through log analysis"),
};

static AV_ERR_SERVER_ROOM_NOT_EXIST: Row = Row {
    name: "AV_ERR_SERVER_ROOM_NOT_EXIST",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion, Delivery::Event],
    text: Words { en: "There is no such room", zh: "房间不存在" },
    cause: Words {
        en: "Nobody has created this room, or it has ended: by its host, or because it stood empty. As an event it means that the room has just ended.",
        zh: "这个房间还没有人创建，或已经结束：主播结束了直播，或房间空了太久。作为事件出现时，表示房间刚刚结束。",
    },
    fix: Words {
        en: "Check the room number, or wait until the host is live. To make the room on joining, join with create_room = true and a ticket with the CREATE right.",
        zh: "核对房间号，或等主播开播。如果要在加入时自动创建，请用 create_room = true 并使用带 CREATE 权限的票据。",
    },
    sub_reasons: &[
        SubReason {
            word: "room_not_exist",
            meaning: Words { en: "Nobody has created this room.", zh: "没有人创建过这个房间。" },
        },
        SubReason {
            word: "ended",
            meaning: Words { en: "The host has ended the room.", zh: "主播结束了房间。" },
        },
        SubReason {
            word: "reclaimed",
            meaning: Words {
                en: "The room stood empty, or without host and picture, for too long.",
                zh: "房间空置太久，或太久没有主播和画面。",
            },
        },
    ],
    source_description: "Room does not exist",
    source_reason: Some("You are performing an operation related to a room that does not exist"),
};

static AV_ERR_SERVER_ENDPOINT_NOT_EXIST: Row = Row {
    name: "AV_ERR_SERVER_ENDPOINT_NOT_EXIST",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion],
    text: Words { en: "That member is not in the room", zh: "房间里没有该成员" },
    cause: Words {
        en: "The member who was to be muted, removed, invited or seen is not in the room, or has just left.",
        zh: "要静音、移出、邀请或观看的成员不在房间里，或刚刚离开。",
    },
    fix: Words {
        en: "Take the member off the screen and use the current list of members.",
        zh: "从界面上移除该成员，以当前的成员列表为准。",
    },
    sub_reasons: &[
        SubReason {
            word: "member_gone",
            meaning: Words {
                en: "The member is not, or no longer, in the room.",
                zh: "该成员不在或已不在房间里。",
            },
        },
        SubReason {
            word: "no_invitation",
            meaning: Words {
                en: "There is no such invitation, or it stands no longer.",
                zh: "没有这个邀请，或邀请已失效。",
            },
        },
        SubReason {
            word: "offline",
            meaning: Words {
                en: "The user is unknown, or not logged in with a working connection.",
                zh: "该用户不存在，或当前没有在线的登录。",
            },
        },
    ],
    source_description: "Member does not exist",
    source_reason: Some("You are performing an operation related to a member that does not exist"),
};

static AV_ERR_SERVER_INVALID_ABILITY: Row = Row {
    name: "AV_ERR_SERVER_INVALID_ABILITY",
    module: Module::Av,
    raised_by: &[Layer::Server],
    delivery: &[Delivery::Completion],
    text: Words { en: "The room cannot give this ability", zh: "房间无法给予这项能力" },
    cause: Words {
        en: "The room already has its ten camera pictures, or screen sharing was asked for by somebody who may not send a main picture.",
        zh: "房间里已有十路摄像头画面，或者没有主路画面权限的成员要求分享屏幕。",
    },
    fix: Words {
        en: "Wait until somebody turns the camera off or leaves the stage; to share a screen, go on stage first.",
        zh: "等有人关闭摄像头或下麦后再试；要分享屏幕，请先上麦。",
    },
    sub_reasons: &[
        SubReason {
            word: "video_slots_full",
            meaning: Words {
                en: "Ten members already send a camera picture.",
                zh: "已有十名成员在发送摄像头画面。",
            },
        },
        SubReason {
            word: "aux_needs_main",
            meaning: Words {
                en: "Sharing needs the right to send a main picture too.",
                zh: "分享屏幕还需要有发送主路画面的权限。",
            },
        },
    ],
    source_description: "Invalid capability",
    source_reason: Some("The reason can be located through log analysis"),
};
