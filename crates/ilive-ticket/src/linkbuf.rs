//! The binary part of a link key (`TLS.userbuf`, version 2): which room's which member may link with which. The original's
//! layout cannot be known (E.2.3); this one is the room key's own, with a second room and user.

use ilive_protocol::{AppId, RoomId, UserId};

use crate::userbuf::{fault, fixed, number, put_text, text};

/// What a link key says; the signature around it is the ticket's matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Linkbuf {
    pub(crate) app: AppId,
    /// Unix seconds; the last one it is valid in.
    pub(crate) expires_at: u32,
    /// Who may ask, and from where.
    pub(crate) from: (RoomId, UserId),
    /// Whom, and where.
    pub(crate) to: (RoomId, UserId),
}

const LINK: u8 = 2;

impl Linkbuf {
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut bytes = vec![LINK];
        bytes.extend(self.app.get().to_be_bytes());
        bytes.extend(self.expires_at.to_be_bytes());
        for (room, user) in [&self.from, &self.to] {
            put_text(&mut bytes, user.as_str());
            let (number, name) = match room {
                RoomId::Number(number) => (number.get(), None),
                RoomId::Name(name) => (0, Some(name)),
            };
            bytes.extend(number.to_be_bytes());
            if let Some(name) = name {
                put_text(&mut bytes, name);
            }
        }
        bytes
    }

    /// Reads all of `bytes`. The text says what is wrong.
    pub(crate) fn decode(mut bytes: &[u8]) -> Result<Self, String> {
        let [version] = fixed(&mut bytes)?;
        if version != LINK {
            return Err(format!("has version {version}, not {LINK}: it is no link key"));
        }
        let app = AppId::new(number(&mut bytes)?).map_err(fault)?;
        let expires_at = number(&mut bytes)?;
        let (from, to) = (end(&mut bytes)?, end(&mut bytes)?);
        match bytes.len() {
            0 => Ok(Self { app, expires_at, from, to }),
            more => Err(format!("has {more} bytes after its end")),
        }
    }
}

fn end(bytes: &mut &[u8]) -> Result<(RoomId, UserId), String> {
    let user = text(bytes)?.parse().map_err(fault)?;
    let room = match number(bytes)? {
        0 => RoomId::name(text(bytes)?),
        number => RoomId::number(number),
    };
    Ok((room.map_err(fault)?, user))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::userbuf::Userbuf;

    fn linkbuf(from: RoomId, to: RoomId) -> Linkbuf {
        let user = |id: &str| id.parse().expect("a good id");
        let app = AppId::new(1_400_000_001).expect("not zero");
        Linkbuf { app, expires_at: 0x6555_4280, from: (from, user("ann")), to: (to, user("bob")) }
    }

    #[test]
    fn what_is_written_is_read_and_every_other_length_is_refused() {
        let (number, name) = (RoomId::number(7).expect("a room"), RoomId::name("seven").expect("a room"));
        for buf in [linkbuf(number.clone(), name.clone()), linkbuf(name, number)] {
            let bytes = buf.encode();
            assert_eq!(Linkbuf::decode(&bytes), Ok(buf));
            for end in 0..bytes.len() {
                assert!(Linkbuf::decode(&bytes[..end]).is_err(), "{end} of {} bytes", bytes.len());
            }
            assert!(Linkbuf::decode(&[&bytes[..], &[0]].concat()).is_err());
        }
    }

    #[test]
    fn a_link_key_is_no_room_key_and_a_room_key_no_link_key() {
        let room = RoomId::number(7).expect("a room");
        let link = linkbuf(room.clone(), room.clone());
        let key = Userbuf {
            user: link.from.1.clone(),
            app: link.app,
            room,
            expires_at: 1,
            rights: ilive_protocol::Rights::ALL,
        };

        assert!(Userbuf::decode(&link.encode()).is_err());
        assert!(Linkbuf::decode(&key.encode()).is_err());
    }
}
