//! Published vectors: RFC 3711 B.3, RFC 6188 section 7, RFC 7714 sections 16 and 17, and the reference packets of
//! libsrtp (`test/srtp_driver.c`), which go from the master key to the finished packet.

use super::keys::{Keys, Label, derive};
use super::{Inbound, Outbound, Profile, Role};

fn hex(text: &str) -> Vec<u8> {
    let digits: Vec<u8> = text.chars().filter_map(|c| c.to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[test]
fn session_keys_are_those_of_the_rfcs() {
    let short = ("E1F97A0D3E018BE0D64FA32C06DE4139", "0EC675AD498AFEEBB6960B3AABE6");
    let long =
        ("f0f04914b513f2763a1b1fa130f10e2998f6f6e43e4309d1e622a0e332b9f1b6", "3b04803de51ee7c96423ab5b78d2");
    for (case, (key, salt), label, expected) in [
        ("3711 key", short, Label::RtpKey, "C61E7A93744F39EE10734AFE3FF7A087"),
        ("3711 salt", short, Label::RtpSalt, "30CBBC08863D8C85D49DB34A9AE1"),
        (
            "3711 auth",
            short,
            Label::RtpAuth,
            "CEBE321F6FF7716B6FD4AB49AF256A156D38BAA48F0A0ACF3C34E2359E6CDBCE",
        ),
        ("6188 key", long, Label::RtpKey, "5ba1064e30ec51613cad926c5a28ef731ec7fb397f70a960653caf06554cd8c4"),
        ("6188 salt", long, Label::RtpSalt, "fa31791685ca444a9e07c6c64e93"),
    ] {
        let expected = hex(expected);
        let mut out = vec![0xFF; expected.len()];
        derive(&hex(key), &hex(salt), label, &mut out);
        assert_eq!(out, expected, "{case}");
    }
}

/// The session keys of RFC 7714 section 16: given as they are, without derivation.
fn rfc_7714(label: Label, out: &mut [u8]) {
    match label {
        Label::RtpSalt | Label::RtcpSalt => out.copy_from_slice(&hex("517569642070726f2071756f")),
        _ => out.iter_mut().zip(0..).for_each(|(byte, value)| *byte = value),
    }
}

/// Seals under number `index` and gives the whole packet.
fn seal(mut outbound: Outbound, plain: &[u8], index: u64) -> Vec<u8> {
    let ssrc = u32::from_be_bytes([plain[8], plain[9], plain[10], plain[11]]);
    let mut numbers = outbound.numbers(ssrc.into()).expect("it is the first");
    let mut packet = plain.to_vec();
    packet.resize(plain.len() + outbound.profile().tag_len(), 0);
    // What the number says is written over the header.
    packet[2..4].fill(0xFF);
    packet[8..12].fill(0xFF);
    outbound.seal_rtp(numbers.claim(index).expect("it is free"), &mut packet, 12).expect("it has room");
    packet
}

#[test]
fn rtp_packets_are_those_of_rfc_7714() {
    let plain = hex(
        "8040f17b8041f8d35501a0b247616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573",
    );
    for (profile, expected) in [
        (
            Profile::AeadAes128Gcm,
            "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a51c7d19b36de3adf8833
             899d7f27beb16a9152cf765ee4390cce",
        ),
        (
            Profile::AeadAes256Gcm,
            "8040f17b8041f8d35501a0b232b1de78a822fe12ef9f78fa332e33aab18012389a58e2f3b50b2a0276ffae0f1ba63799b87b
             7aa3db36dfffd6b0f9bb7878d7a76c13",
        ),
    ] {
        assert_eq!(seal(Outbound::derive(profile, 0, rfc_7714), &plain, 0xF17B), hex(expected), "{profile:?}");
    }
}

#[test]
fn rtcp_packets_are_those_of_rfc_7714() {
    let plain = hex(
        "81c8000d4d6172734e5450314e545032525450200000042a0000e9304c756e61deadbeefdeadbeefdeadbeefdeadbeefdeadbeef",
    );
    for (profile, expected) in [
        (
            Profile::AeadAes128Gcm,
            "81c8000d4d61727363e94885dcdab67ca727d7662f6b7e997ff5c0f76c06f32dc676a5f1730d6fda4ce09b4686303ded0bb9
             275bc84aa45896cf4d2fc5abf87245d9eade800005d4",
        ),
        (
            Profile::AeadAes256Gcm,
            "81c8000d4d617273d50ae4d1f5ce5d304ba297e47d470c282c3ece5dbffe0a50a2eaa5c1110555be8415f658c61de0476f1b
             6fad1d1eb30c4446839f57ff6f6cb26ac3be800005d4",
        ),
    ] {
        let mut packet = plain.clone();
        Outbound::derive(profile, 0x5D4, rfc_7714).seal_rtcp(&mut packet).expect("it is long enough");
        assert_eq!(packet, hex(expected), "{profile:?}");

        let mut inbound = Inbound::derive(profile, rfc_7714);
        assert_eq!(inbound.open_rtcp(&packet), Ok(&plain[..]), "{profile:?}");
    }
}

/// Both sides' halves are the same, so that each direction has the reference's key.
fn reference_keys(profile: Profile) -> Keys {
    let (key, salt) = match profile {
        Profile::AeadAes128Gcm => ("000102030405060708090a0b0c0d0e0f", "a0a1a2a3a4a5a6a7a8a9aaab"),
        _ => ("e1f97a0d3e018be0d64fa32c06de4139", "0ec675ad498afeebb6960b3aabe6"),
    };
    let material = [hex(key), hex(key), hex(salt), hex(salt)].concat();
    Keys::new(profile, &material, Role::Client).expect("the length fits")
}

#[test]
fn packets_are_those_of_libsrtp() {
    let rtp = hex("800f1234decafbadcafebabeabababababababababababababababab");
    let rtcp = hex("81c8000bcafebabeabababababababababababababababab");
    for (profile, sealed_rtp, sealed_rtcp) in [
        (
            Profile::Aes128CmHmacSha1_80,
            "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
            "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798",
        ),
        (
            Profile::AeadAes128Gcm,
            "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392",
            "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446ea31123ba88ce61e80000001",
        ),
    ] {
        let keys = reference_keys(profile);
        let outbound = || Outbound::derive(profile, 1, |label, out| keys.ours(label, out));
        assert_eq!(seal(outbound(), &rtp, 0x1234), hex(sealed_rtp), "{profile:?}");

        let mut packet = rtcp.clone();
        outbound().seal_rtcp(&mut packet).expect("it is long enough");
        assert_eq!(packet, hex(sealed_rtcp), "{profile:?}");
        assert_eq!(Inbound::new(&keys).open_rtcp(&packet), Ok(&rtcp[..]), "{profile:?}");
    }
}

#[test]
fn the_rollover_counter_is_part_of_the_packet() {
    let rtp = hex("800f1234decafbadcafebabeabababababababababababababababab");
    for profile in [Profile::Aes128CmHmacSha1_80, Profile::AeadAes128Gcm] {
        let keys = reference_keys(profile);
        let at = |index| seal(Outbound::new(&keys), &rtp, index);
        assert_eq!(at(0x1234)[..12], at(0x1_1234)[..12], "{profile:?}: the header is the same");
        assert_ne!(at(0x1234)[12..], at(0x1_1234)[12..], "{profile:?}: the rest is not");
    }
}
