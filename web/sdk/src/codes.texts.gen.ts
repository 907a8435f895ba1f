// Generated from contract/codes.toml by `cargo xtask gen`. Do not edit.

import type { Code } from './codes.gen';

/** What the contract says of a code, for people. */
export interface CodeText {
  /** What happened, in a few words. */
  readonly text: string;
  /** Why. */
  readonly cause: string;
  /** What to do. */
  readonly fix: string;
  /** What the stable words mean that narrow it down. */
  readonly subReasons?: Readonly<Record<string, string>>;
}

export const codeTextsEn: Readonly<Record<Code, CodeText>> = {
  0: {
    text: 'It worked',
    cause: 'The call was accepted, or the operation that it started has finished as asked.',
    fix: 'Nothing to do. Where a call has a completion, its result comes there: success of the call itself only says that it has begun.',
  },
  8001: {
    text: 'Messaging is not loaded',
    cause: 'The SDK was started without messaging (im_support = false), and this call needs it: messages, groups and calls do.',
    fix: 'Start the SDK with im_support = true and log in again. Rooms work without messaging, they just have no chat.',
  },
  8002: {
    text: 'Audio and video are not ready',
    cause: 'A room, device or parameter call was made before login had succeeded, after logout or a kick, or while the AV context is stopped.',
    fix: 'Wait until login has completed with success, then call again. After a kick or a logout, log in first.',
  },
  8003: {
    text: 'There is no current room',
    cause: 'The call works on the current room, and there is none: switching, linking, changing the role, group messages, pushing, recording. For a call it means that its id is unknown.',
    fix: 'Create or join a room and wait for its success first. For a call, use the id that came with the incoming call.',
  },
  8004: {
    text: 'It exists already',
    cause: 'The same event handler is already added, the other room is already linked by this session, or another user is logged in on this object.',
    fix: 'Use the one that exists, or remove it first: take the handler away, end the link, log the other user out.',
  },
  8005: {
    text: 'A mandatory object is missing',
    cause: 'A handler, view, element or buffer that the call cannot do without is null, or was dropped before the call.',
    fix: 'Pass a live object, and keep it alive for as long as the SDK uses it. This is a mistake in the app\'s code, trying again does not help.',
  },
  8006: {
    text: 'The audio and video room could not be entered',
    cause: 'The audio and video part of entering failed for a reason that has no finer code; the chat group that was joined meanwhile has been left again. The nested error says what failed.',
    fix: 'Read the nested error and its sub-reason, then try again. If it stays, look whether a proxy or firewall changes the traffic between the client and the server.',
  },
  8007: {
    text: 'Cancelled by the user',
    cause: 'What was still pending was given up: the app cancelled it, left the room while entering, closed the device while it opened, ended the call, or logged out.',
    fix: 'Nothing is wrong: treat it as the answer to the cancellation and do not show an error. Everything is back in a state from which it can be started again.',
  },
  8008: {
    text: 'The call\'s state does not allow this',
    cause: 'A call was to be made, accepted or ended in a state that has no such step, usually because another call is already being made or is going on. Outside of calls this code is no longer used.',
    fix: 'Follow the call\'s state events: end the running call before taking another, and answer a call only while it rings. The running call is untouched.',
  },
  8009: {
    text: 'Not logged in',
    cause: 'The call needs to know who the user is, and nobody is logged in: logout, messages, calls, push, record, speed test, device test.',
    fix: 'Log in and wait for success. After being kicked out or after the ticket ran out, log in again with a fresh userSig.',
  },
  8010: {
    text: 'Already in another room',
    cause: 'Creating or joining a room was asked for while the user is still in a different one; a user is in one room at a time.',
    fix: 'Quit the room, wait for the completion, then enter the next one. A viewer can switch rooms in one step instead.',
  },
  8011: {
    text: 'The previous request is not finished',
    cause: 'An operation of the same kind began less than two seconds ago and has not completed, for example two joins in a row or a double click on the camera button.',
    fix: 'Wait for the completion of the first one before the next. Disable the button while its operation runs.',
  },
  8012: {
    text: 'The network cannot be reached',
    cause: 'At login: there is no way to the server, its name cannot be found, or it refuses the connection. As an event: the link has been lost for five seconds; nothing fails by that, the SDK goes on reconnecting.',
    fix: 'Check the network and the server\'s address and port, and that the server runs; then log in again. For the event, show that the connection is lost and wait for its return.',
  },
  8020: {
    text: 'The SDK could not finish its own work',
    cause: 'Something that the SDK does itself failed, most often opening or reading the microphone or the speaker. The sub-reason says which part.',
    fix: 'Act on the sub-reason: allow the microphone, choose another device, replace the damaged file. If it has none that helps, search the log for the trace id.',
    subReasons: {
      permission_denied: 'The user or the system did not allow the microphone.',
      device_failed: 'The microphone or speaker reported a fault, or its file is damaged.',
    },
  },
  8021: {
    text: 'A parameter is not valid',
    cause: 'A value is outside what the call takes: no option when creating or joining a room, an option for creating without the CREATE right, room 0, a text over its limit, a link to oneself.',
    fix: 'Correct the value that the message names, and check it before the call. Trying again with the same value gives the same answer.',
  },
  8022: {
    text: 'What was asked for does not exist',
    cause: 'The list of devices is empty, or the media file to play is not there.',
    fix: 'Connect a device and read the list again, or correct the path or address of the file.',
  },
  8023: {
    text: 'Not possible here',
    cause: 'The role, the platform or the picture format cannot do this: a host cannot switch rooms, a frame may only be in RGB24 or I420, a phone may have no screen sharing.',
    fix: 'Choose another way: a host quits and creates the next room, frames are converted first, the button is hidden where the platform lacks the feature.',
  },
  8024: {
    text: 'It is so already',
    cause: 'The call asks for what is already true: logging in the same user again, joining the room one is in, changing to the current role.',
    fix: 'Treat it as success. If it happens often, the app probably makes the same call in two places.',
  },
  8050: {
    text: 'Logged out by another login',
    cause: 'The same user logged in elsewhere on the same kind of platform (web, desktop or mobile), or the operator kicked the account. The room has been left and the user is logged out.',
    fix: 'Tell the user, and let them log in again if they want to: that ends the other login in turn. Never log in again by yourself, or two devices kick each other for ever.',
    subReasons: {
      replaced: 'A newer login of the same user on the same kind of platform took over.',
      account_kicked: 'The operator ended all logins of this account.',
    },
  },
  8051: {
    text: 'The ticket has run out',
    cause: 'The userSig was past its time when it was presented, or it ran out while the user was online. In the second case there are 60 seconds to renew it before the user is logged out.',
    fix: 'Get a new userSig from the app\'s own server and renew the ticket, or log in with it. Check the clock of the machine that makes the tickets.',
    subReasons: {
      sig_expired: 'The userSig\'s time plus its validity lies in the past.',
    },
  },
  8052: {
    text: 'The answer cannot be read',
    cause: 'Something answered, but not in the form that an iLive server answers in: most often the login page of a public network, a proxy, or another program on that port. As an event: the app\'s list of roles is damaged.',
    fix: 'Open the server\'s address in a browser: if a login page of the network comes, sign in there. Check the address, the port and any proxy in between.',
  },
  8053: {
    text: 'The client\'s own budget is used up',
    cause: 'The SDK keeps a fixed amount of memory for frames and unsent messages, and all of it is in use: frames come faster than they can be encoded, or messages pile up while the link is down.',
    fix: 'Slow down: drop this frame or lower the resolution and rate, and wait until pending messages are sent. If the machine itself is short of memory, close other programs.',
    subReasons: {
      pool_empty: 'Every frame of the pool is waiting to be encoded.',
    },
  },
  1: {
    text: 'Audio or video failed',
    cause: 'A part below the SDK failed: the camera, its driver, the media engine or the secured media connection. With strict roles it also means that the role does not exist. The sub-reason says which.',
    fix: 'Act on the sub-reason. Without one that helps, search the log for the trace id: client and server lines carry it.',
    subReasons: {
      role_not_exists: 'The role is not in the app\'s list, and strict roles are on.',
      permission_denied: 'The user or the system did not allow the camera or the screen.',
      device_failed: 'The camera reported a fault, or its file is damaged.',
      dtls_fingerprint: 'The media connection\'s certificate is not the one that was announced: something in between changes the traffic.',
      dtls_failed: 'The media connection could not be secured.',
      pool_empty: 'Every frame of the pool is waiting to be encoded.',
    },
  },
  1001: {
    text: 'This operation is already running',
    cause: 'The same operation was begun before and has not completed, for example entering while entering.',
    fix: 'Wait for the completion of the first call; its result is the result of this one too.',
  },
  1002: {
    text: 'Another operation or source is in the way',
    cause: 'A different operation of the same kind has not completed (leaving while entering), or the user already sends this kind of picture or sound from elsewhere: camera and external capture exclude each other, so do screen and media file, a studio page and an encoder.',
    fix: 'Wait for the running operation, or close the source that is open before opening the other.',
  },
  1003: {
    text: 'The object is already in that state',
    cause: 'What is to be opened is open, what is to be closed is closed, what is to be started runs.',
    fix: 'Treat it as success. To enter another room, leave the present one first.',
  },
  1004: {
    text: 'An audio or video argument is wrong',
    cause: 'A frame\'s size is not one that is taken, lists that belong together differ in length, or a view, device id or piece of custom data is not valid.',
    fix: 'Correct the argument that the message names; sizes and limits stand at the method\'s description.',
  },
  1005: {
    text: 'No answer in time',
    cause: 'The server did not answer before the deadline (30 seconds for entering a room), or the link stayed lost so long that the seat in the room was given up.',
    fix: 'Check the network, then try again, each time after a longer pause. If other users have the same, look at the server\'s health and load.',
    subReasons: {
      seat_lost: 'The link was away for longer than the seat is kept; enter the room again.',
    },
  },
  1006: {
    text: 'This build does not have it',
    cause: 'The SDK knows the request but this build or platform has nothing behind it, for example a room of the type PAIR.',
    fix: 'Use another way, such as a normal room, or a build that has the feature. Hide the button where it is missing.',
  },
  1007: {
    text: 'Called on the wrong thread',
    cause: 'An object belongs to the thread that made it, and the call came from another one, often from inside an audio or video data callback. A browser never gives this code.',
    fix: 'Hand the work over to the thread that made the object. Only filling frames of external capture is allowed on any thread.',
  },
  1008: {
    text: 'Somebody else is using it',
    cause: 'Another program holds the camera or microphone, or another member of the room is sharing already: a room has one screen or file stream at a time.',
    fix: 'Close the other program, or wait until the other member stops sharing.',
    subReasons: {
      device_busy: 'Another program holds the device.',
      aux_taken: 'Another member of the room shares a screen or plays a file.',
    },
  },
  1101: {
    text: 'The AV context is not started',
    cause: 'The call needs the context in CONTEXT_STATE_STARTED: it was not started, is still starting, is being stopped, or is gone.',
    fix: 'Start the context and wait for the completion before entering rooms or testing devices.',
  },
  1102: {
    text: 'The AV context is not stopped',
    cause: 'The context was to be destroyed while it is started, starting or stopping.',
    fix: 'Stop the context, wait for the completion, then destroy it.',
  },
  1201: {
    text: 'Not in an audio and video room',
    cause: 'The call works inside a room (ROOM_STATE_ENTERED): asking for a picture, changing the role, reading members or quality.',
    fix: 'Wait for the completion of entering. If the room was lost meanwhile, enter it again first.',
  },
  1202: {
    text: 'The room has not been left',
    cause: 'The context was to be stopped, or a device test started, while the user is in a room, entering it or leaving it.',
    fix: 'Leave the room and wait for the completion, then call again. Test devices before entering.',
  },
  1301: {
    text: 'There is no such device',
    cause: 'The device id is unknown, the device was unplugged, or it is not open: a volume was set on a closed device, a frame given to a capture that is off.',
    fix: 'Read the device list again and choose one from it; open the device before using it.',
    subReasons: {
      device_closed: 'The device, shared area or media file is there but not open.',
    },
  },
  1401: {
    text: 'That member sends nothing',
    cause: 'Only members who send sound or picture have an endpoint; this one only watches, or is not in the room.',
    fix: 'Wait for the event that says that the member has sound or picture, then ask.',
  },
  1402: {
    text: 'That member does not send this picture',
    cause: 'The member is there and sends something, but not the picture that was asked for: only sound, or a camera where the screen was wanted. It may have been closed a moment ago.',
    fix: 'Ask after the event that announces this picture. If it closed in the meantime, ignore the answer.',
  },
  1501: {
    text: 'A member\'s name could not be found out',
    cause: 'A member changed something, the room named them by number, and asking which user that is failed. The member is not lost: the SDK asks again.',
    fix: 'Usually nothing. If it comes again and again, check the connection and whether the app sends so many messages that its request budget is used up.',
  },
  1502: {
    text: 'The own user number could not be found out',
    cause: 'Starting audio and video asks for the number that belongs to the own user id. The user is not logged in, the link is down, or the server does not know the id.',
    fix: 'Log in and wait for success before starting the context. If the link is down, wait until it is back.',
    subReasons: {
      unknown_id: 'The server has no user of this id.',
    },
  },
  1601: {
    text: 'The device test is not running',
    cause: 'A device was to be tried, but the test is not in DEVICE_TEST_STATE_STARTED. The test exists on every platform here.',
    fix: 'Start the device test, wait for the completion, then open the devices in it.',
  },
  1602: {
    text: 'The device test is still running',
    cause: 'Entering a room or stopping the context was asked for while a device test runs; it holds the devices.',
    fix: 'Stop the device test and wait for the completion, then call again.',
  },
  1801: {
    text: 'The invitation could not be sent',
    cause: 'The invited user does not exist or is not online, or the server could not be reached.',
    fix: 'Check the user id, tell the user that the other side cannot be reached, and offer to try again.',
  },
  1802: {
    text: 'The invitation could not be accepted',
    cause: 'The invitation is gone: it was cancelled, it ran out, or it is unknown; or the answer could not be sent.',
    fix: 'Close the invitation on the screen and say that it is no longer open. The other side can invite again.',
  },
  1803: {
    text: 'The invitation could not be refused',
    cause: 'There is no such invitation any more, or the answer could not be sent.',
    fix: 'Close the invitation on the screen; it ends by itself when its time is over.',
  },
  6999: {
    text: 'Messaging answered with an error',
    cause: 'Audio and video asked messaging for something, mostly for a user\'s number, and got an error. The nested error is that of messaging (module im).',
    fix: 'Read the nested error. If the request budget is used up, send less and try again a little later.',
  },
  7000: {
    text: 'Messaging did not answer',
    cause: 'Audio and video asked messaging for something and got no answer within ten seconds, mostly because the connection hangs.',
    fix: 'Check the network and wait until the connection is back, then start again.',
  },
  10001: {
    text: 'The server failed',
    cause: 'The server took the request and could not carry it out by a fault of its own, mostly because it cannot write to its disk, or the operator suspended the app. Nothing of the request was kept.',
    fix: 'Try again after a pause. The operator finds the cause by the trace id in the server\'s log; check free disk space first.',
    subReasons: {
      store_unavailable: 'The server cannot write to its database: the disk is full or gone.',
      app_suspended: 'The operator has switched this app off.',
    },
  },
  10002: {
    text: 'The server refuses a value',
    cause: 'A field of the request cannot be read or is outside its limits: a room id, a role that the app no longer has, a media description that the server cannot work with, a frame over the size limit.',
    fix: 'Correct the value that the message names. If a released SDK made the request, update it: client and server may be too far apart.',
    subReasons: {
      unknown_role: 'The app has no such role, and strict roles are on.',
    },
  },
  10003: {
    text: 'Not allowed',
    cause: 'The ticket (userSig) or the room key (privateMapKey) is wrong, belongs to another user, app or room, has run out, or does not carry the right that this needs; or the host or the operator said no. The sub-reason says which.',
    fix: 'Act on the sub-reason. For tickets and keys: let the app\'s own server make a new one for this user, this app and this room, with the rights that are needed and the secret that the server knows.',
    subReasons: {
      sig_missing: 'No ticket was presented.',
      sig_malformed: 'The ticket cannot be read: it was cut off, changed on the way, or is something else.',
      sig_mismatch: 'The ticket\'s signature does not fit: it was made with another secret or changed afterwards.',
      sig_mismatch_user: 'The ticket belongs to another user.',
      sig_mismatch_app: 'The ticket belongs to another app.',
      sig_not_yet: 'The ticket\'s time lies in the future: compare the clocks.',
      bad_expire: 'The ticket\'s validity is not a positive number of seconds.',
      app_unknown: 'This server has no app of that number.',
      key_required: 'This app asks for a room key, and none was presented.',
      key_malformed: 'The room key cannot be read.',
      key_mismatch: 'The room key\'s signature does not fit.',
      key_expired: 'The room key has run out.',
      key_mismatch_user: 'The room key belongs to another user.',
      key_mismatch_app: 'The room key belongs to another app.',
      key_mismatch_room: 'The room key belongs to another room.',
      lack_create: 'The right to make a room is missing.',
      lack_join: 'The right to enter is missing.',
      lack_send_audio: 'The right to speak is missing.',
      lack_recv_audio: 'The right to hear is missing.',
      lack_send_video: 'The right to send a camera picture is missing.',
      lack_recv_video: 'The right to see camera pictures is missing.',
      lack_send_aux: 'The right to share a screen is missing.',
      lack_recv_aux: 'The right to see shared screens is missing.',
      room_taken: 'The room belongs to another user: join it, or create one of another number.',
      host_only: 'Only the host may do this.',
      stage_closed: 'The way on stage is the host\'s accept: raise the hand first.',
      kicked: 'The host has removed this user from the room.',
      origin_refused: 'The server does not accept pages from this address; the operator lists allowed origins in the configuration.',
    },
  },
  10004: {
    text: 'The room\'s address could not be found out',
    cause: 'Before a room is entered, the client asks which machine serves it. No answer came within ten seconds, or no machine could take the room.',
    fix: 'Check the network and try again: the address is asked for anew each time. If all users have it, look whether the server runs.',
  },
  10005: {
    text: 'No connection to the room, or no space in it',
    cause: 'The server was reached but the media connection did not come about within 15 seconds, mostly because a firewall blocks UDP; or the room, the server or the request rate is at its limit.',
    fix: 'With a sub-reason: wait as long as the answer says, or try another room. Without: open the server\'s UDP port (8800 unless configured) in the firewall, or use another network.',
    subReasons: {
      throttled: 'Too many requests in a short time: wait as long as the answer says.',
      room_full: 'The room has as many members as it may have.',
    },
  },
  10006: {
    text: 'The server no longer lists you in the room',
    cause: 'The user was removed, or the room was closed, while the request was on its way; the news of it had not arrived yet.',
    fix: 'Treat it like having left: the event with the reason follows. Enter again if the user wants to.',
  },
  10007: {
    text: 'The server does not offer this',
    cause: 'The server does not know the request, or the feature is switched off for this app.',
    fix: 'Switch the feature on in the server\'s configuration, update the server, or use another way.',
  },
  10008: {
    text: 'It was done already in another way',
    cause: 'What is asked for is already so by another request: the hand is raised already, the rooms are already linked by another member. A mere repeat of the same request gets its first answer instead.',
    fix: 'Treat it as success and show the present state.',
  },
  10009: {
    text: 'There is no such room',
    cause: 'Nobody has created this room, or it has ended: by its host, or because it stood empty. As an event it means that the room has just ended.',
    fix: 'Check the room number, or wait until the host is live. To make the room on joining, join with create_room = true and a ticket with the CREATE right.',
    subReasons: {
      ended: 'The host has ended the room.',
    },
  },
  10010: {
    text: 'That member is not in the room',
    cause: 'The member who was to be muted, removed, invited or seen is not in the room, or has just left.',
    fix: 'Take the member off the screen and use the current list of members.',
  },
  10011: {
    text: 'The room cannot give this ability',
    cause: 'The room already has its ten camera pictures, or screen sharing was asked for by somebody who may not send a main picture.',
    fix: 'Wait until somebody turns the camera off or leaves the stage; to share a screen, go on stage first.',
    subReasons: {
      video_slots_full: 'Ten members already send a camera picture.',
      aux_needs_main: 'Sharing needs the right to send a main picture too.',
    },
  },
};

