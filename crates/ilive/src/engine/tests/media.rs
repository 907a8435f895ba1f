//! Pictures and sound from one engine to another, through a server.

use ilive_devices::audio::{AudioFrame, Channels, FRAME_SAMPLES};
use ilive_devices::device::{DeviceId, DeviceInfo};
use ilive_devices::pace::FrameRate;
use ilive_devices::tone::{SETTLED, TONE_HZ, measure};
use ilive_devices::video::{Size, Watermark, WatermarkKind};
use ilive_devices::virtual_devices::Virtual;
use ilive_protocol::device::DeviceKind;
use ilive_protocol::wire::Source;
use ilive_session::device::{DeviceCommand, Pick};

use super::seat::{Got, News, Seat};
use ilive_testing::Running;

/// Source 4 of raw sound: what is played.
const PLAYED: u32 = 4;
/// Source 5: members' voices, each alone.
const MEMBERS: u32 = 5;
/// Pictures that are looked at: two seconds.
const PICTURES: usize = 30;
/// 20 ms each: four seconds.
const FRAMES: usize = 200;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_sends_another_sees_and_hears_whole() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.watch_all().await;
    bob.publish(DeviceKind::Player, Pick::Default).await;
    bob.desk.engine.device(DeviceCommand::AudioTap(PLAYED, true), None);

    ann.publish(DeviceKind::Camera, Pick::Default).await;
    ann.publish(DeviceKind::Microphone, Pick::Default).await;
    let (mut numbers, mut played) = (Vec::new(), Vec::new());
    let collect = |news: News| {
        match news {
            News::Got(Got::Picture { from, source, size, number, .. }) => {
                assert_eq!((from, source, size), (ann.tiny_id, Source::Main, Size::new(640, 480)));
                numbers.push(number.expect("a number that can be read"));
            }
            News::Got(Got::Played(frame)) if !played.is_empty() || is_loud(&frame) => played.push(frame),
            _ => {}
        }
        (numbers.len() >= PICTURES && played.len() >= FRAMES).then_some(())
    };
    bob.until("two seconds of pictures and four of sound", collect).await;

    assert!(numbers.is_sorted_by(|a, b| a < b), "{numbers:?}");
    let samples: Vec<i16> =
        played.iter().flat_map(|frame| frame.in_channels(Channels::Mono).samples().to_vec()).collect();
    let report = measure(&samples[SETTLED..], TONE_HZ);
    assert!((report.frequency_hz - 997.0).abs() < 0.5, "{report:?}");
    // A machine that stalls makes a hole and says so; there is no other.
    let quality = bob.desk.engine.quality();
    let underruns: u64 = quality.received.iter().filter_map(|stream| stream.underruns).sum();
    assert!(report.missing == 0 || underruns > 0, "{report:?} {quality:?}");
    assert!(report.frames >= FRAMES - 1 - SETTLED / FRAME_SAMPLES, "{report:?}");
    server.stop().await;
}

fn is_loud(frame: &AudioFrame) -> bool {
    frame.samples().iter().any(|sample| sample.unsigned_abs() > 1_000)
}

/// Sound that is played, or silence.
fn heard(loud: bool) -> impl Fn(News) -> Option<()> {
    move |news| matches!(news, News::Got(Got::Played(frame)) if is_loud(&frame) == loud).then_some(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_muted_microphone_is_silent_and_its_voice_is_known_by_its_member() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.desk.engine.device(DeviceCommand::AudioTap(PLAYED, true), None);
    bob.desk.engine.device(DeviceCommand::AudioTap(MEMBERS, true), None);
    ann.publish(DeviceKind::Microphone, Pick::Default).await;

    bob.until("a voice", heard(true)).await;
    ann.desk.engine.device(DeviceCommand::Mute(DeviceKind::Microphone, true), None);
    bob.until("silence", heard(false)).await;
    ann.desk.engine.device(DeviceCommand::Mute(DeviceKind::Microphone, false), None);
    bob.until("the voice again", heard(true)).await;

    let whose = |news: News| match news {
        News::Got(Got::Voice(whose)) => Some(whose),
        _ => None,
    };
    assert_eq!(bob.until("a member's voice", whose).await, ann.tiny_id);
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sound_of_the_system_is_heard_by_others_beside_a_muted_microphone() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.desk.engine.device(DeviceCommand::AudioTap(PLAYED, true), None);
    ann.publish(DeviceKind::Microphone, Pick::Default).await;
    bob.until("a voice", heard(true)).await;
    ann.desk.engine.device(DeviceCommand::Mute(DeviceKind::Microphone, true), None);
    bob.until("silence", heard(false)).await;

    ann.desk.open(DeviceKind::SystemSound, Pick::Default).await.expect("a hum");

    bob.until("the hum", heard(true)).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn another_camera_goes_on_in_the_stream_of_the_first() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.watch_all().await;
    ann.publish(DeviceKind::Camera, Pick::Default).await;
    let number = |news: News| match news {
        News::Got(Got::Picture { number, .. }) => number,
        _ => None,
    };
    let later = |news: News| number(news).filter(|number| *number > 15);
    bob.until("a second of the first camera", later).await;

    let id: DeviceId = "second".parse().expect("an id");
    let info = DeviceInfo { kind: DeviceKind::Camera, id, name: "Second".to_owned() };
    let rate = FrameRate::whole(15).expect("a rate");
    ann.desk.engine.devices().plug(info, Virtual::Pattern { size: Size::new(640, 480), rate });
    ann.desk.open(DeviceKind::Camera, Pick::Id("second".to_owned())).await.expect("a camera");

    // Its pictures are counted from its opening.
    bob.until("the second one", |news| number(news).filter(|number| *number < 10)).await;
    bob.until("a second of it", later).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn bytes_of_the_app_come_beside_a_picture_as_they_were() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.watch_all().await;
    ann.publish(DeviceKind::Camera, Pick::Default).await;
    let picture = |news: News| matches!(news, News::Got(Got::Picture { .. })).then_some(());
    bob.until("a picture", picture).await;
    // Longer than a packet, with what looks like start codes.
    let data: Vec<u8> = [0, 0, 1, 0, 0, 0, 3, 255].repeat(300);

    ann.desk.engine.device(DeviceCommand::CustomData(data.clone()), None);

    let custom = |news: News| match news {
        News::Got(Got::Custom(from, source, data)) => Some((from, source, data)),
        _ => None,
    };
    let (from, source, found) = bob.until("the bytes", custom).await;
    assert_eq!((from, source), (ann.tiny_id, Source::Main));
    assert!(found == data, "{} of {} bytes", found.len(), data.len());
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_watermark_is_seen_by_others_where_it_was_put() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.watch_all().await;
    ann.publish(DeviceKind::Camera, Pick::Default).await;
    let corner = |bright| {
        move |news: News| match news {
            News::Got(Got::Picture { corner, .. }) => ((corner > 225) == bright).then_some(()),
            _ => None,
        }
    };
    bob.until("a picture without it", corner(false)).await;

    let (kind, size) = (WatermarkKind::from_number(3).expect("640x480"), Size::new(64, 64));
    let white = Watermark::new(kind, size, vec![u32::MAX; size.pixels()], (0.0, 0.0)).expect("a good one");
    ann.desk.engine.set_watermark(Some(white));

    bob.until("a picture with it", corner(true)).await;
    server.stop().await;
}
