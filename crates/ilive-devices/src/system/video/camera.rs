//! Cameras, through Video4Linux.

mod capture;
mod decode;
mod jpeg;
mod list;
mod mode;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use capture::Camera;
pub(crate) use jpeg::decode as decode_jpeg;
use list::Node;
use v4l::capability::Flags;

use super::newest::Captured;
use crate::DeviceError;
use crate::device::{DeviceId, DeviceInfo, DeviceKind, VideoSource};

/// Where the kernel says which video devices there are.
const SYSFS: &str = "/sys/class/video4linux";

/// How long a closing waits until the camera is let go of, which is the next picture: whoever opens it again would find
/// it busy.
const PATIENCE: Duration = Duration::from_millis(500);

/// Which nodes are cameras: each is asked once, since to open one may wake it up.
static ASKED: Mutex<BTreeMap<Node, bool>> = Mutex::new(BTreeMap::new());

/// The cameras that there are.
pub(super) fn cameras() -> Vec<DeviceInfo> {
    let mut asked = ASKED.lock().unwrap_or_else(PoisonError::into_inner);
    let before = std::mem::take(&mut *asked);
    for node in list::nodes(Path::new(SYSFS)) {
        let is_camera = before.get(&node).copied().unwrap_or_else(|| is_camera(&node));
        asked.insert(node, is_camera);
    }
    asked.iter().filter(|(_, is_camera)| **is_camera).filter_map(|(node, _)| node.listed()).collect()
}

/// Captures a camera from now on.
pub(super) fn open(id: &DeviceId) -> Result<Box<dyn VideoSource>, DeviceError> {
    let node = list::nodes(Path::new(SYSFS)).into_iter().find(|node| node.id() == id.as_str());
    let node = node.ok_or_else(|| DeviceError::NoDevice { kind: DeviceKind::Camera, id: id.clone() })?;
    let id = id.clone();
    let open = move || Camera::open(&node.path(), id);
    Ok(Box::new(Captured::open(DeviceKind::Camera, PATIENCE, open)?))
}

/// Whether pictures come from there. Codecs and what is measured beside pictures have nodes of the same kind. One that may
/// not be asked is taken for a camera where it is the first of its device: to open it says why it cannot be used.
fn is_camera(node: &Node) -> bool {
    let asked = v4l::Device::with_path(node.path()).and_then(|device| device.query_caps());
    match asked {
        Ok(found) => {
            let both = Flags::VIDEO_CAPTURE | Flags::STREAMING;
            found.capabilities.contains(both) && !found.capabilities.contains(Flags::VIDEO_M2M)
        }
        Err(_) => node.is_first(),
    }
}

/// What the system's refusal means.
fn error(id: &DeviceId, error: &io::Error) -> DeviceError {
    let kind = DeviceKind::Camera;
    match error.kind() {
        io::ErrorKind::PermissionDenied => DeviceError::Denied(kind),
        io::ErrorKind::ResourceBusy => DeviceError::Busy(kind),
        io::ErrorKind::NotFound => DeviceError::NoDevice { kind, id: id.clone() },
        _ if error.raw_os_error().is_some_and(|number| GONE.contains(&number)) => {
            DeviceError::NoDevice { kind, id: id.clone() }
        }
        _ => DeviceError::Failed { kind, why: error.to_string() },
    }
}

/// `ENXIO` and `ENODEV`: it was there when it was looked for, and is unplugged.
const GONE: [i32; 2] = [6, 19];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_system_refuses_has_its_number() {
        let id: DeviceId = "camera:ghost".parse().expect("an id");
        for (case, number, code, word) in [
            ("ENOENT", 2, 1301, "no_device"),
            ("EIO", 5, 1, "device_failed"),
            ("ENXIO", 6, 1301, "no_device"),
            ("EACCES", 13, 1, "permission_denied"),
            ("EBUSY", 16, 1008, "device_busy"),
            ("ENODEV", 19, 1301, "no_device"),
            ("EINVAL", 22, 1, "device_failed"),
        ] {
            let error = error(&id, &io::Error::from_raw_os_error(number));
            assert_eq!((error.code().number(), error.sub_reason()), (code, word), "{case}");
        }
    }

    #[test]
    fn a_camera_that_is_not_there_is_1301() {
        let refused = open(&"camera:ghost".parse().expect("an id")).err();
        assert_eq!(refused.map(|error| error.code().number()), Some(1301));
    }
}