export const codeTextsZh: Readonly<Record<Code, CodeText>> = {
  0: {
    text: '成功',
    cause: '调用已被接受，或者它发起的操作已按要求完成。',
    fix: '无需处理。如果这个调用有完成回调，最终结果以回调为准：调用本身返回成功只表示操作已经开始。',
  },
  8001: {
    text: '消息功能没有加载',
    cause: 'SDK 初始化时关闭了消息功能（im_support = false），而消息、群组和通话都要用到它。',
    fix: '用 im_support = true 初始化 SDK 并重新登录。不开消息也能进房，只是房间里没有聊天。',
  },
  8002: {
    text: '音视频还没有准备好',
    cause: '在登录成功之前、登出或被踢之后，或者音视频上下文停止时，调用了房间、设备或参数接口。',
    fix: '等登录成功的回调到了再调用。如果是被踢下线或已经登出，请先重新登录。',
  },
  8003: {
    text: '当前不在任何房间里',
    cause: '切换房间、跨房连麦、切换角色、发群消息、推流和录制都作用于当前房间，而现在没有房间。如果是通话接口，表示这个通话 ID 不存在。',
    fix: '先创建或加入房间，等成功后再调用。如果是通话接口，请使用来电事件里给出的通话 ID。',
  },
  8004: {
    text: '目标已经存在',
    cause: '同一个事件处理器已经添加过，这个会话已经与对方房间连麦，或者这个对象上已有别的用户登录。',
    fix: '直接使用已有的那一个；确实要换，就先移除处理器、结束连麦或让原用户登出。',
  },
  8005: {
    text: '缺少必须传入的对象',
    cause: '调用必须用到的处理器、视图、页面元素或缓冲区为空，或者在调用前就已经释放。',
    fix: '传入有效的对象，并在 SDK 使用期间不要释放它。这是应用代码的问题，重试没有用。',
  },
  8006: {
    text: '进入音视频房间失败',
    cause: '进房的音视频部分失败了，而且没有更细的错误码；同时加入的聊天群已经退出。内层错误说明了具体原因。',
    fix: '查看内层错误和它的子原因，再重试。如果一直失败，检查客户端和服务器之间是否有代理或防火墙改动了数据。',
  },
  8007: {
    text: '用户取消了操作',
    cause: '尚未完成的操作被放弃：应用主动取消、正在进房时退房、设备打开途中又关闭、结束了通话，或者登出。',
    fix: '这不是故障：把它当作取消的结果即可，不必提示错误。状态已经复原，可以重新发起。',
  },
  8008: {
    text: '通话当前的状态不允许这样做',
    cause: '通话所处的状态没有这一步，通常是因为已经有另一个通话正在呼出或进行中。除通话以外不再使用这个码。',
    fix: '以通话状态事件为准：接另一个通话前先结束当前的，只在振铃时接听。正在进行的通话不受影响。',
  },
  8009: {
    text: '还没有登录',
    cause: '登出、消息、通话、推流、录制、测速和设备测试都需要知道用户是谁，而现在没有用户登录。',
    fix: '先登录并等待成功。如果是被踢下线或票据过期，请用新的 userSig 重新登录。',
  },
  8010: {
    text: '已经在另一个房间里',
    cause: '用户还在别的房间里，就要求创建或加入新的房间；同一时间只能在一个房间里。',
    fix: '先退出当前房间，等完成后再进下一个。观众也可以直接使用切换房间。',
  },
  8011: {
    text: '上一个请求还没有完成',
    cause: '两秒内刚发起过同类操作而且还没有完成，例如连续两次进房，或者连点了摄像头按钮。',
    fix: '等前一个操作完成后再发起下一个。操作进行时把按钮置为不可点。',
  },
  8012: {
    text: '网络不可用',
    cause: '登录时出现：到服务器没有网络、域名解析不了，或者连接被拒绝。作为事件出现：连接已断开五秒；这不会让操作失败，SDK 会继续重连。',
    fix: '检查网络、服务器地址和端口，以及服务器是否在运行，然后重新登录。收到事件时提示连接中断，等待自动恢复即可。',
  },
  8020: {
    text: 'SDK 内部处理失败',
    cause: 'SDK 自己的处理出了问题，多数是麦克风或扬声器打不开、读不了。子原因会说明是哪一部分。',
    fix: '按子原因处理：允许使用麦克风、换一个设备，或替换损坏的文件。仍不清楚时，用跟踪 ID 查日志。',
    subReasons: {
      permission_denied: '用户或系统没有允许使用麦克风。',
      device_failed: '麦克风或扬声器报告故障，或者作为声源的文件已损坏。',
    },
  },
  8021: {
    text: '参数不正确',
    cause: '参数超出允许的范围：创建或加入房间没有传 option、创建房间的 option 里没有 CREATE 权限、房间号为 0、文本超长，或与自己连麦。',
    fix: '改正错误信息里指出的参数，并在调用前先校验。原样重试结果不会变。',
  },
  8022: {
    text: '没有找到目标',
    cause: '设备列表为空，或者要播放的媒体文件不存在。',
    fix: '接上设备后重新获取列表，或改正文件的路径或地址。',
  },
  8023: {
    text: '这里不支持这个请求',
    cause: '当前角色、平台或画面格式做不到：主播不能切换房间，自定义画面只接受 RGB24 或 I420，有的手机不支持屏幕分享。',
    fix: '换一种做法：主播先退房再创建新房间，画面先转换格式，平台不支持的功能就不显示入口。',
  },
  8024: {
    text: '已经是这个状态',
    cause: '要求的状态已经成立：同一用户再次登录、加入所在的房间、切换到当前角色。',
    fix: '当作成功处理。如果经常出现，多半是应用在两处重复调用了。',
  },
  8050: {
    text: '被踢下线',
    cause: '同一用户在同类平台（网页、桌面或手机）的另一处登录，或者管理员踢出了这个账号。已经退出房间并登出。',
    fix: '告诉用户发生了什么，由用户决定是否重新登录（那会让另一处下线）。不要自动重新登录，否则两台设备会互相踢个不停。',
    subReasons: {
      replaced: '同一用户在同类平台上有了更新的登录。',
      account_kicked: '管理员结束了这个账号的全部登录。',
    },
  },
  8051: {
    text: '登录票据已过期',
    cause: '出示的 userSig 已经过了有效期，或者在线期间到期。在线到期后有 60 秒可以更新，逾期会登出。',
    fix: '向应用自己的服务器申请新的 userSig，更新票据或用它重新登录。同时检查签发票据的机器时间是否准确。',
    subReasons: {
      sig_expired: 'userSig 的签发时间加有效期已经过去。',
    },
  },
  8052: {
    text: '无法解析收到的应答',
    cause: '有应答，但不是 iLive 服务器的格式：常见原因是公共网络的认证页面、代理，或这个端口上是别的程序。作为事件出现时，表示应用的角色配置损坏。',
    fix: '用浏览器打开服务器地址，如果出现网络认证页面就先完成认证。再检查地址、端口和中间的代理。',
  },
  8053: {
    text: '客户端的缓冲已用完',
    cause: 'SDK 为画面和待发消息保留了固定的内存，现在全部占用：画面送得比编码快，或断线期间积压了太多消息。',
    fix: '放慢速度：丢掉这一帧，或降低分辨率和帧率，等积压的消息发完。如果机器本身内存不足，请关闭其他程序。',
    subReasons: {
      pool_empty: '帧缓冲池里的每一帧都在等待编码。',
    },
  },
  1: {
    text: '音视频处理失败',
    cause: 'SDK 之下的部分出了问题：摄像头、驱动、媒体引擎或加密的媒体连接。开启严格角色时，也表示角色不存在。具体看子原因。',
    fix: '按子原因处理。仍不清楚时，用跟踪 ID 查日志，客户端和服务器的日志里都有它。',
    subReasons: {
      role_not_exists: '应用的角色列表里没有这个角色，而且开启了严格角色。',
      permission_denied: '用户或系统没有允许使用摄像头或屏幕。',
      device_failed: '摄像头报告故障，或者作为画面来源的文件已损坏。',
      dtls_fingerprint: '媒体连接的证书与事先约定的不一致：中间有设备改动了数据。',
      dtls_failed: '媒体连接无法建立加密。',
      pool_empty: '帧缓冲池里的每一帧都在等待编码。',
    },
  },
  1001: {
    text: '这个操作正在进行中',
    cause: '同一个操作已经发起且尚未完成，例如正在进房时又发起进房。',
    fix: '等第一次调用完成即可，它的结果就是这次的结果。',
  },
  1002: {
    text: '与另一个操作或来源冲突',
    cause: '同类的另一个操作尚未完成（例如进房途中退房），或者这一路画面或声音已经由别的来源发送：摄像头与自定义采集互斥，屏幕分享与播放文件互斥，直播页与推流工具互斥。',
    fix: '等正在进行的操作完成，或先关闭已打开的来源再打开另一个。',
  },
  1003: {
    text: '对象已经处于目标状态',
    cause: '要打开的已经打开，要关闭的已经关闭，要启动的正在运行。',
    fix: '当作成功处理。如果是要进另一个房间，请先退出当前房间。',
  },
  1004: {
    text: '音视频参数不正确',
    cause: '画面尺寸不在支持范围内、成对的列表长度不一致，或者视图、设备 ID、自定义数据不合法。',
    fix: '改正错误信息里指出的参数，可用的尺寸和上限见接口说明。',
  },
  1005: {
    text: '操作超时',
    cause: '服务器没有在期限内应答（进房为 30 秒），或者断线太久，房间里的位置已经释放。',
    fix: '检查网络后重试，每次间隔逐渐加长。如果很多用户同时出现，请查看服务器的状态和负载。',
    subReasons: {
      seat_lost: '断线时间超过了位置的保留时间，请重新进房。',
    },
  },
  1006: {
    text: '这个版本没有此功能',
    cause: 'SDK 认识这个请求，但当前版本或平台没有实现，例如 PAIR 类型的房间。',
    fix: '换一种方式，例如使用普通房间，或换用带有该功能的版本。没有的功能就不显示入口。',
  },
  1007: {
    text: '在错误的线程上调用',
    cause: '对象属于创建它的线程，而这次调用来自另一个线程，常见于在音视频数据回调里直接调用。浏览器里不会出现。',
    fix: '把操作转交给创建对象的线程。只有填充自定义采集的数据可以在任意线程进行。',
  },
  1008: {
    text: '资源正被占用',
    cause: '摄像头或麦克风被别的程序占用，或者房间里已有别的成员在分享：一个房间同时只有一路屏幕或文件画面。',
    fix: '关闭占用设备的程序，或等对方停止分享。',
    subReasons: {
      device_busy: '设备被别的程序占用。',
      aux_taken: '房间里有别的成员正在分享屏幕或播放文件。',
    },
  },
  1101: {
    text: '音视频上下文没有启动',
    cause: '调用要求上下文处于 CONTEXT_STATE_STARTED，而它没有启动、还在启动、正在停止或已经释放。',
    fix: '先启动上下文并等待完成，再进房或测试设备。',
  },
  1102: {
    text: '音视频上下文没有停止',
    cause: '上下文还在运行、启动或停止的过程中，就要求销毁它。',
    fix: '先停止上下文，等完成后再销毁。',
  },
  1201: {
    text: '还没有进入音视频房间',
    cause: '请求画面、切换角色、读取成员或质量数据都要在房间内（ROOM_STATE_ENTERED）进行。',
    fix: '等进房完成后再调用。如果期间掉出了房间，请先重新进房。',
  },
  1202: {
    text: '还没有退出房间',
    cause: '用户还在房间里（或正在进房、退房），就要求停止上下文或开始设备测试。',
    fix: '先退房并等待完成再调用。设备测试请在进房之前做。',
  },
  1301: {
    text: '设备不存在',
    cause: '设备 ID 不存在、设备已拔出，或者设备没有打开：例如给关闭的设备设置音量，向未开启的自定义采集送画面。',
    fix: '重新获取设备列表并从中选择；使用前先打开设备。',
    subReasons: {
      device_closed: '设备、分享区域或媒体文件存在，但没有打开。',
    },
  },
  1401: {
    text: '该成员没有发送音视频',
    cause: '只有发送声音或画面的成员才有 endpoint；这个成员只是观看，或者不在房间里。',
    fix: '等收到该成员有声音或画面的事件后再请求。',
  },
  1402: {
    text: '该成员没有发送这一路画面',
    cause: '成员在发送，但没有所请求的这一路：只有声音，或者只有摄像头没有屏幕。也可能刚刚关闭。',
    fix: '等收到这一路画面的事件后再请求。如果是刚好关闭了，忽略即可。',
  },
  1501: {
    text: '无法查到某个成员的用户名',
    cause: '某个成员有变化，房间用数字编号通知，而查询这个编号对应的用户失败了。成员不会丢失，SDK 会再次查询。',
    fix: '一般不用处理。如果反复出现，检查网络，以及是否消息发得太多用完了请求额度。',
  },
  1502: {
    text: '无法查到自己的用户编号',
    cause: '启动音视频时要查询自己的用户 ID 对应的编号，而此时没有登录、连接已断开，或服务器不认识这个 ID。',
    fix: '先登录成功再启动上下文。如果断线，等连接恢复后重试。',
    subReasons: {
      unknown_id: '服务器上没有这个用户 ID。',
    },
  },
  1601: {
    text: '设备测试没有开始',
    cause: '要测试设备，但测试不在 DEVICE_TEST_STATE_STARTED 状态。这里每个平台都有设备测试。',
    fix: '先开始设备测试并等待完成，再打开要测试的设备。',
  },
  1602: {
    text: '设备测试还没有结束',
    cause: '设备测试还在进行并占用着设备，就要求进房或停止上下文。',
    fix: '先停止设备测试并等待完成，再调用。',
  },
  1801: {
    text: '邀请没有发出去',
    cause: '被邀请的用户不存在或不在线，或者连不上服务器。',
    fix: '核对用户 ID，提示对方暂时联系不上，并提供重试。',
  },
  1802: {
    text: '接受邀请失败',
    cause: '邀请已经失效：对方取消了、过期了或不存在；也可能是应答没有发出去。',
    fix: '关闭界面上的邀请并提示已失效，对方可以再次邀请。',
  },
  1803: {
    text: '拒绝邀请失败',
    cause: '这个邀请已经不存在，或者应答没有发出去。',
    fix: '直接关闭界面上的邀请，它到时间会自动结束。',
  },
  6999: {
    text: '消息模块返回了错误',
    cause: '音视频向消息模块查询（多数是查用户编号）时得到了错误。内层错误就是消息模块（im）的错误。',
    fix: '查看内层错误。如果是请求额度用完，减少发送，稍后再试。',
  },
  7000: {
    text: '消息模块没有应答',
    cause: '音视频向消息模块查询，十秒内没有应答，多数是连接卡住了。',
    fix: '检查网络，等连接恢复后重新启动。',
  },
  10001: {
    text: '服务器处理失败',
    cause: '服务器收到了请求，但因为自身的问题没能完成，多数是磁盘写不进去，也可能是应用被停用。请求没有留下任何影响。',
    fix: '稍后重试。运维可以用跟踪 ID 在服务器日志里查到原因，先看磁盘空间是否充足。',
    subReasons: {
      store_unavailable: '服务器无法写入数据库：磁盘已满或不可用。',
      app_suspended: '管理员停用了这个应用。',
    },
  },
  10002: {
    text: '服务器拒绝了某个参数',
    cause: '请求里有字段无法解析或超出限制：房间号、应用里已不存在的角色、服务器处理不了的媒体描述，或超过大小上限的数据。',
    fix: '改正错误信息里指出的值。如果请求由 SDK 发出，请升级 SDK：客户端和服务器的版本可能相差太多。',
    subReasons: {
      unknown_role: '应用没有这个角色，而且开启了严格角色。',
    },
  },
  10003: {
    text: '没有权限',
    cause: '票据（userSig）或房间密钥（privateMapKey）不正确、属于别的用户、应用或房间、已过期，或不含所需的权限；也可能是主播或管理员不允许。具体看子原因。',
    fix: '按子原因处理。票据和密钥类问题：由应用自己的服务器，用与服务端一致的密钥，为这个用户、应用和房间重新签发，并带上所需权限。',
    subReasons: {
      sig_missing: '没有出示票据。',
      sig_malformed: '票据无法解析：被截断、途中被改动，或根本不是票据。',
      sig_mismatch: '票据签名不符：用了别的密钥签发，或签发后被改动。',
      sig_mismatch_user: '票据属于别的用户。',
      sig_mismatch_app: '票据属于别的应用。',
      sig_not_yet: '票据的签发时间在未来：请核对两边的时钟。',
      bad_expire: '票据的有效期不是正的秒数。',
      app_unknown: '服务器上没有这个应用编号。',
      key_required: '这个应用要求出示房间密钥，而请求里没有。',
      key_malformed: '房间密钥无法解析。',
      key_mismatch: '房间密钥的签名不符。',
      key_expired: '房间密钥已过期。',
      key_mismatch_user: '房间密钥属于别的用户。',
      key_mismatch_app: '房间密钥属于别的应用。',
      key_mismatch_room: '房间密钥属于别的房间。',
      lack_create: '缺少创建房间的权限。',
      lack_join: '缺少进入房间的权限。',
      lack_send_audio: '缺少发送声音的权限。',
      lack_recv_audio: '缺少接收声音的权限。',
      lack_send_video: '缺少发送摄像头画面的权限。',
      lack_recv_video: '缺少接收摄像头画面的权限。',
      lack_send_aux: '缺少分享屏幕的权限。',
      lack_recv_aux: '缺少接收屏幕分享的权限。',
      room_taken: '房间属于别的用户：请直接加入，或换一个房间号创建。',
      host_only: '只有主播可以这样做。',
      stage_closed: '上麦要由主播同意：请先举手申请。',
      kicked: '主播已将该用户移出房间。',
      origin_refused: '服务器不接受来自这个网址的页面，管理员可在配置里添加允许的来源。',
    },
  },
  10004: {
    text: '获取房间地址失败',
    cause: '进房之前要先询问由哪台机器提供服务，十秒内没有得到答复，或没有机器可以接纳这个房间。',
    fix: '检查网络后重试，每次都会重新获取地址。如果所有用户都这样，请查看服务器是否正常运行。',
  },
  10005: {
    text: '连不上房间，或房间已满',
    cause: '能连上服务器，但媒体连接在 15 秒内没有建立，多数是防火墙拦住了 UDP；也可能是房间、服务器或请求频率达到了上限。',
    fix: '有子原因时：按提示等待，或换一个房间。没有子原因时：在防火墙上放行服务器的 UDP 端口（默认 8800），或换一个网络。',
    subReasons: {
      throttled: '短时间内请求太多：按应答里的时间等待后再试。',
      room_full: '房间人数已达上限。',
    },
  },
  10006: {
    text: '服务器上你已不在该房间',
    cause: '请求发出的同时，用户被移出或房间被关闭，而通知还没有送达。',
    fix: '按已退房处理，说明原因的事件随后就到。如有需要再重新进房。',
  },
  10007: {
    text: '服务器不提供这个功能',
    cause: '服务器不认识这个请求，或者该应用关闭了这项功能。',
    fix: '在服务器配置里打开该功能、升级服务器，或换一种做法。',
  },
  10008: {
    text: '这件事已经通过别的方式完成',
    cause: '所要求的已经由另一个请求达成：已经在排队上麦，或两个房间已被别的成员连上。单纯重发同一个请求，得到的是第一次的答复。',
    fix: '当作成功处理，显示当前状态即可。',
  },
  10009: {
    text: '房间不存在',
    cause: '这个房间还没有人创建，或已经结束：主播结束了直播，或房间空了太久。作为事件出现时，表示房间刚刚结束。',
    fix: '核对房间号，或等主播开播。如果要在加入时自动创建，请用 create_room = true 并使用带 CREATE 权限的票据。',
    subReasons: {
      ended: '主播结束了房间。',
    },
  },
  10010: {
    text: '房间里没有该成员',
    cause: '要静音、移出、邀请或观看的成员不在房间里，或刚刚离开。',
    fix: '从界面上移除该成员，以当前的成员列表为准。',
  },
  10011: {
    text: '房间无法给予这项能力',
    cause: '房间里已有十路摄像头画面，或者没有主路画面权限的成员要求分享屏幕。',
    fix: '等有人关闭摄像头或下麦后再试；要分享屏幕，请先上麦。',
    subReasons: {
      video_slots_full: '已有十名成员在发送摄像头画面。',
      aux_needs_main: '分享屏幕还需要有发送主路画面的权限。',
    },
  },
};
