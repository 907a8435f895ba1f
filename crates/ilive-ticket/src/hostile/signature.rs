//! Signatures that are none, of others, or of the other algorithm.

use super::forge::{Forged, good_userbuf};
use super::{APP, Case, Door, SECRET, V1_PUBLIC_KEY_PEM};
use crate::envelope::base64;
use crate::key::{Algorithm, Secret};

pub(super) fn cases() -> Vec<Case> {
    let mut cases = macs();
    cases.extend(der_signatures());
    cases.extend(confusions());
    cases.extend(public_key_as_secret());
    cases.extend(hidden_lines());
    cases
}

fn macs() -> Vec<Case> {
    let right = Secret::new(SECRET).expect("not empty").sign(&Forged::v2().signed());
    let reversed: Vec<u8> = right.iter().rev().copied().collect();
    let other_app = Forged::v2().raw("TLS.sdkappid", APP + 1).sign();
    let mut cases = vec![other_app.case("signature", "another app", Door::UserSig, "wrong_app")];
    for (what, signature) in [
        ("none", &[][..]),
        ("cut", &right[..31]),
        ("cut to 16", &right[..16]),
        ("longer", &[&right[..], &[0]].concat()),
        ("zeros", &[0; 32]),
        ("reversed", &reversed),
    ] {
        let forged = Forged::v2().text("TLS.sig", &base64(signature));
        cases.push(forged.case("signature", what, Door::UserSig, "bad_signature"));
    }
    let text = base64(&right);
    for (what, text, expected) in [
        ("not padded", text.trim_end_matches('=').to_owned(), "bad_field"),
        ("altered alphabet", text.replace('+', "*").replace('/', "-").replace('=', "_"), "bad_field"),
        ("line break", format!("{text}\r\n"), "bad_field"),
        ("hex", right.iter().map(|byte| format!("{byte:02x}")).collect(), "bad_signature"),
    ] {
        cases.push(Forged::v2().text("TLS.sig", &text).case("signature", what, Door::UserSig, expected));
    }
    cases
}

/// Zero and the curve's order as `r` and `s`, and lax DER.
fn der_signatures() -> Vec<Case> {
    const ORDER: &[u8] =
        b"\x02\x21\0\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xfe\xba\xae\xdc\xe6\xaf\x48\
        \xa0\x3b\xbf\xd2\x5e\x8c\xd0\x36\x41\x41";
    const ZERO: &[u8] = b"\x02\x01\0";
    const ONE: &[u8] = b"\x02\x01\x01";
    let sequence = |parts: [&[u8]; 2]| {
        let body = parts.concat();
        [&[0x30, body.len() as u8][..], &body].concat()
    };
    [
        ("nothing", Vec::new()),
        ("r and s 0", sequence([ZERO, ZERO])),
        ("s 0", sequence([ONE, ZERO])),
        ("r 0", sequence([ZERO, ONE])),
        ("r and s 1", sequence([ONE, ONE])),
        ("r the order", sequence([ORDER, ONE])),
        ("s the order", sequence([ONE, ORDER])),
        ("a leading zero", sequence([b"\x02\x02\0\x01", ONE])),
        ("negative", sequence([b"\x02\x01\xff", ONE])),
        ("a byte after", [sequence([ONE, ONE]), vec![0]].concat()),
        ("raw r and s", [1; 64].to_vec()),
    ]
    .map(|(what, der)| {
        Forged::v1().text("TLS.sig", &base64(&der)).case(
            "signature",
            format!("DER: {what}"),
            Door::UserSig,
            "bad_signature",
        )
    })
    .into()
}

/// Each algorithm where the app is pinned to the other (S2).
fn confusions() -> Vec<Case> {
    let v1 = Forged::v1().sign();
    let v2 = Forged::v2().sign();
    let mut cases = vec![at(Algorithm::HmacV2, &v1, "v1"), at(Algorithm::EcdsaV1, &v2, "v2")];
    for version in ["\"1.0\"", "\"2\"", "\"2.00\"", "\"none\"", "\"\"", "2.0", "2", "null", "[\"2.0\"]"] {
        for (kind, forged) in [("v1", &v1), ("v2", &v2)] {
            let forged = forged.clone().raw("TLS.ver", version);
            let what = format!("{kind} with TLS.ver {version}");
            cases.push(forged.case("confusion", what, Door::UserSig, "bad_field"));
        }
    }
    cases
}

fn at(key: Algorithm, forged: &Forged, what: &str) -> Case {
    let what = format!("{what} where only {key:?} is right");
    Case { key, ..forged.case("confusion", what, Door::UserSig, "wrong_algorithm") }
}

/// Anybody can make a MAC with the public key: its PEM in several spellings; and the secret where it means nothing.
fn public_key_as_secret() -> Vec<Case> {
    let body: String = V1_PUBLIC_KEY_PEM.lines().filter(|line| !line.starts_with('-')).collect();
    let windows = V1_PUBLIC_KEY_PEM.replace('\n', "\r\n");
    let mac = |key: &str, forged: Forged| {
        let mac = Secret::new(key).expect("not empty").sign(&forged.signed());
        forged.text("TLS.sig", &base64(&mac))
    };
    let mut cases = Vec::new();
    for key in [V1_PUBLIC_KEY_PEM, V1_PUBLIC_KEY_PEM.trim(), &windows, &body, SECRET] {
        let (v1, v2) = (mac(key, Forged::v1()), mac(key, Forged::v2()));
        cases.push(at(Algorithm::EcdsaV1, &v2, "v2 by MAC"));
        cases.push(at(Algorithm::HmacV2, &v1, "v1 by MAC"));
        cases.push(v1.case("confusion", "v1 by MAC", Door::UserSig, "bad_signature"));
        if key != SECRET {
            cases.push(v2.case("confusion", "v2 by MAC of the public key", Door::UserSig, "bad_signature"));
        }
    }
    cases
}

/// v1 signs text: a value that holds a line break could pretend to be the lines that another ticket had signed.
fn hidden_lines() -> Vec<Case> {
    let key = Forged::v1().userbuf(&good_userbuf().encode()).sign();
    let (_, userbuf) = key.members.iter().find(|(name, _)| name == "TLS.userbuf").expect("set above");
    let line = format!("86400\nTLS.userbuf:{}", userbuf.trim_matches('"'));
    let as_user_sig = key.clone().without("TLS.userbuf").text("TLS.expire_after", &line);
    let two =
        Forged::v1().without("TLS.appid_at_3rd").text("TLS.account_type", "0\nTLS.account_type:0").sign();
    let three = Forged::v1().text("TLS.appid_at_3rd", "0\nTLS.account_type:0\nTLS.identifier:bob").sign();
    [("a room key as a userSig", as_user_sig), ("two account types", two), ("two identifiers", three)]
        .map(|(what, forged)| forged.case("hidden line", what, Door::UserSig, "bad_field"))
        .into()
}
