//! The way between the two ends: refused, lost, mended, made wider.

use ilive_protocol::device::DeviceKind;
use ilive_protocol::wire::{self, Source};
use ilive_session::device::Pick;
use ilive_session::io::{EngineCommand, EngineEvent, Path};

use super::relay::Relay;
use super::seat::{Got, News, PEER, Seat};
use crate::engine::Report;
use ilive_testing::Running;

async fn a_picture(seat: &mut Seat) {
    let seen = |news: News| matches!(news, News::Got(Got::Picture { .. })).then_some(());
    seat.until("a picture", seen).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_ones_certificate_is_refused_by_name() {
    let server = Running::start().await;
    // The first byte of the fingerprint is another one.
    let forged = |answer: &str| {
        let forge = |line: &str| match line.strip_prefix("a=fingerprint:sha-256 ") {
            Some(rest) => {
                let first = if rest.starts_with("00") { "11" } else { "00" };
                format!("a=fingerprint:sha-256 {first}{}", &rest[2..])
            }
            None => line.to_owned(),
        };
        answer.split_inclusive("\r\n").map(forge).collect()
    };

    let mut seat = Seat::before(&server, "ann", 1, forged).await;

    seat.path(Path::DtlsFailed { fingerprint: true }).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_answer_is_said_to_be_none() {
    let server = Running::start().await;

    let mut seat = Seat::before(&server, "ann", 1, |_| "v=0\r\n".to_owned()).await;

    let bad =
        |news: News| matches!(news, News::Report(Report::Engine(EngineEvent::BadAnswer(PEER)))).then_some(());
    seat.until("a bad answer", bad).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_path_that_is_cut_falls_silent_then_fails_and_is_mended_by_a_restart() {
    let server = Running::start().await;
    let relay = Relay::start(server.address).await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::before(&server, "bob", 1, |answer| relay.redirect(answer)).await;
    bob.path(Path::Connected).await;
    bob.watch_all().await;
    ann.publish(DeviceKind::Camera, Pick::Default).await;
    a_picture(&mut bob).await;

    relay.cut(true);
    let failure = [Report::MediaSilent, Report::Engine(EngineEvent::Path(PEER, Path::IceFailed))];
    let mut reports = Vec::new();
    let failed = |news: News| {
        let News::Report(report) = news else { return None };
        reports.push(report);
        reports.ends_with(&failure).then_some(())
    };
    bob.until("a silence and a failure", failed).await;
    relay.cut(false);
    bob.desk.engine.command(EngineCommand::Restart(PEER));
    bob.negotiate(|answer| relay.redirect(answer)).await;
    bob.path(Path::Connected).await;

    // Before the way was cut a stall may have been a silence too.
    assert!(reports.iter().rev().skip(1).all(|report| *report == Report::MediaSilent), "{reports:?}");
    a_picture(&mut bob).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn more_pictures_than_slots_are_offered_once() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    ann.publish(DeviceKind::Camera, Pick::Default).await;

    bob.desk.engine.command(EngineCommand::Pictures(PEER, 4));
    bob.desk.engine.command(EngineCommand::Pictures(PEER, 7));
    let offered = bob.negotiate(str::to_owned).await;
    bob.watch_all().await;

    // Main and aux are video too.
    assert_eq!(offered.matches("m=video").count(), 2 + 7);
    a_picture(&mut bob).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn where_all_slots_show_somebody_more_are_offered() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let shows = |mid: &str| wire::Slot { mid: mid.to_owned(), tiny_id: 7, source: Source::Main.into() };

    for slots in [["a", "b"], ["c", "d"]] {
        let slots = slots.map(shows).to_vec();
        ann.desk.engine.command(EngineCommand::Slots(PEER, slots));
    }

    let offered = ann.negotiate(str::to_owned).await;
    assert_eq!(offered.matches("m=video").count(), 2 + 7);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_connection_that_is_closed_makes_no_more_offers() {
    let server = Running::start().await;
    let ann = Seat::enter(&server, "ann", 1).await;

    ann.desk.engine.command(EngineCommand::ClosePeer(PEER));
    ann.desk.engine.command(EngineCommand::Restart(PEER));

    let mut desk = ann.desk;
    let turn = desk.turn();
    desk.engine.command(EngineCommand::Stop(turn));
    let stopped = |report: &Report| match report {
        Report::Engine(EngineEvent::Stopped(stopped)) => Some(*stopped),
        Report::Engine(EngineEvent::Offer(..)) => panic!("an offer of a closed connection"),
        _ => None,
    };
    assert_eq!(desk.report("the end", stopped).await, turn);
    server.stop().await;
}
