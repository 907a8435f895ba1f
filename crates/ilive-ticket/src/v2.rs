//! userSig v2, `TLS.ver` "2.0": what its JSON holds and what its MAC covers (E.4).

use ilive_protocol::AppId;

use crate::TicketError;
use crate::check::Unverified;
use crate::envelope::from_base64;
use crate::key::Algorithm;
use crate::members::Members;

pub(crate) const VERSION: &str = "2.0";

pub(crate) fn read(members: &mut Members) -> Result<Unverified, TicketError> {
    let version = members.text("TLS.ver")?;
    if version != VERSION {
        return Err(TicketError::BadField { name: "TLS.ver", why: format!("is not {VERSION:?}") });
    }
    let identifier = members.text("TLS.identifier")?;
    let app = app_id("TLS.sdkappid", members.integer("TLS.sdkappid")?)?;
    let issued_at = members.integer("TLS.time")?;
    let valid_s = members.integer("TLS.expire")?;
    let userbuf = members.optional_text("TLS.userbuf")?;
    let signature = from_base64(&members.text("TLS.sig")?)
        .map_err(|why| TicketError::BadField { name: "TLS.sig", why })?;
    let signed = signed_text(
        &identifier,
        &app.to_string(),
        &issued_at.to_string(),
        &valid_s.to_string(),
        userbuf.as_deref(),
    );
    Ok(Unverified {
        algorithm: Algorithm::HmacV2,
        app,
        identifier,
        issued_at,
        valid_s,
        userbuf,
        signed,
        signature,
    })
}

/// The app id in a member; 0 is none.
pub(crate) fn app_id(name: &'static str, value: i64) -> Result<AppId, TicketError> {
    let id = u32::try_from(value).ok().and_then(|id| AppId::new(id).ok());
    id.ok_or_else(|| TicketError::BadField { name, why: format!("{value} is no app id") })
}

/// What the MAC covers.
pub(crate) fn signed_text(
    identifier: &str,
    app: &str,
    time: &str,
    expire: &str,
    userbuf: Option<&str>,
) -> String {
    let mut text =
        format!("TLS.identifier:{identifier}\nTLS.sdkappid:{app}\nTLS.time:{time}\nTLS.expire:{expire}\n");
    if let Some(userbuf) = userbuf {
        text += &format!("TLS.userbuf:{userbuf}\n");
    }
    text
}
