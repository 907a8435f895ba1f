//! Builds tickets member by member, so that each can be wrong in one way.

use super::{APP, Case, Door, ISSUED_AT, USER, VALID_S, app, private_key, room, secret, user};
use crate::envelope::{base64, seal};
use crate::key::Algorithm;
use crate::userbuf::Userbuf;
use crate::{v1, v2};
use ilive_protocol::Rights;

/// Members with their values as they stand in the JSON.
#[derive(Clone)]
pub(super) struct Forged {
    key: Algorithm,
    pub(super) members: Vec<(String, String)>,
}

impl Forged {
    /// A good v2 userSig, unsigned.
    pub(super) fn v2() -> Self {
        Self { key: Algorithm::HmacV2, members: Vec::new() }
            .text("TLS.ver", v2::VERSION)
            .text("TLS.identifier", USER)
            .raw("TLS.sdkappid", APP)
            .raw("TLS.expire", VALID_S)
            .raw("TLS.time", ISSUED_AT)
    }

    /// A good v1 userSig, unsigned and without `TLS.version`, which nothing reads.
    pub(super) fn v1() -> Self {
        Self { key: Algorithm::EcdsaV1, members: Vec::new() }
            .text("TLS.account_type", "0")
            .text("TLS.identifier", USER)
            .text("TLS.appid_at_3rd", &APP.to_string())
            .text("TLS.sdk_appid", &APP.to_string())
            .text("TLS.expire_after", &VALID_S.to_string())
            .text("TLS.time", &ISSUED_AT.to_string())
    }

    pub(super) fn userbuf(self, bytes: &[u8]) -> Self {
        self.text("TLS.userbuf", &base64(bytes))
    }

    /// Sets a member to a text.
    pub(super) fn text(self, name: &str, value: &str) -> Self {
        let quoted = serde_json::Value::from(value).to_string();
        self.raw(name, quoted)
    }

    /// Sets a member to what is written as it stands.
    pub(super) fn raw(mut self, name: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        match self.members.iter_mut().find(|(known, _)| known == name) {
            Some(member) => member.1 = value,
            None => self.members.push((name.to_owned(), value)),
        }
        self
    }

    pub(super) fn without(mut self, name: &str) -> Self {
        self.members.retain(|(known, _)| known != name);
        self
    }

    /// Signs what is there with the app's real key.
    pub(super) fn sign(self) -> Self {
        let signature = match self.key {
            Algorithm::HmacV2 => secret().sign(&self.signed()),
            Algorithm::EcdsaV1 => private_key().sign(&self.signed()),
        };
        self.text("TLS.sig", &base64(&signature))
    }

    /// What a signature of these members covers.
    pub(super) fn signed(&self) -> String {
        let value = |name| self.value(name).unwrap_or_default();
        match self.key {
            Algorithm::HmacV2 => v2::signed_text(
                &value("TLS.identifier"),
                &value("TLS.sdkappid"),
                &value("TLS.time"),
                &value("TLS.expire"),
                self.value("TLS.userbuf").as_deref(),
            ),
            Algorithm::EcdsaV1 => v1::Signed {
                appid_at_3rd: self.value("TLS.appid_at_3rd").as_deref(),
                account_type: &value("TLS.account_type"),
                identifier: &value("TLS.identifier"),
                sdk_appid: &value("TLS.sdk_appid"),
                time: &value("TLS.time"),
                expire_after: &value("TLS.expire_after"),
                userbuf: self.value("TLS.userbuf").as_deref(),
            }
            .text(),
        }
    }

    /// A text's content, anything else as it is written.
    fn value(&self, name: &str) -> Option<String> {
        let (_, value) = self.members.iter().find(|(known, _)| known == name)?;
        Some(serde_json::from_str::<String>(value).unwrap_or_else(|_| value.clone()))
    }

    pub(super) fn json(&self) -> String {
        let members: Vec<_> =
            self.members.iter().map(|(name, value)| format!("\"{name}\":{value}")).collect();
        format!("{{{}}}", members.join(","))
    }

    pub(super) fn ticket(&self) -> String {
        seal(self.json().as_bytes())
    }

    /// A case of this ticket, presented where its own algorithm is wanted.
    pub(super) fn case(
        &self,
        family: &'static str,
        what: impl Into<String>,
        door: Door,
        expected: &'static str,
    ) -> Case {
        Case { family, what: what.into(), text: self.ticket(), door, key: self.key, expected: Some(expected) }
    }
}

/// The binary part of the good room keys.
pub(super) fn good_userbuf() -> Userbuf {
    let expires_at = (ISSUED_AT + VALID_S) as u32;
    Userbuf { user: user(), app: app(), room: room(), expires_at, rights: Rights::AUDIENCE }
}
