//! The check: read once, then judged by the key of the app that the ticket names.

use std::fmt;

use ilive_protocol::{AppId, UserId};

use crate::envelope::{from_base64, open};
use crate::key::{Algorithm, Verifier};
use crate::limits::CLOCK_SKEW_S;
use crate::linkbuf::Linkbuf;
use crate::members::Members;
use crate::ticket::{LinkKey, RoomKey, Ticket, UserTicket, same_holder};
use crate::userbuf::Userbuf;
use crate::{TicketError, v1, v2};

/// A ticket that was read but not checked: only its app id may be asked for, to find the app's key.
pub struct Unverified {
    pub(crate) algorithm: Algorithm,
    pub(crate) app: AppId,
    pub(crate) identifier: String,
    pub(crate) issued_at: i64,
    pub(crate) valid_s: i64,
    pub(crate) userbuf: Option<String>,
    /// What the signature covers.
    pub(crate) signed: String,
    pub(crate) signature: Vec<u8>,
}

/// When a ticket was issued and the last second it is valid in.
struct Span {
    issued_at: u64,
    expires_at: u64,
}

impl Unverified {
    /// Reads a ticket, whatever kind it says it is.
    ///
    /// # Errors
    /// What is no ticket, by its form alone.
    pub fn parse(text: &str) -> Result<Self, TicketError> {
        let mut members = Members::parse(&open(text)?)?;
        if members.has("TLS.ver") { v2::read(&mut members) } else { v1::read(&mut members) }
    }

    /// The app that the ticket claims.
    #[must_use]
    pub fn app_id(&self) -> AppId {
        self.app
    }

    /// Checks a ticket that may be either.
    ///
    /// # Errors
    /// As [`Unverified::verify_user_sig`] and [`Unverified::verify_room_key`].
    pub fn verify(&self, verifier: &Verifier, now_unix_s: u64) -> Result<Ticket, TicketError> {
        match self.userbuf {
            None => self.verify_user_sig(verifier, now_unix_s).map(Ticket::User),
            Some(_) => self.verify_room_key(verifier, now_unix_s).map(Ticket::Room),
        }
    }

    /// Checks a userSig: algorithm, signature, app, user, time, expiry, and that it is no room key.
    ///
    /// # Errors
    /// The first of these that fails.
    pub fn verify_user_sig(&self, verifier: &Verifier, now_unix_s: u64) -> Result<UserTicket, TicketError> {
        let user = self.verify_holder(verifier)?;
        let Span { issued_at, expires_at } = self.span(now_unix_s)?;
        match self.userbuf {
            None => Ok(UserTicket { app: self.app, user, issued_at, expires_at }),
            Some(_) => Err(TicketError::UserbufUnexpected),
        }
    }

    /// Checks a room key: as a userSig, then that it is a room key, its own expiry, and that it is given to the one
    /// who is named outside. See [`RoomKey::matches`] for the rest.
    ///
    /// # Errors
    /// The first of these that fails.
    pub fn verify_room_key(&self, verifier: &Verifier, now_unix_s: u64) -> Result<RoomKey, TicketError> {
        let user = self.verify_holder(verifier)?;
        let Span { issued_at, expires_at } = self.span(now_unix_s)?;
        let text = self.userbuf.as_deref().ok_or(TicketError::UserbufMissing)?;
        let key = from_base64(text)
            .and_then(|bytes| Userbuf::decode(&bytes))
            .map_err(|why| TicketError::BadUserbuf { why })?;
        let key_expires_at = u64::from(key.expires_at);
        if now_unix_s > key_expires_at {
            return Err(TicketError::KeyExpired { expired_at: key_expires_at, now: now_unix_s });
        }
        same_holder((key.app, &key.user), (self.app, &user))?;
        let Userbuf { room, rights, .. } = key;
        Ok(RoomKey { app: self.app, user, room, rights, issued_at, expires_at, key_expires_at })
    }

    /// Checks a link key: signature, app, user, both expiries, and that it is given to the one who is named outside. See
    /// [`LinkKey::matches`] for the rest. Whatever has run out is [`TicketError::KeyExpired`]: no login hangs on it.
    ///
    /// # Errors
    /// The first of these that fails.
    pub fn verify_link_key(&self, verifier: &Verifier, now_unix_s: u64) -> Result<LinkKey, TicketError> {
        let user = self.verify_holder(verifier)?;
        self.span(now_unix_s).map_err(|error| match error {
            TicketError::SigExpired { expired_at, now } => TicketError::KeyExpired { expired_at, now },
            other => other,
        })?;
        let text = self.userbuf.as_deref().ok_or(TicketError::UserbufMissing)?;
        let key = from_base64(text)
            .and_then(|bytes| Linkbuf::decode(&bytes))
            .map_err(|why| TicketError::BadUserbuf { why })?;
        let key_expires_at = u64::from(key.expires_at);
        if now_unix_s > key_expires_at {
            return Err(TicketError::KeyExpired { expired_at: key_expires_at, now: now_unix_s });
        }
        same_holder((key.app, &key.from.1), (self.app, &user))?;
        Ok(LinkKey { app: self.app, from: key.from, to: key.to, key_expires_at })
    }

    /// Whose ticket this is, expired or not: for what only its holder may end (WHIP `PATCH` and `DELETE`).
    ///
    /// # Errors
    /// [`TicketError::WrongAlgorithm`], [`TicketError::BadSignature`], [`TicketError::WrongApp`], and
    /// [`TicketError::BadField`] for what is no user id.
    pub fn verify_holder(&self, verifier: &Verifier) -> Result<UserId, TicketError> {
        if self.algorithm != verifier.algorithm() {
            return Err(TicketError::WrongAlgorithm { ticket: self.algorithm, key: verifier.algorithm() });
        }
        if !verifier.signed(&self.signed, &self.signature) {
            return Err(TicketError::BadSignature);
        }
        if self.app != verifier.app() {
            return Err(TicketError::WrongApp { ticket: self.app, expected: verifier.app() });
        }
        self.identifier.parse().map_err(|error| TicketError::BadField {
            name: "TLS.identifier",
            why: format!("is malformed: {error}"),
        })
    }

    fn span(&self, now: u64) -> Result<Span, TicketError> {
        let issued_at = u64::try_from(self.issued_at).map_err(|_| TicketError::BadField {
            name: "TLS.time",
            why: format!("{} is negative", self.issued_at),
        })?;
        if issued_at > now.saturating_add(CLOCK_SKEW_S) {
            return Err(TicketError::NotYetValid { issued_at, now });
        }
        let bad_expire = TicketError::BadExpire { valid_s: self.valid_s };
        let end = self.issued_at.checked_add(self.valid_s).filter(|_| self.valid_s >= 0);
        let expires_at = end.and_then(|end| u64::try_from(end).ok()).ok_or(bad_expire)?;
        if now > expires_at {
            return Err(TicketError::SigExpired { expired_at: expires_at, now });
        }
        Ok(Span { issued_at, expires_at })
    }
}

/// Its app and kind only: the rest is a bearer.
impl fmt::Debug for Unverified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Unverified({}, app {})", self.algorithm, self.app)
    }
}
