//! Every limit of a check, in one place.

/// Longest ticket text, in bytes; a longer one is refused unread (S1).
pub const TICKET_MAX_BYTES: usize = 4096;
/// Longest JSON text inside, in bytes; unpacking stops there (S1).
pub const JSON_MAX_BYTES: usize = 8192;
/// Most deflate blocks in a ticket. Encoders write one or two; building a block's code tables is the dearest step of
/// unpacking, so their number bounds its time.
pub const DEFLATE_MAX_BLOCKS: usize = 32;
/// Most members of the JSON object: real tickets have 5 to 9.
pub const MEMBERS_MAX: usize = 32;
/// Longest `TLS.account_type` and `TLS.appid_at_3rd` of v1, in bytes.
pub const V1_TEXT_MAX_BYTES: usize = 64;
/// How far `TLS.time` may lie ahead of the checker's clock, in seconds. Past expiry there is no grace at all.
pub const CLOCK_SKEW_S: u64 = 300;
