//! Which address is sent to, and what leads media elsewhere.

use super::*;

fn at(port: u16) -> SocketAddr {
    SocketAddr::from(([192, 0, 2, 1], port))
}

fn pair(port: u16) -> Pair {
    Pair { remote: at(port), local: at(8800) }
}

fn check(port: u16, transaction: u8, nominates: bool) -> Check {
    Check { pair: pair(port), transaction: [transaction; 12], nominates }
}

fn prove(paths: &mut Paths, now: Instant, check: Check) {
    paths.prove(now, check);
}

fn to(paths: &Paths) -> Option<u16> {
    paths.selected().map(|pair| pair.remote.port())
}

/// Media flows to port 1.
fn flowing(now: Instant) -> Paths {
    let mut paths = Paths::new(vec![at(8800)]);
    paths.prove(now, check(1, 1, true));
    paths.connected(now);
    paths
}

const SECOND: Duration = Duration::from_secs(1);
const LIMIT: Duration = Duration::from_secs(15);

#[test]
fn before_media_flows_the_pair_that_was_nominated_last_is_sent_to() {
    let now = crate::testing::start();
    let mut paths = Paths::new(vec![at(8800)]);

    for (check, sent_to) in
        [(check(1, 1, false), 1), (check(2, 2, true), 2), (check(1, 3, false), 2), (check(3, 4, true), 3)]
    {
        paths.prove(now, check);
        assert_eq!(to(&paths), Some(sent_to), "{check:?}");
    }
}

#[test]
fn media_is_led_elsewhere_by_more_than_one_request() {
    let now = crate::testing::start();
    type More = fn(&mut Paths, Instant);
    let cases: [(&str, More, u16); 6] = [
        ("nothing more", |_, _| {}, 1),
        ("the same request again", |p, now| prove(p, now, check(2, 2, true)), 1),
        ("another request", |p, now| prove(p, now, check(2, 3, false)), 2),
        ("SRTCP from there", |p, now| p.confirm(now, pair(2)), 2),
        ("SRTCP from elsewhere", |p, now| p.confirm(now, pair(1)), 1),
        ("the old one is nominated again", |p, now| prove(p, now, check(1, 9, true)), 1),
    ];
    for (case, more, sent_to) in cases {
        let mut paths = flowing(now);

        paths.prove(now, check(2, 2, true));
        more(&mut paths, now);

        assert_eq!(to(&paths), Some(sent_to), "{case}");
    }
}

#[test]
fn an_address_that_was_silent_for_long_must_show_itself_anew() {
    let now = crate::testing::start();
    let mut paths = flowing(now);
    paths.prove(now, check(2, 2, false));
    paths.prove(now, check(2, 3, false));

    paths.prove(now + 31 * SECOND, check(2, 4, true));
    assert_eq!(to(&paths), Some(1));

    paths.prove(now + 32 * SECOND, check(2, 5, true));
    assert_eq!(to(&paths), Some(2));
}

#[test]
fn consent_is_of_the_address_that_is_sent_to() {
    let now = crate::testing::start();
    let mut paths = flowing(now);

    for second in 1..=20 {
        paths.prove(now + second * SECOND, check(2, second as u8, false));
    }

    assert!(paths.has_consent(now + 14 * SECOND, LIMIT));
    assert!(!paths.has_consent(now + 16 * SECOND, LIMIT));
}

#[test]
fn who_was_lost_is_found_where_it_is_firm_first() {
    let now = crate::testing::start();
    let mut paths = flowing(now);
    paths.lose();

    paths.prove(now, check(2, 2, false));
    assert_eq!(to(&paths), None, "one request");
    paths.prove(now, check(2, 3, false));
    assert_eq!(to(&paths), Some(2), "behind another NAT, which it does not know of");
    paths.prove(now, check(1, 4, true));
    assert_eq!(to(&paths), Some(1), "where it was before");
}

#[test]
fn the_oldest_address_makes_room_but_never_the_one_in_use() {
    let now = crate::testing::start();
    let mut paths = Paths::new(vec![at(8800)]);
    paths.prove(now, check(1, 1, true));

    let gone: Vec<_> =
        (2..=10).filter_map(|n| paths.prove(now + n * SECOND, check(n as u16, n as u8, false))).collect();

    assert_eq!(gone, [at(2), at(3)]);
    assert!(paths.remotes().any(|remote| remote == at(1)));
}

#[test]
fn a_datagram_to_an_address_behind_a_nat_counts_for_the_candidate_and_is_answered_from_where_it_came() {
    let (public, private) = (at(8800), SocketAddr::from(([10, 0, 0, 5], 8800)));
    let mut paths = Paths::new(vec![public]);

    assert_eq!(paths.candidate_for(private), public);
    assert_eq!(paths.actual(public), private);
}
