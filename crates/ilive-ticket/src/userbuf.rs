//! The binary part of a room key (`TLS.userbuf`): who, where, until when, what. All integers big-endian (E.2).

use ilive_protocol::{AppId, Rights, RoomId, UserId};

/// What a room key says; the signature around it is the ticket's matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Userbuf {
    pub(crate) user: UserId,
    pub(crate) app: AppId,
    pub(crate) room: RoomId,
    /// Unix seconds; the last one it is valid in.
    pub(crate) expires_at: u32,
    pub(crate) rights: Rights,
}

const NUMERIC: u8 = 0;
const NAMED: u8 = 1;

impl Userbuf {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let (version, number, name) = match &self.room {
            RoomId::Number(number) => (NUMERIC, number.get(), None),
            RoomId::Name(name) => (NAMED, 0, Some(name)),
        };
        let mut bytes = vec![version];
        put_text(&mut bytes, self.user.as_str());
        for number in [self.app.get(), number, self.expires_at, u32::from(self.rights.0), 0] {
            bytes.extend(number.to_be_bytes());
        }
        if let Some(name) = name {
            put_text(&mut bytes, name);
        }
        bytes
    }

    /// Reads all of `bytes`. Of the rights the eight known bits count (an old SDK sets all 32), the account type
    /// does not. The text says what is wrong.
    pub(crate) fn decode(mut bytes: &[u8]) -> Result<Self, String> {
        let [version] = fixed(&mut bytes)?;
        let user = text(&mut bytes)?.parse().map_err(fault)?;
        let app = AppId::new(number(&mut bytes)?).map_err(fault)?;
        let room_number = number(&mut bytes)?;
        let expires_at = number(&mut bytes)?;
        let [.., rights] = number(&mut bytes)?.to_be_bytes();
        number(&mut bytes)?;
        let room = match (version, room_number) {
            (NUMERIC, number) => RoomId::number(number).map_err(fault)?,
            (NAMED, 0) => RoomId::name(text(&mut bytes)?).map_err(fault)?,
            (NAMED, _) => return Err("has a room number and a room name".to_owned()),
            _ => return Err(format!("has version {version}, not 0 or 1")),
        };
        if !bytes.is_empty() {
            return Err(format!("has {} bytes after its end", bytes.len()));
        }
        Ok(Self { user, app, room, expires_at, rights: Rights(rights) })
    }
}

/// Ids are at most 64 bytes, so the length always fits.
pub(crate) fn put_text(bytes: &mut Vec<u8>, text: &str) {
    bytes.extend((text.len() as u16).to_be_bytes());
    bytes.extend(text.as_bytes());
}

pub(crate) fn fixed<const N: usize>(bytes: &mut &[u8]) -> Result<[u8; N], String> {
    let (taken, rest) = bytes.split_first_chunk().ok_or_else(cut)?;
    *bytes = rest;
    Ok(*taken)
}

pub(crate) fn number(bytes: &mut &[u8]) -> Result<u32, String> {
    fixed(bytes).map(u32::from_be_bytes)
}

pub(crate) fn text<'a>(bytes: &mut &'a [u8]) -> Result<&'a str, String> {
    let length = fixed(bytes).map(u16::from_be_bytes)?;
    let (taken, rest) = bytes.split_at_checked(usize::from(length)).ok_or_else(cut)?;
    *bytes = rest;
    std::str::from_utf8(taken).map_err(|_| "has a name that is no text".to_owned())
}

fn cut() -> String {
    "ends too early".to_owned()
}

pub(crate) fn fault(error: ilive_protocol::BadId) -> String {
    format!("is malformed: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn userbuf(user: &str, app: u32, room: RoomId, expires_at: u32, rights: u8) -> Userbuf {
        let app = AppId::new(app).expect("not zero");
        Userbuf { user: user.parse().expect("a good id"), app, room, expires_at, rights: Rights(rights) }
    }

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Vectors computed from E.2.
    #[test]
    fn the_layout_is_the_published_one() {
        let number = |n| RoomId::number(n).expect("a room");
        let name = RoomId::name("demo-room").expect("a room");
        for (expected, buf) in [
            (
                "000005616c69636553724e0100002711655542800000002a00000000",
                userbuf("alice", 1_400_000_001, number(10001), 0x6555_4280, 42),
            ),
            (
                "010005616c69636553724e010000000065554280000000ff00000000000964656d6f2d726f6f6d",
                userbuf("alice", 1_400_000_001, name, 0x6555_4280, 255),
            ),
            (
                "0000077869616f6a756e53724e00000004d25f5e112c000000ff00000000",
                userbuf("xiaojun", 1_400_000_000, number(1234), 1_600_000_300, 255),
            ),
        ] {
            let bytes = buf.encode();
            assert_eq!(hex(&bytes), expected);
            assert_eq!(Userbuf::decode(&bytes), Ok(buf));
        }
    }

    #[test]
    fn only_the_eight_known_bits_count() {
        let mut bytes = userbuf("a", 1, RoomId::number(1).expect("a room"), 1, 0xAA).encode();
        let rights = bytes.len() - 8;
        bytes[rights..rights + 3].fill(0xFF);

        let read = Userbuf::decode(&bytes).expect("well formed");

        assert_eq!(read.rights, Rights::AUDIENCE);
    }

    #[test]
    fn every_other_length_is_refused() {
        for room in [RoomId::number(7), RoomId::name("seven")] {
            let bytes = userbuf("alice", 1, room.expect("a room"), 1, 1).encode();
            for end in 0..bytes.len() {
                assert!(Userbuf::decode(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
            }
            assert!(Userbuf::decode(&[&bytes[..], &[0]].concat()).is_err());
        }
    }
}
