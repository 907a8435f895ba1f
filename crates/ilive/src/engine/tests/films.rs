//! Pictures that are no camera's: screens, films, frames of the app.

use std::fs;
use std::time::Duration;

use ilive_devices::audio::{AudioFrame, Channels, FRAME};
use ilive_devices::codec::{H264Encoder, OpusEncoder, OpusSettings, Sound, VideoSettings};
use ilive_devices::file::{Mp4Recorder, OpusPacket, y4m_header};
use ilive_devices::pace::FrameRate;
use ilive_devices::pattern::TestPattern;
use ilive_devices::tone::{SETTLED, TONE_HZ, Tone, measure};
use ilive_devices::video::{Picture, Size, VideoFrame};
use ilive_protocol::device::{DeviceKind, PixelFormat};
use ilive_protocol::wire::{self, Source, UplinkKind, client_frame::Request};
use ilive_session::device::{Area, DeviceCommand, DeviceEvent, FileCall, Frame, Pick};

use super::seat::{Got, News, Seat};
use crate::engine::{ExternalBody, Report};
use ilive_testing::{Folder, Running};

fn pattern(size: Size, number: u64) -> Picture {
    let rate = FrameRate::whole(10).expect("a rate");
    TestPattern::new(size, rate).expect("a possible size").picture(number)
}

/// A film of ten seconds; each picture has its number.
fn film(folder: &Folder) -> Pick {
    let size = Size::new(320, 240);
    let mut bytes = y4m_header(size, 10, 1);
    for number in 0..100 {
        bytes.extend_from_slice(b"FRAME\n");
        bytes.extend_from_slice(pattern(size, number).data());
    }
    let path = folder.path().join("film.y4m");
    fs::write(&path, bytes).expect("a file");
    Pick::File(path.to_string_lossy().into_owned())
}

/// Eight seconds as our recorder writes them: pictures with their numbers, and the tone.
fn film_with_sound(folder: &Folder) -> Pick {
    let rate = FrameRate::whole(10).expect("a rate");
    let mut encoder = H264Encoder::new(VideoSettings { rate, bitrate_bps: 800_000 }).expect("an encoder");
    let settings =
        OpusSettings { channels: Channels::Mono, bitrate_bps: 64_000, sound: Sound::Music, loss_percent: 0 };
    let mut opus = OpusEncoder::new(settings).expect("an encoder");
    let mut recorder = Mp4Recorder::new(Channels::Mono, Duration::ZERO);
    let mut file = Vec::new();
    for number in 0..400 {
        let at = FRAME * number;
        if number.is_multiple_of(5) {
            let picture = pattern(Size::new(320, 240), u64::from(number) / 5);
            let video = encoder.encode(&VideoFrame { picture, at }).expect("a picture");
            file.extend(recorder.picture(&video.expect("none is left out")).expect("a picture"));
        }
        let data = opus.encode(&Tone::default().frame(number.into(), at)).expect("sound");
        file.extend(recorder.sound(OpusPacket { data, at }).expect("sound"));
    }
    file.extend(recorder.finish().expect("an end"));
    let path = folder.path().join("film.mp4");
    fs::write(&path, file).expect("a file");
    Pick::File(path.to_string_lossy().into_owned())
}

/// Opens a film, and tells the room of its picture and of its sound, as the session does.
async fn play(seat: &mut Seat, film: Pick) {
    seat.desk.open(DeviceKind::MediaFile, film).await.expect("a film");
    let sounds = |report: &Report| {
        matches!(report, Report::Device(DeviceEvent::Sound(DeviceKind::MediaFile, true))).then_some(())
    };
    seat.desk.report("its sound", sounds).await;
    for source in [Source::Aux, Source::Audio] {
        let kind = UplinkKind::File.into();
        let uplink = wire::SetUplink { source: source.into(), on: true, muted: false, kind };
        seat.done(Request::SetUplink(uplink)).await;
    }
}

fn is_loud(frame: &AudioFrame) -> bool {
    frame.samples().iter().any(|sample| sample.unsigned_abs() > 1_000)
}

/// Waits until what is played here is loud, or is not.
async fn hears(seat: &mut Seat, loud: bool) {
    let heard = |news: News| match news {
        News::Got(Got::Played(frame)) => (is_loud(&frame) == loud).then_some(()),
        _ => None,
    };
    seat.until(if loud { "sound" } else { "silence" }, heard).await;
}

