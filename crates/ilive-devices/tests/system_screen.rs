//! Screens and windows of an X server: what is drawn there is what comes. Each claim runs in a process of its own, since
//! the display is a matter of the environment.

#![cfg(target_os = "linux")]

#[path = "system_screen/desk.rs"]
mod desk;

use std::sync::Arc;
use std::sync::mpsc::{self, Sender};
use std::time::Duration;

use desk::{BLUE, Desk, GREEN, RED, WHITE, fresh, has, next, on_a_screen};
use ilive_devices::DeviceError;
use ilive_devices::device::{Backend, DeviceInfo, DeviceKind, VideoSource};
use ilive_devices::system::SystemDevices;
use ilive_devices::video::Size;

fn devices() -> SystemDevices {
    SystemDevices::watch(Arc::new(|| {}))
}

/// Devices that tell when they are others.
fn telling(news: Sender<()>) -> SystemDevices {
    SystemDevices::watch(Arc::new(move || {
        // Whoever has heard enough has gone.
        let _ = news.send(());
    }))
}

fn screens(devices: &SystemDevices) -> Vec<DeviceInfo> {
    devices.devices().into_iter().filter(|device| device.kind == DeviceKind::Screen).collect()
}

fn open(devices: &SystemDevices, info: &DeviceInfo) -> Result<Box<dyn VideoSource>, DeviceError> {
    devices.open_video(DeviceKind::Screen, &info.id)
}

/// What a source says when it has ended.
fn end_of(source: &mut dyn VideoSource) -> DeviceError {
    loop {
        match source.poll(Duration::ZERO) {
            Err(error) => return error,
            Ok(_) => std::thread::yield_now(),
        }
    }
}

#[test]
fn what_is_drawn_on_a_screen_is_what_comes() {
    on_a_screen("what_is_drawn_on_a_screen_is_what_comes", "1280x720x24", |_| {
        let desk = Desk::sit();
        // Not in the middle, where the mouse is.
        desk.fill(desk.root(), (0, 0, 320, 180), RED);
        desk.fill(desk.root(), (320, 0, 960, 180), GREEN);
        desk.fill(desk.root(), (0, 180, 320, 540), BLUE);
        desk.fill(desk.root(), (320, 180, 960, 540), WHITE);
        let devices = devices();
        let listed = screens(&devices);
        assert_eq!((listed.len(), listed[0].name.as_str()), (1, "screen, 1280x720"));

        let mut source = open(&devices, &listed[0]).expect("a screen");

        assert_eq!(source.size(), Size::new(1280, 720));
        let picture = next(&mut *source);
        assert_eq!(picture.size(), Size::new(1280, 720));
        for (corner, colour) in
            [((0, 0), RED), ((318, 178), RED), ((320, 0), GREEN), ((0, 180), BLUE), ((1278, 718), WHITE)]
        {
            assert!(has(&picture, corner, colour), "{corner:?}");
        }
        desk.fill(desk.root(), (0, 0, 320, 180), WHITE);
        assert!(has(&fresh(&mut *source), (0, 0), WHITE), "it moves");
    });
}

#[test]
fn a_part_of_a_screen_that_is_larger_than_any_picture_is_cut_in_the_screens_own_pixels() {
    let name = "a_part_of_a_screen_that_is_larger_than_any_picture_is_cut_in_the_screens_own_pixels";
    on_a_screen(name, "2560x1440x24", |_| {
        let desk = Desk::sit();
        desk.fill(desk.root(), (0, 0, 2560, 1440), RED);
        desk.fill(desk.root(), (2000, 1000, 400, 200), GREEN);
        let devices = devices();
        let listed = screens(&devices);
        let mut source = open(&devices, &listed[0]).expect("a screen");

        let whole = next(&mut *source);
        assert_eq!(whole.size(), Size::new(1920, 1080));
        assert!(has(&whole, (0, 0), RED) && has(&whole, (1502, 752), GREEN));

        assert!(source.set_part((2000, 1000), (2400, 1200)));
        let part = fresh(&mut *source);
        assert_eq!(part.size(), Size::new(400, 200));
        assert!([(0, 0), (398, 0), (0, 198), (398, 198)].iter().all(|corner| has(&part, *corner, GREEN)));

        assert!(source.set_part((1990, 1000), (9000, 9000)));
        let beyond = fresh(&mut *source);
        assert_eq!(beyond.size(), Size::new(570, 440));
        assert!(has(&beyond, (8, 0), RED) && has(&beyond, (10, 0), GREEN));
    });
}

