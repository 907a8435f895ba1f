//! Offers as other clients write them.

/// Without the payload types of RTX.
pub(crate) fn without_rtx(offer: &str) -> String {
    let rtx: Vec<&str> = offer
        .lines()
        .filter(|line| line.contains(" rtx/90000"))
        .filter_map(|line| line.strip_prefix("a=rtpmap:")?.split(' ').next())
        .collect();
    let of_rtx = |line: &str| {
        let named = |pt: &&str| {
            line.starts_with(&format!("a=rtpmap:{pt} ")) || line.starts_with(&format!("a=fmtp:{pt} "))
        };
        rtx.iter().any(named) || line.starts_with("a=ssrc-group:")
    };
    let kept = offer.lines().filter(|line| !of_rtx(line)).map(|line| match line.starts_with("m=") {
        true => line.split(' ').filter(|word| !rtx.contains(word)).collect::<Vec<_>>().join(" "),
        false => line.to_owned(),
    });
    kept.map(|line| line + "\r\n").collect()
}

/// Without header extensions, thus without mids in packets.
pub(crate) fn without_extensions(offer: &str) -> String {
    without(offer, &["a=extmap", "a=extmap-allow-mixed"])
}

/// Neither RTX nor header extensions.
pub(crate) fn bare(offer: &str) -> String {
    without_rtx(&without_extensions(offer))
}

/// Candidates come later, or never.
pub(crate) fn without_candidates(offer: &str) -> String {
    without(offer, &["a=candidate", "a=end-of-candidates"])
}

/// The client insists on starting the handshake.
pub(crate) fn active(offer: &str) -> String {
    offer.replace("a=setup:actpass", "a=setup:active")
}

/// One section needs no group.
pub(crate) fn without_group(offer: &str) -> String {
    without(offer, &["a=group:"])
}

/// Three fingerprints, the right one in the middle.
pub(crate) fn three_fingerprints(offer: &str) -> String {
    let of = |hash: &str, bytes: usize| format!("a=fingerprint:{hash} {}\r\n", vec!["AB"; bytes].join(":"));
    let lines = offer.split_inclusive("\r\n").map(|line| match line.starts_with("a=fingerprint:") {
        true => of("sha-384", 48) + line + &of("sha-512", 64),
        false => line.to_owned(),
    });
    lines.collect()
}

/// Attributes in another order within each section.
pub(crate) fn other_order(offer: &str) -> String {
    let (session, media) = offer.split_once("m=").expect("a section");
    let turned = media.split("m=").map(|section| {
        let mut lines: Vec<&str> = section.lines().collect();
        lines[1..].reverse();
        format!("m={}\r\n", lines.join("\r\n"))
    });
    session.to_owned() + &turned.collect::<String>()
}

/// An answer in the names of another client's address: none that reaches us.
pub(crate) fn other_address(offer: &str) -> String {
    offer.replace(" 127.0.0.1 ", " 192.0.2.77 ")
}

fn without(offer: &str, unwanted: &[&str]) -> String {
    offer.split_inclusive("\r\n").filter(|line| !unwanted.iter().any(|word| line.contains(word))).collect()
}
