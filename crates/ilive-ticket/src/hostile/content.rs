//! Inside the JSON of userSigs: members twice, missing, of other types, out of range; ids; times.

use super::forge::Forged;
use super::{APP, Case, Door, NOW};
use crate::envelope::seal;

pub(super) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for forged in [Forged::v2(), Forged::v1()] {
        cases.extend(members(&forged.sign()));
    }
    cases.extend(numbers());
    cases.extend(identifiers());
    cases.extend(times());
    cases
}

/// Every member twice, before and after, with the same and another value, and spelled with an escape; and left out.
fn members(good: &Forged) -> Vec<Case> {
    let json = good.json();
    let inner = &json[1..json.len() - 1];
    let mut cases = Vec::new();
    for (name, value) in &good.members {
        let escaped = name.replace('.', "\\u002e");
        for (what, json) in [
            ("again, the same", format!("{{{inner},\"{name}\":{value}}}")),
            ("again, another", format!("{{{inner},\"{name}\":\"1\"}}")),
            ("before, another", format!("{{\"{name}\":\"1\",{inner}}}")),
            ("again, escaped", format!("{{{inner},\"{escaped}\":{value}}}")),
        ] {
            let mut case =
                good.case("duplicate member", format!("{name} {what}"), Door::UserSig, "duplicate_member");
            case.text = seal(json.as_bytes());
            cases.push(case);
        }
        let optional = name == "TLS.appid_at_3rd";
        let expected = if optional { "bad_signature" } else { "missing_field" };
        cases.push(good.clone().without(name).case("missing member", name, Door::UserSig, expected));
    }
    cases
}

fn numbers() -> Vec<Case> {
    const VALUES: [(&str, &str); 19] = [
        ("-9223372036854775809", "bad_field"),
        ("9223372036854775808", "bad_field"),
        ("18446744073709551616", "bad_field"),
        ("100000000000000000000000000000000000000000", "bad_field"),
        ("1.0", "bad_field"),
        ("1.7e9", "bad_field"),
        ("1700000000.0", "bad_field"),
        ("-0", "bad_field"),
        ("\"1700000000\"", "bad_field"),
        ("\"\"", "bad_field"),
        ("null", "bad_field"),
        ("true", "bad_field"),
        ("[1700000000]", "bad_field"),
        ("{}", "bad_field"),
        ("1e999", "bad_json"),
        ("01700000000", "bad_json"),
        ("+1700000000", "bad_json"),
        ("0x6553f100", "bad_json"),
        ("", "bad_json"),
    ];
    let mut cases = Vec::new();
    for name in ["TLS.sdkappid", "TLS.time", "TLS.expire"] {
        for (value, expected) in VALUES {
            let forged = Forged::v2().raw(name, value).sign();
            cases.push(forged.case("number", format!("{name}: {value}"), Door::UserSig, expected));
        }
    }
    for value in ["0", "-1", "4294967296", "1400000001.5"] {
        let forged = Forged::v2().raw("TLS.sdkappid", value).sign();
        cases.push(forged.case("number", format!("app {value}"), Door::UserSig, "bad_field"));
    }
    for name in ["TLS.sdk_appid", "TLS.time", "TLS.expire_after"] {
        for value in
            ["", " 1", "1 ", "+1", "01", "1.0", "1e3", "0x1", "٣", "9223372036854775808", "1\n", "1\0"]
        {
            let forged = Forged::v1().text(name, value).sign();
            cases.push(forged.case("number", format!("v1 {name}: {value:?}"), Door::UserSig, "bad_field"));
        }
        let forged = Forged::v1().raw(name, 1_700_000_000).sign();
        cases.push(forged.case("number", format!("v1 {name} no text"), Door::UserSig, "bad_field"));
    }
    cases
}

/// Rightly signed, so that only the id itself can be at fault.
fn identifiers() -> Vec<Case> {
    let long = "a".repeat(65);
    let injected = format!("alice\nTLS.sdkappid:{APP}");
    let values = [
        "",
        "alice\n",
        "\nalice",
        "alice\r",
        "alice\0",
        "\0",
        "al ice",
        "alice\t",
        "älice",
        "аlice",
        "alice\u{202e}",
        "a/b",
        "../alice",
        "alice:1",
        "<alice>",
        "\"alice\"",
        "alice\u{7f}",
        &long,
        &injected,
    ];
    let mut cases = Vec::new();
    for forged in [Forged::v2(), Forged::v1()] {
        for value in values {
            let forged = forged.clone().text("TLS.identifier", value).sign();
            cases.push(forged.case("identifier", format!("{value:?}"), Door::UserSig, "bad_field"));
        }
        let number = forged.raw("TLS.identifier", 7).sign();
        cases.push(number.case("identifier", "a number", Door::UserSig, "bad_field"));
    }
    let surrogate = Forged::v2().raw("TLS.identifier", r#""\ud800""#).sign();
    cases.push(surrogate.case("identifier", "half a character", Door::UserSig, "bad_json"));
    cases
}

fn times() -> Vec<Case> {
    let now = NOW as i64;
    let table = [
        (now + 301, 86_400, "not_yet_valid"),
        (1 << 31, 86_400, "not_yet_valid"),
        (1 << 32, 86_400, "not_yet_valid"),
        (i64::MAX, 0, "not_yet_valid"),
        (-1, 86_400, "bad_field"),
        (i64::MIN, 86_400, "bad_field"),
        (now - 100, -1, "bad_expire"),
        (now - 100, i64::MIN, "bad_expire"),
        (now - 100, i64::MAX, "bad_expire"),
        (1, i64::MAX, "bad_expire"),
        (now - 100, 99, "sig_expired"),
        (now - 100, 0, "sig_expired"),
        (0, 0, "sig_expired"),
        (0, i64::from(i32::MAX) - (1 << 30), "sig_expired"),
    ];
    let mut cases = Vec::new();
    for (time, expire, expected) in table {
        let what = format!("time {time}, expire {expire}");
        let v2 = Forged::v2().raw("TLS.time", time).raw("TLS.expire", expire).sign();
        cases.push(v2.case("time", what.clone(), Door::UserSig, expected));
        let (time, expire) = (time.to_string(), expire.to_string());
        let v1 = Forged::v1().text("TLS.time", &time).text("TLS.expire_after", &expire).sign();
        cases.push(v1.case("time", what, Door::UserSig, expected));
    }
    cases
}
