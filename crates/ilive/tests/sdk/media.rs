//! Sound and picture from one client to another.

use std::sync::Arc;

use ilive::devices::audio::{AudioFrame, Channels};
use ilive::devices::pattern::read_counter;
use ilive::devices::tone::{SETTLED, TONE_HZ, measure};
use ilive::devices::video::VideoFrame;
use ilive::wire::Source;
use ilive::{Config, DeviceKind, Event, Ilive, MediaSink, RoomOption, TinyId};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use crate::world::{World, coded, done, heard, sig, within};

/// What a viewer gets.
enum Got {
    Picture(Source, Option<u16>),
    Sound(AudioFrame),
}

struct Viewer(UnboundedSender<Got>);

impl MediaSink for Viewer {
    fn wants_pictures(&self) -> bool {
        true
    }

    fn wants_sound(&self) -> bool {
        true
    }

    fn picture(&self, _: TinyId, source: Source, frame: &VideoFrame) {
        let _ = self.0.send(Got::Picture(source, read_counter(&frame.picture)));
    }

    fn sound(&self, _: TinyId, frame: &AudioFrame) {
        let _ = self.0.send(Got::Sound(frame.clone()));
    }
}

async fn viewer(world: &World, user: &str) -> (Ilive, UnboundedReceiver<Got>) {
    let (sender, got) = unbounded_channel();
    let client =
        Ilive::init(Config { sink: Some(Arc::new(Viewer(sender))), ..world.config() }).expect("a client");
    done("login", client.login(user, &sig(user))).await.expect("a login");
    (client, got)
}

async fn host(world: &World) -> Ilive {
    let host = world.user("ann").await;
    done("create", host.create_room(1, RoomOption::host())).await.expect("a room");
    done("camera", host.open_camera(None)).await.expect("a camera");
    done("microphone", host.open_mic(None)).await.expect("a microphone");
    host
}

#[tokio::test]
async fn pictures_arrive_in_order_and_the_tone_is_whole() {
    let world = World::start().await;
    let _host = host(&world).await;
    let (viewer, mut got) = viewer(&world, "bob").await;

    done("join", viewer.join_room(1, RoomOption::audience())).await.expect("in the room");

    let (mut numbers, mut heard) = (Vec::new(), Vec::new());
    within("pictures and sound", async {
        while numbers.len() < 30 || heard.len() < 2 * 48_000 {
            match got.recv().await.expect("the client lives") {
                Got::Picture(source, number) => {
                    assert_eq!(source, Source::Main);
                    numbers.push(number.expect("a number that can be read"));
                }
                Got::Sound(frame) => heard.extend_from_slice(frame.in_channels(Channels::Mono).samples()),
            }
        }
    })
    .await;
    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    let report = measure(&heard[SETTLED..], TONE_HZ);
    // A machine that stalls makes a hole and says so; there is no other.
    let quality = viewer.quality();
    let underruns: u64 = quality.received.iter().filter_map(|stream| stream.underruns).sum();
    assert!(report.missing == 0 || underruns > 0, "{report:?} {quality:?} {:?}", _host.quality());
}

#[tokio::test]
async fn a_camera_that_is_unplugged_closes_and_members_are_told() {
    let world = World::start().await;
    let host = host(&world).await;
    let mut own = host.events();
    let (viewer, _got) = viewer(&world, "bob").await;
    let mut events = viewer.events();
    done("join", viewer.join_room(1, RoomOption::audience())).await.expect("in the room");
    heard(&mut events, "the picture", |event| sends_a_picture(event, true)).await;

    let camera = host.devices(DeviceKind::Camera).expect("there is one")[0].id.parse().expect("an id");
    host.unplug_device(DeviceKind::Camera, &camera);

    let error = heard(&mut own, "the loss", |event| match event {
        Event::DeviceClosed(DeviceKind::Camera, Some(error)) => Some(error.clone()),
        _ => None,
    })
    .await;
    assert_eq!(error.code, 1301, "{error}");
    heard(&mut events, "the end of the picture", |event| sends_a_picture(event, false)).await;
    assert_eq!(
        host.open_camera(Some("ghost")).await.map_err(|error| coded_owned(&error)),
        Err((1301, "no_device".into()))
    );
}

fn sends_a_picture(event: &Event, now: bool) -> Option<()> {
    matches!(event, Event::Member { on, source: Source::Main, .. } if *on == now).then_some(())
}

fn coded_owned(error: &ilive::IliveError) -> (u32, String) {
    let (code, word) = coded(error);
    (code, word.to_owned())
}

#[tokio::test]
async fn a_device_that_is_plugged_in_is_the_first_of_its_kind_at_once() {
    let world = World::start().await;
    let client = world.client();
    let (kind, id) = (DeviceKind::Camera, "second".parse().expect("an id"));
    let device = ilive::devices::device::DeviceInfo { kind, id, name: "Another pattern".to_owned() };
    let made = ilive::devices::virtual_devices::VirtualDevices::always()[0].1.clone();

    client.plug_device(device, made);

    let listed = client.devices(DeviceKind::Camera).expect("there are some");
    assert_eq!(
        listed.iter().map(|device| device.id.as_str()).collect::<Vec<_>>(),
        ["second", "virtual:pattern"]
    );
}
