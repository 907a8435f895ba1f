// Generated from contract/limits.toml by cargo xtask gen. Do not edit.

/** The largest number that a room may have; the smallest is 1. */
export const ROOM_NUMBER_MAX = 4_294_967_294;

/** Longest user id and longest name of a room, in bytes of `A-Za-z0-9_.@-`; the shortest is 1. */
export const NAME_MAX_BYTES = 64;

/** Longest client key and longest client id of a message, in bytes; the shortest is 1. */
export const CLIENT_KEY_MAX_BYTES = 64;

/** Text and custom data of one message between two users, in bytes (E.9). */
export const C2C_MESSAGE_MAX_BYTES = 12_000;

/** Text and custom data of one group message, in bytes (E.9). */
export const GROUP_MESSAGE_MAX_BYTES = 8_898;

/** Bytes of the app beside the pictures of one moment: no more than a small picture has itself. */
export const CUSTOM_DATA_MAX_BYTES = 4_096;

/** Elements of one message. */
export const MESSAGE_MAX_ELEMENTS = 32;

/** Messages of one page of history, and members of one page of a group. */
export const PAGE_MAX = 100;

/** Longest title of a room, in characters. */
export const TITLE_MAX_CHARS = 80;

/** Longest nick, in characters. */
export const NICK_MAX_CHARS = 32;

/** Longest note of a raised hand and longest reason of a refusal or a kick, in characters. */
export const NOTE_MAX_CHARS = 160;

/** Largest cover of a live room, a JPEG, in bytes. */
export const COVER_MAX_BYTES = 65_536;

/** Main videos that one room's members may send at a time (E.10). */
export const MAIN_VIDEOS = 10;

/** Auxiliary videos of one room (E.10). */
export const AUX_VIDEOS = 1;

/** Pictures that one `SetViews` may name. */
export const VIEWS_MAX = 32;

/** Hands raised in one room at a time. */
export const STAGE_QUEUE_MAX = 200;

/** Users of one room whose mute by the host is remembered. */
export const MUTED_MAX = 10_000;

/** Users of one room that are kept out after a kick. */
export const BANS_MAX = 10_000;

/** Sessions that may feed one member: logins and WHIP sources. */
export const SESSIONS_PER_MEMBER = 12;

/** Slots of one media connection. */
export const SLOTS_MAX = 64;

/** A way that loses less than this, of a thousand packets, is of level 1 at best; from 1, nothing to be noticed, to 6, nothing comes. */
export const LEVEL_1_LOSS_PERMILLE = 10;

/** A way whose round trip takes less than this, in ms, is of level 1 at best. */
export const LEVEL_1_RTT_MS = 100;

/** A way that loses less than this, of a thousand packets, is of level 2 at best; from 1, nothing to be noticed, to 6, nothing comes. */
export const LEVEL_2_LOSS_PERMILLE = 30;

/** A way whose round trip takes less than this, in ms, is of level 2 at best. */
export const LEVEL_2_RTT_MS = 200;

/** A way that loses less than this, of a thousand packets, is of level 3 at best; from 1, nothing to be noticed, to 6, nothing comes. */
export const LEVEL_3_LOSS_PERMILLE = 80;

/** A way whose round trip takes less than this, in ms, is of level 3 at best. */
export const LEVEL_3_RTT_MS = 350;

/** A way that loses less than this, of a thousand packets, is of level 4 at best; from 1, nothing to be noticed, to 6, nothing comes. */
export const LEVEL_4_LOSS_PERMILLE = 150;

/** A way whose round trip takes less than this, in ms, is of level 4 at best. */
export const LEVEL_4_RTT_MS = 600;
