//! Pictures that are no camera's: screens, films, frames of the app.

use std::fs;
use std::path::{Path, PathBuf};

use ilive_devices::file::y4m_header;
use ilive_devices::pace::FrameRate;
use ilive_devices::pattern::TestPattern;
use ilive_devices::video::{Picture, Size};
use ilive_protocol::device::{DeviceKind, PixelFormat};
use ilive_protocol::wire::Source;
use ilive_session::device::{Area, DeviceCommand, DeviceEvent, FileCall, Frame, Pick};

use super::seat::{Got, News, Seat};
use super::server::Running;
use crate::engine::{ExternalBody, Report};

/// A folder that goes away.
pub(super) struct Folder(PathBuf);

impl Folder {
    pub(super) fn new() -> Self {
        let name = format!("ilive-engine-films-{}-{:016x}", std::process::id(), rand::random::<u64>());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("a folder for the test");
        Self(path)
    }

    pub(super) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

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