#[test]
fn a_window_is_seen_whole_behind_another_and_ends_when_it_is_closed() {
    let name = "a_window_is_seen_whole_behind_another_and_ends_when_it_is_closed";
    on_a_screen(name, "640x480x24", |_| {
        let desk = Desk::sit();
        let below = desk.window((100, 100, 201, 120), BLUE, "A letter – to Ann");
        let above = desk.window((150, 150, 300, 300), RED, "");
        let devices = devices();
        let windows = devices.windows();
        let named: Vec<_> =
            windows.iter().map(|window| (window.id.to_string(), window.name.as_str())).collect();
        assert_eq!(
            named,
            [(format!("window:{above:x}"), ""), (format!("window:{below:x}"), "A letter – to Ann")]
        );
        assert!(screens(&devices).iter().all(|screen| screen.id != windows[1].id), "no default is a window");

        let mut source = open(&devices, &windows[1]).expect("a window");

        desk.fill(below, (0, 0, 201, 120), GREEN);
        let picture = fresh(&mut *source);
        assert_eq!(picture.size(), Size::new(200, 120), "sides are even");
        assert!(has(&picture, (0, 0), GREEN) && has(&picture, (198, 118), GREEN));

        desk.resize(below, (60, 50));
        assert_eq!(fresh(&mut *source).size(), Size::new(60, 50));

        desk.close(below);
        assert_eq!(end_of(&mut *source).code().number(), 1301);
        assert_eq!(open(&devices, &windows[1]).err().map(|error| error.code().number()), Some(1301));
    });
}

#[test]
fn a_window_that_is_not_shown_is_not_listed_and_cannot_be_opened() {
    on_a_screen("a_window_that_is_not_shown_is_not_listed_and_cannot_be_opened", "640x480x24", |_| {
        let desk = Desk::sit();
        desk.window((0, 0, 100, 100), BLUE, "seen");
        let hidden = desk.window((0, 0, 100, 100), RED, "hidden");
        let devices = devices();
        let info = devices.windows().remove(0);
        assert_eq!(info.name, "hidden");

        desk.hide(hidden);

        assert_eq!(devices.windows().len(), 1);
        let refused = open(&devices, &info).err();
        assert!(matches!(refused, Some(DeviceError::Failed { kind: DeviceKind::Screen, .. })), "{refused:?}");
    });
}

#[test]
fn the_mouse_is_in_the_picture() {
    on_a_screen("the_mouse_is_in_the_picture", "640x480x24", |_| {
        let desk = Desk::sit();
        desk.fill(desk.root(), (0, 0, 640, 480), BLUE);
        let window = desk.window((200, 100, 200, 200), GREEN, "under the mouse");
        desk.mouse(RED, (300, 150));
        let devices = devices();
        let (screen, window_info) = (screens(&devices).remove(0), devices.windows().remove(0));

        let whole = next(&mut *open(&devices, &screen).expect("a screen"));
        let part = next(&mut *open(&devices, &window_info).expect("a window"));

        assert!(has(&whole, (300, 150), RED) && has(&whole, (320, 150), GREEN));
        assert!(has(&part, (100, 50), RED) && has(&part, (120, 50), GREEN), "window {window:x}");
    });
}

#[test]
fn a_screen_that_comes_is_told_and_one_that_goes_ends() {
    on_a_screen("a_screen_that_comes_is_told_and_one_that_goes_ends", "640x480x24", |_| {
        let desk = Desk::sit();
        desk.fill(desk.root(), (320, 0, 320, 480), GREEN);
        let (tell, told) = mpsc::channel();
        let devices = telling(tell);
        assert_eq!(screens(&devices).len(), 1);

        desk.plug("right", (320, 0, 320, 480));

        told.recv().expect("news");
        let listed = screens(&devices);
        assert_eq!(listed.len(), 2);
        let right = listed.iter().find(|screen| screen.id.as_str() == "screen:right").expect("it is listed");
        let mut source = open(&devices, right).expect("a screen");
        let picture = next(&mut *source);
        assert_eq!(picture.size(), Size::new(320, 480));
        assert!(has(&picture, (0, 0), GREEN));

        desk.unplug("right");
        assert_eq!(end_of(&mut *source).code().number(), 1301);
        told.recv().expect("news");
        assert_eq!(screens(&devices).len(), 1);
    });
}

#[test]
fn a_server_that_ends_takes_its_screens_with_it_and_nothing_else() {
    on_a_screen("a_server_that_ends_takes_its_screens_with_it_and_nothing_else", "640x480x24", |server| {
        let (tell, told) = mpsc::channel();
        let devices = telling(tell);
        let listed = screens(&devices);
        let mut source = open(&devices, &listed[0]).expect("a screen");
        next(&mut *source);

        server.kill();

        assert_eq!(end_of(&mut *source).code().number(), 1301);
        told.recv().expect("news");
        assert_eq!((screens(&devices), devices.windows()), (Vec::new(), Vec::new()));
        assert_eq!(open(&devices, &listed[0]).err().map(|error| error.code().number()), Some(1301));
    });
}
