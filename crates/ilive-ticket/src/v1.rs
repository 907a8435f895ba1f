//! userSig v1 of the iLiveSDK era: what its JSON holds, all of it text, and what its signature covers
//! (E.4).

use crate::TicketError;
use crate::check::Unverified;
use crate::envelope::from_base64;
use crate::key::Algorithm;
use crate::limits::V1_TEXT_MAX_BYTES;
use crate::members::Members;
use crate::v2::app_id;

/// `TLS.version` as the PHP code writes it; nobody reads it.
pub(crate) const VERSION: &str = "201512300000";

pub(crate) fn read(members: &mut Members) -> Result<Unverified, TicketError> {
    let identifier = members.text("TLS.identifier")?;
    let app_text = members.text("TLS.sdk_appid")?;
    let app = app_id("TLS.sdk_appid", decimal("TLS.sdk_appid", &app_text)?)?;
    let time = members.text("TLS.time")?;
    let expire = members.text("TLS.expire_after")?;
    let userbuf = members.optional_text("TLS.userbuf")?;
    let signature = from_base64(&members.text("TLS.sig")?)
        .map_err(|why| TicketError::BadField { name: "TLS.sig", why })?;
    let signed = Signed {
        appid_at_3rd: appid_at_3rd(members, userbuf.is_some())?.as_deref(),
        account_type: &plain("TLS.account_type", members.text("TLS.account_type")?)?,
        identifier: &identifier,
        sdk_appid: &app_text,
        time: &time,
        expire_after: &expire,
        userbuf: userbuf.as_deref(),
    }
    .text();
    let issued_at = decimal("TLS.time", &time)?;
    let valid_s = decimal("TLS.expire_after", &expire)?;
    Ok(Unverified {
        algorithm: Algorithm::EcdsaV1,
        app,
        identifier,
        issued_at,
        valid_s,
        userbuf,
        signed,
        signature,
    })
}

/// Room keys must have it, userSigs may.
fn appid_at_3rd(members: &mut Members, required: bool) -> Result<Option<String>, TicketError> {
    const NAME: &str = "TLS.appid_at_3rd";
    if !required && !members.has(NAME) {
        return Ok(None);
    }
    plain(NAME, members.text(NAME)?).map(Some)
}

/// A text that cannot pretend to be further lines of what is signed.
fn plain(name: &'static str, text: String) -> Result<String, TicketError> {
    if text.len() > V1_TEXT_MAX_BYTES || text.contains(char::is_control) {
        let why = format!("is longer than {V1_TEXT_MAX_BYTES} bytes or has control characters");
        return Err(TicketError::BadField { name, why });
    }
    Ok(text)
}

/// A decimal number as one writes it: no sign but `-`, no leading zero, no space. What is signed is the text, so a
/// looser reading would let a line break hide in it.
fn decimal(name: &'static str, text: &str) -> Result<i64, TicketError> {
    let number: Option<i64> = text.parse().ok();
    number.filter(|number| number.to_string() == text).ok_or_else(|| TicketError::BadField {
        name,
        why: "is no decimal number of at most 63 bits".to_owned(),
    })
}

/// What the signature covers, in its order.
pub(crate) struct Signed<'a> {
    pub(crate) appid_at_3rd: Option<&'a str>,
    pub(crate) account_type: &'a str,
    pub(crate) identifier: &'a str,
    pub(crate) sdk_appid: &'a str,
    pub(crate) time: &'a str,
    pub(crate) expire_after: &'a str,
    pub(crate) userbuf: Option<&'a str>,
}

impl Signed<'_> {
    pub(crate) fn text(&self) -> String {
        let lines = [
            ("TLS.appid_at_3rd", self.appid_at_3rd),
            ("TLS.account_type", Some(self.account_type)),
            ("TLS.identifier", Some(self.identifier)),
            ("TLS.sdk_appid", Some(self.sdk_appid)),
            ("TLS.time", Some(self.time)),
            ("TLS.expire_after", Some(self.expire_after)),
            ("TLS.userbuf", self.userbuf),
        ];
        lines.iter().filter_map(|(name, value)| value.map(|value| format!("{name}:{value}\n"))).collect()
    }
}
