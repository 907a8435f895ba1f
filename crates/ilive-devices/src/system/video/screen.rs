//! Screens and windows of an X server. Whole screens are listed as devices; windows, which come and go by the minute, are
//! listed on demand.

mod capture;
mod display;
mod pixels;

use capture::ScreenCapture;
use display::Display;
use ilive_protocol::text::printable;

use crate::DeviceError;
use crate::device::{DeviceId, DeviceInfo, DeviceKind, VideoSource};

const SCREEN: &str = "screen:";
const WINDOW: &str = "window:";

/// What is captured.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Target {
    /// A monitor, by what the system calls it.
    Screen(String),
    /// A window, by its number.
    Window(u32),
}

impl Target {
    fn of(id: &DeviceId) -> Option<Self> {
        let text = id.as_str();
        let screen = text.strip_prefix(SCREEN).map(|name| Self::Screen(name.to_owned()));
        let window = || u32::from_str_radix(text.strip_prefix(WINDOW)?, 16).ok().map(Self::Window);
        screen.or_else(window)
    }

    /// None where the system's name for it is no id.
    fn listed(&self, name: &str) -> Option<DeviceInfo> {
        let id = match self {
            Self::Screen(name) => format!("{SCREEN}{name}"),
            Self::Window(number) => format!("{WINDOW}{number:x}"),
        };
        let name = printable(name).into_owned();
        Some(DeviceInfo { kind: DeviceKind::Screen, id: id.parse().ok()?, name })
    }
}

/// The screens that there are, the main one first. None where there is no X server.
pub(super) fn screens() -> Vec<DeviceInfo> {
    let monitors = Display::connect().and_then(|display| display.monitors()).unwrap_or_default();
    let listed = monitors.into_iter().filter_map(|monitor| {
        let name = format!("{}, {}", monitor.name, monitor.size);
        Target::Screen(monitor.name).listed(&name)
    });
    listed.collect()
}

/// The windows that are shown, the topmost first.
pub(super) fn windows() -> Vec<DeviceInfo> {
    let windows = Display::connect().and_then(|display| display.windows()).unwrap_or_default();
    windows.into_iter().filter_map(|(number, title)| Target::Window(number).listed(&title)).collect()
}

/// Captures a screen or a window from now on.
pub(super) fn open(id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
    let Some(target) = Target::of(id) else {
        return Err(DeviceError::NoDevice { kind: DeviceKind::Screen, id: id.clone() });
    };
    Ok(Box::new(ScreenCapture::open(id.clone(), target)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_says_what_is_captured_and_what_is_captured_gives_that_id() {
        for (id, target) in [
            ("screen:HDMI-1", Some(Target::Screen("HDMI-1".to_owned()))),
            ("window:1e00007", Some(Target::Window(0x1e0_0007))),
            ("window:", None),
            ("window:-1", None),
            ("window:100000000", None),
            ("virtual:screen", None),
            ("ghost", None),
        ] {
            let parsed = Target::of(&id.parse().expect("an id"));
            assert_eq!(parsed, target, "{id}");
            if let Some(listed) = parsed.and_then(|target| target.listed("")) {
                assert_eq!(listed.id.as_str(), id);
            }
        }
        assert_eq!(Target::Screen("a\nname".to_owned()).listed(""), None);
    }

    #[test]
    fn a_title_that_a_terminal_would_obey_is_shown_with_escapes() {
        let listed = Target::Window(1).listed("\u{1b}]0;title\u{7}").expect("a window");
        assert_eq!(listed.name, r"\u{1b}]0;title\u{7}");
    }
}
