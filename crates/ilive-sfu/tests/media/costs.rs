//! The dearest offers. What each costs is printed: `cargo test --release -p ilive-sfu --test media -- --nocapture costs`.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use ilive_sfu::{Command, Input, PeerId, Senders, Source};

use crate::common::{Join, World};

#[expect(clippy::disallowed_methods, reason = "what is printed is real time")]
fn real_now() -> Instant {
    Instant::now()
}

fn timed(work: impl FnOnce()) -> Duration {
    let before = real_now();
    work();
    real_now() - before
}

/// The first lines and the first section of a sound offer, without what names streams.
fn head(offer: &str) -> (String, Vec<String>) {
    let keep = |line: &&str| !line.starts_with("a=ssrc") && !line.starts_with("a=msid");
    let kept: String = offer.lines().filter(keep).map(|line| line.to_owned() + "\r\n").collect();
    let (session, media) = kept.split_once("m=").expect("a section");
    (session.to_owned(), media.split("m=").map(|section| format!("m={section}")).collect())
}

fn ssrcs(lines: usize, from: u32) -> String {
    (0..lines as u32).fold(String::new(), |mut out, n| {
        let _ = write!(out, "a=ssrc:{} c:x\r\n", 1_000_000_000 + from + n);
        out
    })
}

/// Alike sections in one bundle, each with `more`.
fn sections(offer: &str, count: usize, more: &str) -> String {
    let (session, sections) = head(offer);
    let mid = sections[0].lines().find(|line| line.starts_with("a=mid:")).expect("a mid").to_owned();
    let mids: Vec<String> =
        (0..count).map(|n| if n == 0 { mid[6..].into() } else { format!("x{n}") }).collect();
    let mut out: String = session
        .lines()
        .map(|line| match line.starts_with("a=group:") {
            true => format!("a=group:BUNDLE {}\r\n", mids.join(" ")),
            false => format!("{line}\r\n"),
        })
        .collect();
    for name in &mids {
        out += &sections[0].replace(&mid, &format!("a=mid:{name}"));
        out += more;
    }
    out
}

fn formats(offer: &str, formats: usize, lines: usize) -> String {
    let (session, sections) = head(offer);
    let more = " 1".repeat(formats);
    session + &sections[0].replacen("SAVPF", &format!("SAVPF{more}"), 1) + &"a=\r\n".repeat(lines)
}

/// As [`sections`], each with all types that a section may have, all of them of a codec that is forwarded.
fn codecs(offer: &str, count: usize) -> String {
    let types: Vec<u32> = (0..=34).chain(101..128).collect();
    let listed: String = types.iter().map(|pt| format!(" {pt}")).collect();
    let names: String = types.iter().map(|pt| format!("a=rtpmap:{pt} H264/90000\r\n")).collect();
    let more = names + "a=rtcp-fb:* nack\r\na=rtcp-fb:* nack pli\r\na=rtcp-fb:* ccm fir\r\n";
    let (head, rest) = offer.split_once("SAVPF").expect("a section");
    let listed = format!("{head}SAVPF{listed}{rest}");
    let stated =
        |line: &&str| !["a=rtpmap", "a=fmtp", "a=rtcp-fb"].iter().any(|start| line.starts_with(start));
    let bare: String = listed.lines().filter(stated).map(|line| line.to_owned() + "\r\n").collect();
    sections(&bare, count, &more)
}

type Make = Box<dyn Fn(&str) -> String>;

/// Each with the word that it gets; an answer has none.
fn monsters() -> Vec<(&'static str, &'static str, Make)> {
    let feedback = |lines: usize| (0..lines).map(|n| format!("a=rtcp-fb:* x{n}\r\n")).collect::<String>();
    let extensions =
        |lines: usize| (0..lines).map(|n| format!("a=extmap:{} u:{n}\r\n", 1 + n % 14)).collect::<String>();
    vec![
        ("as it is", "", Box::new(str::to_owned)),
        ("11,000 SSRCs", "sdp_attributes", Box::new(|offer| sections(offer, 1, &ssrcs(11_000, 0)))),
        ("64 SSRCs", "", Box::new(|offer| sections(offer, 1, &ssrcs(64, 0)))),
        ("2,000 formats, 50,000 lines", "sdp_attributes", Box::new(|offer| formats(offer, 2_000, 50_000))),
        ("64 sections", "", Box::new(|offer| sections(offer, 64, ""))),
        ("64 sections of 190 lines", "", Box::new(|offer| sections(offer, 64, &"a=x\r\n".repeat(170)))),
        ("64 sections of 40 feedbacks", "", Box::new(move |offer| sections(offer, 64, &feedback(40)))),
        ("64 sections of 62 codecs", "", Box::new(|offer| codecs(offer, 64))),
        (
            "the same, with two roles at its end",
            "",
            Box::new(|offer| codecs(offer, 64) + "a=setup:active\r\na=setup:active\r\n"),
        ),
        ("64 sections of 60 extensions", "", Box::new(move |offer| sections(offer, 64, &extensions(60)))),
    ]
}

#[test]
fn a_dear_offer_is_answered_or_refused_within_its_turn() {
    for (case, word, make) in monsters() {
        let mut world = World::new(1);
        let ann = world.join(&Join::new(1).sending(&[Source::Main]));
        world.connect_all();
        let offer = make(&world.clients[ann].offer_restart());
        let senders = Senders::Inferred;
        let (peer, now) = (PeerId(ann as u64), world.now);
        let command = Command::Negotiate { peer, offer: offer.clone(), senders, token: 1 };

        let answer = timed(|| world.workers[0].handle(now, Input::Command(command)));
        let after = timed(|| world.workers[0].handle(now + Duration::from_secs(1), Input::Timeout));

        let mut result = "no answer";
        while let Some(output) = world.workers[0].poll_output() {
            if let ilive_sfu::Output::Event(ilive_sfu::Event::Negotiated { result: answered, .. }) = output {
                result = answered.map_or_else(|error| error.sub_reason(), |_| "");
            }
        }
        println!("{case:30} {:7} bytes: {answer:>10.2?}, next turn {after:>9.2?}, {result}", offer.len());
        assert_eq!(result, word, "{case}");
    }
}
