//! Making tickets: the server's own, and those that `ilive sig` prints.

use ilive_protocol::{AppId, Rights, RoomId, UserId};
use serde_json::{Value, json};

use crate::envelope::{base64, seal};
use crate::key::{Secret, SigningKeyV1};
use crate::linkbuf::Linkbuf;
use crate::userbuf::Userbuf;
use crate::{v1, v2};

/// Who a ticket is for and when it is valid.
#[derive(Debug, Clone, Copy)]
pub struct Claims<'a> {
    /// The app that vouches for the user.
    pub app: AppId,
    /// The user.
    pub user: &'a UserId,
    /// Unix seconds.
    pub issued_at: u64,
    /// Seconds of validity from then on.
    pub valid_s: u64,
}

/// What a room key adds: where and what.
#[derive(Debug, Clone, Copy)]
pub struct Grant<'a> {
    /// The one room.
    pub room: &'a RoomId,
    /// What the user may do there.
    pub rights: Rights,
    /// The key's own end, unix seconds; the last one it is valid in.
    pub expires_at: u32,
}

/// What a link key adds: which two rooms, and the member behind each.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    /// The room from which its user may ask for the link.
    pub from: &'a RoomId,
    /// The other room, and its member.
    pub to: (&'a RoomId, &'a UserId),
    /// The key's own end, unix seconds; the last one it is valid in.
    pub expires_at: u32,
}

/// A userSig for an app of v2.
#[must_use]
pub fn mint_user_sig_v2(secret: &Secret, claims: &Claims<'_>) -> String {
    seal_json(&json_v2(secret, claims, None))
}

/// A privateMapKey for an app of v2.
#[must_use]
pub fn mint_room_key_v2(secret: &Secret, claims: &Claims<'_>, grant: &Grant<'_>) -> String {
    seal_json(&json_v2(secret, claims, Some(&userbuf(claims, grant))))
}

/// A link key for an app of v2 (E.2.3).
#[must_use]
pub fn mint_link_key_v2(secret: &Secret, claims: &Claims<'_>, link: &Link<'_>) -> String {
    let Link { from, to: (to, member), expires_at } = *link;
    let (from, to) = ((from.clone(), claims.user.clone()), (to.clone(), member.clone()));
    let buf = Linkbuf { app: claims.app, expires_at, from, to }.encode();
    seal_json(&json_v2(secret, claims, Some(&base64(&buf))))
}

/// A userSig for an app of v1.
#[must_use]
pub fn mint_user_sig_v1(key: &SigningKeyV1, claims: &Claims<'_>) -> String {
    seal_json(&json_v1(key, claims, None))
}

/// A privateMapKey for an app of v1.
#[must_use]
pub fn mint_room_key_v1(key: &SigningKeyV1, claims: &Claims<'_>, grant: &Grant<'_>) -> String {
    seal_json(&json_v1(key, claims, Some(&userbuf(claims, grant))))
}

fn seal_json(json: &Value) -> String {
    seal(json.to_string().as_bytes())
}

fn userbuf(claims: &Claims<'_>, grant: &Grant<'_>) -> String {
    let Grant { room, rights, expires_at } = *grant;
    base64(
        &Userbuf { user: claims.user.clone(), app: claims.app, room: room.clone(), expires_at, rights }
            .encode(),
    )
}

fn json_v2(secret: &Secret, claims: &Claims<'_>, userbuf: Option<&str>) -> Value {
    let signed = v2::signed_text(
        claims.user.as_str(),
        &claims.app.to_string(),
        &claims.issued_at.to_string(),
        &claims.valid_s.to_string(),
        userbuf,
    );
    let mut json = json!({
        "TLS.ver": v2::VERSION,
        "TLS.identifier": claims.user.as_str(),
        "TLS.sdkappid": claims.app.get(),
        "TLS.expire": claims.valid_s,
        "TLS.time": claims.issued_at,
        "TLS.sig": base64(&secret.sign(&signed)),
    });
    add_userbuf(&mut json, userbuf);
    json
}

/// `TLS.appid_at_3rd` is the app id's text where an app has its own accounts; the account type is history (E.5).
fn json_v1(key: &SigningKeyV1, claims: &Claims<'_>, userbuf: Option<&str>) -> Value {
    let app = claims.app.to_string();
    let time = claims.issued_at.to_string();
    let expire_after = claims.valid_s.to_string();
    let signed = v1::Signed {
        appid_at_3rd: Some(&app),
        account_type: "0",
        identifier: claims.user.as_str(),
        sdk_appid: &app,
        time: &time,
        expire_after: &expire_after,
        userbuf,
    };
    let mut json = json!({
        "TLS.account_type": signed.account_type,
        "TLS.identifier": signed.identifier,
        "TLS.appid_at_3rd": app,
        "TLS.sdk_appid": app,
        "TLS.expire_after": expire_after,
        "TLS.time": time,
        "TLS.version": v1::VERSION,
        "TLS.sig": base64(&key.sign(&signed.text())),
    });
    add_userbuf(&mut json, userbuf);
    json
}

fn add_userbuf(json: &mut Value, userbuf: Option<&str>) {
    if let Some(userbuf) = userbuf {
        json["TLS.userbuf"] = userbuf.into();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COMPAT: (&str, u32, &str, u64, u64) =
        ("ilive-test-key", 1_400_000_001, "alice", 1_700_000_000, 86_400);
    const README: &str = "5bd2850fff3ecb11d7c805251c51ee463a25727bddc2385f3fa8bfee1bb93b5e";

    /// Signatures computed from E.4, which agree with the vendor's own code.
    #[test]
    fn signatures_are_the_published_ones() {
        let number = RoomId::number(10001).expect("a room");
        let name = RoomId::name("demo-room").expect("a room");
        let other = RoomId::number(1234).expect("a room");
        let grant = |room, rights, expires_at| Some(Grant { room, rights: Rights(rights), expires_at });
        for (input, grant, sig) in [
            (COMPAT, None, "Ull1JV3gOV1fbbtFZpZuyQo8TyvqH6qfj8ljjd5SEqw="),
            (COMPAT, grant(&number, 42, 0x6555_4280), "s2yb06sDdSDHjp3YR597XNhKQD/DoGKx4VLN4//FW6Q="),
            (COMPAT, grant(&name, 255, 0x6555_4280), "WhjuScDlOwr07/4AhKYnJhOvgGGrGrdbxDCp8GfAbQI="),
            (
                (README, 1_400_000_000, "xiaojun", 1_600_000_000, 15_552_000),
                None,
                "1Z5PngDjGaufeSiPoBuxdHY7EK3JTdAjMP93S4KvV3M=",
            ),
            (
                (README, 1_400_000_000, "xiaojun", 1_600_000_000, 300),
                grant(&other, 255, 1_600_000_300),
                "CR10PwUvU09SW2fXAZVZRXlqJtmqdo78dA2hzYLkT+4=",
            ),
        ] {
            let (secret, app, user, issued_at, valid_s) = input;
            let user: UserId = user.parse().expect("a good id");
            let claims = Claims { app: AppId::new(app).expect("not zero"), user: &user, issued_at, valid_s };
            let userbuf = grant.map(|grant| userbuf(&claims, &grant));

            let json = json_v2(&Secret::new(secret).expect("not empty"), &claims, userbuf.as_deref());

            assert_eq!(json["TLS.sig"], sig);
        }
    }
}
