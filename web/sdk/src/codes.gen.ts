// Generated from contract/codes.toml by `cargo xtask gen`. Do not edit.

/** The 58 codes of the contract: constant and number. */
export const Code = {
  /** It worked. */
  NO_ERR: 0,
  /** Messaging is not loaded. */
  ERR_IM_NOT_READY: 8001,
  /** Audio and video are not ready. */
  ERR_AV_NOT_READY: 8002,
  /** There is no current room. */
  ERR_NO_ROOM: 8003,
  /** It exists already. */
  ERR_ALREADY_EXIST: 8004,
  /** A mandatory object is missing. */
  ERR_NULL_POINTER: 8005,
  /** The audio and video room could not be entered. */
  ERR_ENTER_AV_ROOM_FAIL: 8006,
  /** Cancelled by the user. */
  ERR_USER_CANCEL: 8007,
  /** The call's state does not allow this. */
  ERR_WRONG_STATE: 8008,
  /** Not logged in. */
  ERR_NOT_LOGIN: 8009,
  /** Already in another room. */
  ERR_ALREADY_IN_ROOM: 8010,
  /** The previous request is not finished. */
  ERR_BUSY_HERE: 8011,
  /** The network cannot be reached. */
  ERR_NET_UNDEFINE: 8012,
  /** The SDK could not finish its own work. */
  ERR_SDK_FAILED: 8020,
  /** A parameter is not valid. */
  ERR_INVALID_PARAM: 8021,
  /** What was asked for does not exist. */
  ERR_NOT_FOUND: 8022,
  /** Not possible here. */
  ERR_NOT_SUPPORT: 8023,
  /** It is so already. */
  ERR_ALREADY_STATE: 8024,
  /** Logged out by another login. */
  ERR_KICK_OUT: 8050,
  /** The ticket has run out. */
  ERR_EXPIRE: 8051,
  /** The answer cannot be read. */
  ERR_PARSE_FAIL: 8052,
  /** The client's own budget is used up. */
  ERR_ALLOC_FAIL: 8053,
  /** Audio or video failed. */
  AV_ERR_FAILED: 1,
  /** This operation is already running. */
  AV_ERR_REPEATED_OPERATION: 1001,
  /** Another operation or source is in the way. */
  AV_ERR_EXCLUSIVE_OPERATION: 1002,
  /** The object is already in that state. */
  AV_ERR_HAS_IN_THE_STATE: 1003,
  /** An audio or video argument is wrong. */
  AV_ERR_INVALID_ARGUMENT: 1004,
  /** No answer in time. */
  AV_ERR_TIMEOUT: 1005,
  /** This build does not have it. */
  AV_ERR_NOT_IMPLEMENTED: 1006,
  /** Called on the wrong thread. */
  AV_ERR_NOT_IN_MAIN_THREAD: 1007,
  /** Somebody else is using it. */
  AV_ERR_RESOURCE_IS_OCCUPIED: 1008,
  /** The AV context is not started. */
  AV_ERR_CONTEXT_NOT_EXIST: 1101,
  /** The AV context is not stopped. */
  AV_ERR_CONTEXT_NOT_STOPPED: 1102,
  /** Not in an audio and video room. */
  AV_ERR_ROOM_NOT_EXIST: 1201,
  /** The room has not been left. */
  AV_ERR_ROOM_NOT_EXITED: 1202,
  /** There is no such device. */
  AV_ERR_DEVICE_NOT_EXIST: 1301,
  /** That member sends nothing. */
  AV_ERR_ENDPOINT_NOT_EXIST: 1401,
  /** That member does not send this picture. */
  AV_ERR_ENDPOINT_HAS_NOT_VIDEO: 1402,
  /** A member's name could not be found out. */
  AV_ERR_TINYID_TO_OPENID_FAILED: 1501,
  /** The own user number could not be found out. */
  AV_ERR_OPENID_TO_TINYID_FAILED: 1502,
  /** The device test is not running. */
  AV_ERR_DEVICE_TEST_NOT_EXIST: 1601,
  /** The device test is still running. */
  AV_ERR_DEVICE_TEST_NOT_STOPPED: 1602,
  /** The invitation could not be sent. */
  AV_ERR_INVITE_FAILED: 1801,
  /** The invitation could not be accepted. */
  AV_ERR_ACCEPT_FAILED: 1802,
  /** The invitation could not be refused. */
  AV_ERR_REFUSE_FAILED: 1803,
  /** Messaging answered with an error. */
  AV_ERR_IMSDK_FAIL: 6999,
  /** Messaging did not answer. */
  AV_ERR_IMSDK_TIMEOUT: 7000,
  /** The server failed. */
  AV_ERR_SERVER_FAILED: 10001,
  /** The server refuses a value. */
  AV_ERR_SERVER_INVALID_ARGUMENT: 10002,
  /** Not allowed. */
  AV_ERR_SERVER_NO_PERMISSION: 10003,
  /** The room's address could not be found out. */
  AV_ERR_SERVER_TIMEOUT: 10004,
  /** No connection to the room, or no space in it. */
  AV_ERR_SERVER_ALLOC_RESOURCE_FAILED: 10005,
  /** The server no longer lists you in the room. */
  AV_ERR_SERVER_ID_NOT_IN_ROOM: 10006,
  /** The server does not offer this. */
  AV_ERR_SERVER_NOT_IMPLEMENT: 10007,
  /** It was done already in another way. */
  AV_ERR_SERVER_REPEATED_OPERATION: 10008,
  /** There is no such room. */
  AV_ERR_SERVER_ROOM_NOT_EXIST: 10009,
  /** That member is not in the room. */
  AV_ERR_SERVER_ENDPOINT_NOT_EXIST: 10010,
  /** The room cannot give this ability. */
  AV_ERR_SERVER_INVALID_ABILITY: 10011,
} as const;

/** The published constant of a code. */
export type CodeName = keyof typeof Code;
/** A number of the contract. */
export type Code = (typeof Code)[CodeName];
/** The space of a contract number. */
export type CodeModule = 'ilive' | 'av';

/** The constant of `code`, or undefined where it is none of the 58. */
export function codeName(code: number): CodeName | undefined {
  return (Object.keys(Code) as CodeName[]).find((name) => Code[name] === code);
}

/** The module that `code` belongs to, or undefined where it is none of the 58. */
export function codeModule(code: number): CodeModule | undefined {
  const name = codeName(code);
  if (name === undefined) return undefined;
  return name.startsWith('AV_') ? 'av' : 'ilive';
}
