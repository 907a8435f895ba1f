//! Every limit that both ends keep. Generated from `contract/limits.toml` by `cargo xtask gen`. Do not edit.

/// The largest number that a room may have; the smallest is 1.
pub const ROOM_NUMBER_MAX: u32 = 4_294_967_294;

/// Longest user id and longest name of a room, in bytes of `A-Za-z0-9_.@-`; the shortest is 1.
pub const NAME_MAX_BYTES: usize = 64;

/// Longest client key and longest client id of a message, in bytes; the shortest is 1.
pub const CLIENT_KEY_MAX_BYTES: usize = 64;

/// Text and custom data of one message between two users, in bytes (E.9).
pub const C2C_MESSAGE_MAX_BYTES: usize = 12_000;

/// Text and custom data of one group message, in bytes (E.9).
pub const GROUP_MESSAGE_MAX_BYTES: usize = 8_898;

/// Bytes of the app beside the pictures of one moment: no more than a small picture has itself.
pub const CUSTOM_DATA_MAX_BYTES: usize = 4_096;

/// Elements of one message.
pub const MESSAGE_MAX_ELEMENTS: usize = 32;

/// Messages of one page of history, and members of one page of a group.
pub const PAGE_MAX: u32 = 100;

/// Longest title of a room, in characters.
pub const TITLE_MAX_CHARS: usize = 80;

/// Longest nick, in characters.
pub const NICK_MAX_CHARS: usize = 32;

/// Longest note of a raised hand and longest reason of a refusal or a kick, in characters.
pub const NOTE_MAX_CHARS: usize = 160;

/// Largest cover of a live room, a JPEG, in bytes.
pub const COVER_MAX_BYTES: usize = 65_536;

/// Main videos that one room's members may send at a time (E.10).
pub const MAIN_VIDEOS: usize = 10;

/// Auxiliary videos of one room (E.10).
pub const AUX_VIDEOS: usize = 1;

/// Pictures that one `SetViews` may name.
pub const VIEWS_MAX: usize = 32;

/// Hands raised in one room at a time.
pub const STAGE_QUEUE_MAX: usize = 200;

/// Users of one room whose mute by the host is remembered.
pub const MUTED_MAX: usize = 10_000;

/// Users of one room that are kept out after a kick.
pub const BANS_MAX: usize = 10_000;

/// Sessions that may feed one member: logins and WHIP sources.
pub const SESSIONS_PER_MEMBER: usize = 12;

/// Slots of one media connection.
pub const SLOTS_MAX: usize = 64;

/// A way that loses less than this, of a thousand packets, is of level 1 at best; from 1, nothing to be noticed, to 6, nothing comes.
pub const LEVEL_1_LOSS_PERMILLE: u32 = 10;

/// A way whose round trip takes less than this, in ms, is of level 1 at best.
pub const LEVEL_1_RTT_MS: u32 = 100;

/// A way that loses less than this, of a thousand packets, is of level 2 at best; from 1, nothing to be noticed, to 6, nothing comes.
pub const LEVEL_2_LOSS_PERMILLE: u32 = 30;

/// A way whose round trip takes less than this, in ms, is of level 2 at best.
pub const LEVEL_2_RTT_MS: u32 = 200;

/// A way that loses less than this, of a thousand packets, is of level 3 at best; from 1, nothing to be noticed, to 6, nothing comes.
pub const LEVEL_3_LOSS_PERMILLE: u32 = 80;

/// A way whose round trip takes less than this, in ms, is of level 3 at best.
pub const LEVEL_3_RTT_MS: u32 = 350;

/// A way that loses less than this, of a thousand packets, is of level 4 at best; from 1, nothing to be noticed, to 6, nothing comes.
pub const LEVEL_4_LOSS_PERMILLE: u32 = 150;

/// A way whose round trip takes less than this, in ms, is of level 4 at best.
pub const LEVEL_4_RTT_MS: u32 = 600;
