//! Tickets as steps name them: `sig=ok`, `sig=short:2`, `key=room:5,bits:0x02`.

use ilive_protocol::{AppId, Rights, RoomId, UserId};
use ilive_ticket::{Claims, Grant, Secret, mint_room_key_v2, mint_user_sig_v2};

/// Validity of a ticket that is to outlive its scenario, in seconds.
const LONG_S: u64 = 86_400;
/// How long ago one that has run out did so.
const AGO_S: u64 = 60;
/// An app that the server does not have.
const OTHER_APP: u32 = 1_400_000_099;

/// Makes tickets for an app.
#[derive(Debug, Clone)]
pub struct Mint {
    app: AppId,
    secret: Secret,
}

impl Mint {
    /// For an app whose tickets are v2.
    ///
    /// # Errors
    /// The number is no app, or the secret is empty.
    pub fn new(app: u32, secret: &str) -> Result<Self, String> {
        let app = AppId::new(app).map_err(|error| error.to_string())?;
        Ok(Self { app, secret: Secret::new(secret).map_err(|error| error.to_string())? })
    }

    /// The userSig that `wanted` describes, for this user at this time: `ok`, `short:SECONDS`, `expired`, `other_app`,
    /// `other_secret`, `damaged`, `empty`, `of:USER`.
    ///
    /// # Errors
    /// Nobody knows such a ticket.
    pub fn user_sig(&self, wanted: &str, user: &str, now_s: u64) -> Result<String, String> {
        let (word, value) = wanted.split_once(':').unwrap_or((wanted, ""));
        let mint = match word {
            "other_app" => &Self::new(OTHER_APP, "of another app")?,
            "other_secret" => {
                &Self { secret: Secret::new("another").map_err(|e| e.to_string())?, ..self.clone() }
            }
            _ => self,
        };
        let (issued_at, valid_s) = match word {
            "short" => (now_s, number(value)?.into()),
            "expired" => (now_s - AGO_S - 1, 1),
            _ => (now_s, LONG_S),
        };
        match word {
            "ok" | "short" | "expired" | "other_app" | "other_secret" => mint.seal(user, issued_at, valid_s),
            "of" => mint.seal(value, issued_at, valid_s),
            "damaged" => Ok(damage(&mint.seal(user, issued_at, valid_s)?)),
            "empty" => Ok(String::new()),
            _ => Err(format!("sig={wanted}: unknown kind of userSig")),
        }
    }

    /// The room key that `wanted` describes: `room:ROOM`, then any of `bits:0x..`, `expired`, `of:USER`, `other_app`,
    /// `damaged`, with commas between.
    ///
    /// # Errors
    /// Nobody knows such a key, or no room is named.
    pub fn room_key(&self, wanted: &str, user: &str, now_s: u64) -> Result<String, String> {
        let (mut mint, mut user, mut room, mut rights) = (self.clone(), user, None, Rights::ALL);
        let (mut expires_at, mut damaged) = (now_s + LONG_S, false);
        for part in wanted.split(',') {
            let (word, value) = part.split_once(':').unwrap_or((part, ""));
            match word {
                "room" => room = Some(RoomId::from_path(value).map_err(|error| error.to_string())?),
                "bits" => rights = Rights(bits(value)?),
                "expired" => expires_at = now_s - AGO_S,
                "of" => user = value,
                "other_app" => mint = Self::new(OTHER_APP, "of another app")?,
                "damaged" => damaged = true,
                _ => return Err(format!("key={wanted}: unknown part {part:?}")),
            }
        }
        let room = room.ok_or_else(|| format!("key={wanted}: names no room"))?;
        let user: UserId = user.parse().map_err(|error| format!("{user:?}: {error}"))?;
        let claims = Claims { app: mint.app, user: &user, issued_at: now_s, valid_s: LONG_S };
        let expires_at = u32::try_from(expires_at).map_err(|error| error.to_string())?;
        let key = mint_room_key_v2(&mint.secret, &claims, &Grant { room: &room, rights, expires_at });
        Ok(if damaged { damage(&key) } else { key })
    }

    fn seal(&self, user: &str, issued_at: u64, valid_s: u64) -> Result<String, String> {
        let user: UserId = user.parse().map_err(|error| format!("{user:?}: {error}"))?;
        Ok(mint_user_sig_v2(&self.secret, &Claims { app: self.app, user: &user, issued_at, valid_s }))
    }
}

fn number(text: &str) -> Result<u32, String> {
    text.parse().map_err(|_| format!("{text:?} is no number"))
}

fn bits(text: &str) -> Result<u8, String> {
    let digits = text.strip_prefix("0x").ok_or_else(|| format!("bits:{text}: begins with 0x"))?;
    u8::from_str_radix(digits, 16).map_err(|_| format!("bits:{text}: eight bits at most"))
}

/// Cut off on the way.
fn damage(ticket: &str) -> String {
    ticket[..ticket.len() / 2].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ilive_ticket::{TicketError, Unverified, Verifier};

    const NOW: u64 = 1_700_000_000;

    fn mint() -> Mint {
        Mint::new(14, "secret").expect("a good app")
    }

    fn check(ticket: &str) -> Result<String, TicketError> {
        let verifier =
            Verifier::v2(AppId::new(14).expect("not zero"), Secret::new("secret").expect("not empty"));
        let ticket = Unverified::parse(ticket)?;
        ticket.verify_user_sig(&verifier, NOW).map(|who| who.user.to_string())
    }

    #[test]
    fn each_kind_of_user_sig_is_what_it_is_called() {
        let sig = |wanted: &str| check(&mint().user_sig(wanted, "ann", NOW).expect(wanted));

        assert_eq!(sig("ok").as_deref(), Ok("ann"));
        assert_eq!(sig("short:2").as_deref(), Ok("ann"));
        assert_eq!(sig("of:bob").as_deref(), Ok("bob"));
        assert!(matches!(sig("expired"), Err(TicketError::SigExpired { .. })));
        for refused in ["other_app", "other_secret", "damaged", "empty"] {
            assert!(sig(refused).is_err(), "{refused}");
        }
        assert!(mint().user_sig("fine", "ann", NOW).is_err());
    }

    #[test]
    fn each_kind_of_room_key_is_what_it_is_called() {
        let key = |wanted: &str| mint().room_key(wanted, "ann", NOW);
        let verifier =
            Verifier::v2(AppId::new(14).expect("not zero"), Secret::new("secret").expect("not empty"));
        let read = |wanted: &str| {
            let text = key(wanted).expect(wanted);
            Unverified::parse(&text).and_then(|ticket| ticket.verify_room_key(&verifier, NOW))
        };

        let good = read("room:5,bits:0x02").expect("a good key");
        assert_eq!((good.room.to_string().as_str(), good.rights), ("5", Rights::JOIN));
        for refused in ["room:5,expired", "room:5,other_app", "room:5,damaged"] {
            assert!(read(refused).is_err(), "{refused}");
        }
        for unknown in ["bits:0x02", "room:5,bits:2", "room:5,bits:0x1ff", "room:5,fine", "room:0"] {
            assert!(key(unknown).is_err(), "{unknown}");
        }
    }
}
