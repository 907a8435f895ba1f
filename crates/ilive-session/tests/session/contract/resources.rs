//! Code 8053: what there is no room for, and what waits instead.

use ilive_protocol::wire;
use ilive_session::call::Shown;
use ilive_session::device::{DeviceEvent, PixelFormat};
use ilive_session::io::LinkEvent;
use ilive_session::{Call, Config, DeviceKind, Input};

use super::Case;
use super::facade::{capturing, frame};
use crate::happy::failure;
use crate::world::{SECOND, World, asks, login, text};

pub(crate) const CASES: &[Case] = &[
    // 8053
    ("frames faster than the encoder", ("ilive", 8053), || {
        let mut world = capturing();
        world.done(frame(PixelFormat::I420));
        world.done(frame(PixelFormat::I420));
        world.refused(frame(PixelFormat::I420))
    }),
    ("frames as fast as the encoder", ("ilive", 0), || {
        let mut world = capturing();
        world.done(frame(PixelFormat::I420));
        world.done(frame(PixelFormat::I420));
        world.handle(Input::Device(DeviceEvent::FrameTaken(DeviceKind::ExternalMain)));
        world.code(frame(PixelFormat::I420))
    }),
    ("an outbox that is full", ("ilive", 8053), || {
        let mut world = World::with(Config { outbox: 2, ..Config::new(1) });
        world.done(login("ann"));
        world.cut();
        world.op(Call::SendC2c("bob".into(), text("1")));
        world.op(Call::SendC2c("bob".into(), text("2")));
        world.refused(Call::SendC2c("bob".into(), text("3")))
    }),
    ("another conversation's", ("av", 10005), || {
        let mut world = World::with(Config { outbox: 1, ..Config::new(1) });
        world.done(login("ann"));
        world.op(Call::SendC2c("bob".into(), text("1")));
        let op = world.op(Call::SendC2c("cem".into(), text("1")));
        let (id, _) = world.asked[1].clone();
        world.reply(id, failure("av", 10005, "throttled"));
        world.result(op)
    }),
    ("more calls than may wait", ("ilive", 8053), || {
        let mut world = World::with(Config { in_flight: 2, ..Config::new(1) });
        world.done(login("ann"));
        world.op(Call::SendC2c("bob".into(), text("1")));
        world.op(Call::SpeedTest);
        world.refused(Call::SendC2c("bob".into(), text("2")))
    }),
    ("a message that nobody answers", ("im", 6012), || {
        let mut world = World::logged_in();
        let op = world.op(Call::SendC2c("bob".into(), text("1")));
        world.pass_alive(31);
        world.result(op)
    }),
    ("the same once a lost link is back", ("im", 6012), || {
        let mut world = World::logged_in();
        world.cut();
        let op = world.op(Call::SendC2c("bob".into(), text("1")));
        world.pass(60 * SECOND);
        world.handle(Input::Online);
        world.on_link(LinkEvent::Opened);
        world.answer(asks!(Login));
        world.pass_alive(31);
        world.result(op)
    }),
    ("the same while the link is lost: it waits", ("ilive", 0), || {
        let mut world = World::logged_in();
        world.cut();
        let op = world.op(Call::SendC2c("bob".into(), text("1")));
        world.pass(300 * SECOND);
        world.back();
        world.result(op)
    }),
    ("show somebody whom this side does not know", ("av", 10010), || {
        let mut world = World::in_room();
        let shown = Shown { user_id: "nobody".into(), source: wire::Source::Main, height: 0 };
        let op = world.op(Call::Show(vec![shown]));
        world.fail(asks!(SetViews), "av", 10010, "member_gone");
        world.result(op)
    }),
];