/// Waits for a picture of this source that has this size and number.
async fn sees(seat: &mut Seat, wanted: Source, wanted_size: Size, numbered: impl Fn(u16) -> bool) {
    let seen = |news: News| match news {
        News::Got(Got::Picture { source, size, number: Some(number), .. }) => {
            (source == wanted && size == wanted_size && numbered(number)).then_some(())
        }
        _ => None,
    };
    seat.until("the picture", seen).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_screen_and_then_a_part_of_it_are_seen_beside_the_camera() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.watch_all().await;

    // The number in the middle of the pattern is wider than the part: it is cut, but the size tells.
    ann.publish(DeviceKind::Screen, Pick::Default).await;
    sees(&mut bob, Source::Aux, Size::new(1280, 720), |_| true).await;
    let area = Area { left: 0, top: 200, right: 1280, bottom: 520 };
    ann.desk.engine.device(DeviceCommand::Area(area), None);

    sees(&mut bob, Source::Aux, Size::new(1280, 320), |_| true).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_film_is_wound_and_held_and_who_comes_late_sees_its_picture() {
    let (server, folder) = (Running::start().await, Folder::new());
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.watch_all().await;
    ann.publish(DeviceKind::MediaFile, film(&folder)).await;
    let size = Size::new(320, 240);
    sees(&mut bob, Source::Aux, size, |_| true).await;

    ann.desk.engine.device(DeviceCommand::File(FileCall::Pause), None);
    ann.desk.engine.device(DeviceCommand::File(FileCall::Seek(7_700)), None);
    sees(&mut bob, Source::Aux, size, |number| number == 77).await;
    let mut eve = Seat::enter(&server, "eve", 1).await;
    eve.watch_all().await;
    sees(&mut eve, Source::Aux, size, |number| number == 77).await;

    ann.desk.engine.device(DeviceCommand::File(FileCall::Restart), None);
    // Held again: a machine with much to do may look after the film has gone on for long.
    ann.desk.engine.device(DeviceCommand::File(FileCall::Pause), None);
    sees(&mut eve, Source::Aux, size, |number| number < 60).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_film_is_seen_and_heard_whole_without_a_microphone() {
    let (server, folder) = (Running::start().await, Folder::new());
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.watch_all().await;
    bob.publish(DeviceKind::Player, Pick::Default).await;
    bob.desk.engine.device(DeviceCommand::AudioTap(4, true), None);

    play(&mut ann, film_with_sound(&folder)).await;
    let (mut numbers, mut played) = (Vec::new(), Vec::new());
    let collect = |news: News| {
        match news {
            News::Got(Got::Picture { source: Source::Aux, number: Some(number), .. }) => numbers.push(number),
            News::Got(Got::Played(frame)) if !played.is_empty() || is_loud(&frame) => played.push(frame),
            _ => {}
        }
        (numbers.len() >= 15 && played.len() >= 100).then_some(())
    };
    bob.until("pictures and two seconds of sound", collect).await;

    // A picture may come again, as a keyframe for who needs one.
    assert!(numbers.is_sorted(), "{numbers:?}");
    let samples: Vec<i16> =
        played.iter().flat_map(|frame| frame.in_channels(Channels::Mono).samples().to_vec()).collect();
    // The film was running when the room let its sound through.
    let report = measure(&samples[SETTLED..], TONE_HZ);
    assert!((report.frequency_hz - 997.0).abs() < 0.5, "{report:?}");
    let quality = bob.desk.engine.quality();
    let underruns: u64 = quality.received.iter().filter_map(|stream| stream.underruns).sum();
    assert!(report.missing == 0 || underruns > 0, "{report:?} {quality:?}");
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_plays_a_film_hears_it_and_others_do_beside_a_muted_microphone_until_it_is_held() {
    let (server, folder) = (Running::start().await, Folder::new());
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    for seat in [&mut ann, &mut bob] {
        seat.publish(DeviceKind::Player, Pick::Default).await;
        seat.desk.engine.device(DeviceCommand::AudioTap(4, true), None);
    }
    ann.publish(DeviceKind::Microphone, Pick::Default).await;
    hears(&mut bob, true).await;
    ann.desk.engine.device(DeviceCommand::Mute(DeviceKind::Microphone, true), None);
    hears(&mut bob, false).await;
    // Nobody hears oneself.
    hears(&mut ann, false).await;

    play(&mut ann, film_with_sound(&folder)).await;
    hears(&mut ann, true).await;
    hears(&mut bob, true).await;
    ann.desk.engine.device(DeviceCommand::File(FileCall::Pause), None);
    hears(&mut ann, false).await;
    hears(&mut bob, false).await;
    ann.desk.engine.device(DeviceCommand::File(FileCall::Restart), None);
    hears(&mut bob, true).await;
    ann.desk.engine.device(DeviceCommand::Drop(DeviceKind::MediaFile), None);
    let silent = |report: &Report| {
        matches!(report, Report::Device(DeviceEvent::Sound(DeviceKind::MediaFile, false))).then_some(())
    };
    ann.desk.report("the end of its sound", silent).await;
    server.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn frames_of_the_app_are_seen_and_their_buffers_come_back() {
    let server = Running::start().await;
    let mut ann = Seat::enter(&server, "ann", 1).await;
    let mut bob = Seat::enter(&server, "bob", 1).await;
    bob.watch_all().await;
    ann.publish(DeviceKind::ExternalMain, Pick::Default).await;
    let size = Size::new(320, 240);
    let data = pattern(size, 4711).data().to_vec();

    let frame = Frame { format: PixelFormat::I420, width: 320, height: 240, rotation: 0, bytes: data.len() };
    let body = ExternalBody { frame, data };
    ann.desk.engine.device(DeviceCommand::Frame(DeviceKind::ExternalMain), Some(body));

    sees(&mut bob, Source::Main, size, |number| number == 4711).await;
    let taken = |report: &Report| {
        matches!(report, Report::Device(DeviceEvent::FrameTaken(DeviceKind::ExternalMain))).then_some(())
    };
    ann.desk.report("the buffer", taken).await;
    server.stop().await;
}
